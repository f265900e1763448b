using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>People who are not in every server: put into the database as an operator would.</summary>
internal static class Newcomers
{
    public const string MarysNumber = "+14165550177";

    /// <summary>Mary, whose account comes from an older system: 2FA is on, there is a number, and no method.</summary>
    public static Task<TestPerson> AddMary(this TestServer server) => server.Add("mary", MarysNumber, isLegacy: true);

    /// <summary>Somebody without 2FA, whose address is proven unless it is said not to be.</summary>
    public static async Task<TestPerson> Add(
        this TestServer server, string name, string? number = null, bool isLegacy = false, bool isProven = true)
    {
        var (now, ct) = (server.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        Assert.True(EmailAddress.TryParse($"{name}@example.org", out var email));
        var apiKey = Token.New(TokenKind.ApiKey);
        var tokens = server.Services.GetRequiredService<TokenHash>();
        await server.Db.Write(async tx =>
        {
            var password = (await AccountStore.FindByName(tx, "ada"))!.PasswordHash;
            var phone = number is null ? null : PhoneNumber.FromE164(number);
            var person = new NewAccount(email, name, "", password, phone, isProven ? now : null, IsLegacy: isLegacy);
            var id = (await AccountStore.TryAdd(tx, person))!.Value;
            await ApiKeyStore.Add(tx, id, "test", apiKey, tokens.UnderActive(apiKey), ApiKeyRights.Everything, byOperator: true);
        }, ct);
        return new(name, apiKey.Reveal(), null, number, []);
    }

    /// <summary>Shuts somebody's account, as an operator would.</summary>
    public static Task Disable(this TestServer server, TestPerson person) => server.Db.Write(
        async tx => await AccountStore.SetDisabled(tx, (await AccountStore.FindByName(tx, person.Name))!.Id, server.Clock.GetUtcNow()),
        TestContext.Current.CancellationToken);
}
