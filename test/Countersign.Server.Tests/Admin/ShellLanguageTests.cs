using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>The operator's shell lives in the same house as the server, and speaks as the server does.</summary>
public sealed class ShellLanguageTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Theory]
    [InlineData("en", "have disabled your account")]
    [InlineData("de", "hat Ihr Konto stillgelegt")]
    public async Task What_the_shell_does_is_told_in_the_language_of_the_server(string language, string told)
    {
        office.Environment["COUNTERSIGN_LANGUAGE"] = language;
        await office.Run("account", "add", "--email", "ada@example.org", "--verified");

        await office.Run("account", "disable", "ada@example.org", "--reason", "asked for it");

        Assert.Contains(told, (await WaitingMail()).Text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<Message> WaitingMail()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = office.OpenDb();
        var taken = await db.Write(tx => OutboxStore.Claim(tx, Channel.Email, 10, tx.Now.AddMinutes(1)), ct);
        Assert.True(new MessageSeal(new SecretBox(office.OpenKeys())).TryOpen(Assert.Single(taken), out var message));
        return message;
    }
}
