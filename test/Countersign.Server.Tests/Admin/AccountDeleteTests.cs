using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary><c>account delete</c> says what stops before it asks.</summary>
public sealed class AccountDeleteTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task What_is_lost_and_who_is_refused_from_then_on_is_said_before_anybody_is_asked()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--username", "ada", "--api-key");
        var shop = (await office.Run("account", "key", "add", "ada", "--name", "shop", "--end-users", "--json")).Json;
        var suffix = shop.GetProperty("api_key").GetString()![^4..];

        var asked = await office.RunAtTerminal("n\n", [], "account", "delete", "ada");

        Assert.Equal(1, asked.Exit);
        var question = asked.Errors.IndexOf("for good? [y/N]", StringComparison.Ordinal);
        Assert.InRange(asked.Errors.IndexOf("Lost for good: methods 0, recovery codes 0, sessions 0, remembered browsers 0, API keys 2.",
            StringComparison.Ordinal), 0, question);
        Assert.InRange(
            asked.Errors.IndexOf(
                $"Stops: the application that signs its people in by the API key \"shop\" (ends in {suffix}, never used).",
                StringComparison.Ordinal), 0, question);
        Assert.Contains("Stops: whatever uses the API key ", asked.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await office.Count($"SELECT count(*) FROM accounts"));

        Assert.Equal(0, (await office.Run("account", "delete", "ada", "--yes")).Exit);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM accounts"));
    }
}
