using System.IO.Compression;
using System.Text.Json;
using Countersign.Server.Composition;
using Countersign.Server.Development;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

/// <summary>
/// A data folder left by the version that called the system's libsodium, with hashes at their full cost: <c>of-libsodium.zip</c> holds the
/// database, the key file and what its people know. Barbara's password and codes come from a machine that had no libsodium.
/// </summary>
[Trait("Store", "file")]
public sealed class OldDataFolderTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-old-");
    private readonly FakeTimeProvider clock = new(new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private WebApplication app = null!;
    private HttpClient http = null!;
    private IReadOnlyList<SeededPerson> people = [];

    public async ValueTask InitializeAsync()
    {
        var fixture = Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "Secrets", "of-libsodium.zip");
        await ZipFile.ExtractToDirectoryAsync(fixture, folder.FullName);
        people = JsonSerializer.Deserialize<List<SeededPerson>>(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "people.json")))!;

        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var settings = new ServerSettings { DataFolder = folder.FullName, KeyFile = Path.Combine(folder.FullName, "keys") };
        app = await WebServer.Create(
            settings, new([url], IsDevelopment: false, clock, HashCosts.Default, log => log.ClearProviders()), CancellationToken.None);
        await app.StartAsync();
        http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(url) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("grace")]
    [InlineData("barbara")]
    public async Task Whoever_is_in_it_signs_in_with_password_and_app(string name)
    {
        var person = Person(name);
        var (browser, secret) = await Password(name);

        (await browser.Post("/tfa/", new { tfa_method = "totp", code = Phone.Type(person.SetupKey!, clock).NextCode(), secret })).Ok();
    }

    [Theory]
    [InlineData("grace")]
    [InlineData("linus")]
    [InlineData("barbara")]
    public async Task Whoever_is_in_it_signs_in_with_password_and_a_recovery_code_once(string name)
    {
        var code = Person(name).BackupCodes[3];
        var (browser, secret) = await Password(name);
        (await browser.Post("/tfa/", new { backup_code = code, secret })).Ok();

        (browser, secret) = await Password(name);
        (await browser.Post("/tfa/", new { backup_code = code, secret })).IsRefused(401, "invalid_backup_code");
    }

    [Theory]
    [InlineData("grace", "$argon2id$v=19$m=19456,t=2,p=1,k=k1$")]
    [InlineData("barbara", "$pbkdf2-sha512$i=210000,k=k1$")]
    public async Task After_a_sign_in_the_password_is_hashed_by_Argon2id_whatever_it_was_before(string name, string before)
    {
        Assert.StartsWith(before, await StoredPassword(name), StringComparison.Ordinal);
        var (browser, secret) = await Password(name);
        (await browser.Post("/tfa/", new { backup_code = Person(name).BackupCodes[0], secret })).Ok();

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1,k=k1$", await StoredPassword(name), StringComparison.Ordinal);
        await Password(name);
    }

    [Theory]
    [InlineData("grace")]
    [InlineData("barbara")]
    public async Task A_wrong_password_is_still_wrong(string name) =>
        (await new VastCaller(
            http).Post("/users/login/", new { email = $"{name}@example.org", password = "not the password at all" })).IsRefused(
            403, "auth_error");

    private SeededPerson Person(string name) => people.Single(person => person.Name == name);

    private async Task<(VastCaller Browser, string Secret)> Password(string name)
    {
        var browser = new VastCaller(http);
        var answer = (await browser.Post("/users/login/", new { email = $"{name}@example.org", password = SeededPeople.Password })).Ok();
        Assert.True(answer.Has("tfa_required"));
        return (browser, answer.Secret);
    }

    private async Task<string> StoredPassword(string name) =>
        (await app.Services.GetRequiredService<Db>()
            .Read(sql => AccountStore.FindByName(sql, name), CancellationToken.None))!.PasswordHash!;
}
