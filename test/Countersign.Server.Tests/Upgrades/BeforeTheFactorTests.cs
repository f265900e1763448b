using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Upgrades;

/// <summary>
/// What two marks said together until 0048 says one of them alone since; where nobody can tell, it is said that it was before.
/// </summary>
[Trait("Store", "file")]
public sealed class BeforeTheFactorTests : IDisposable
{
    private const string Set = "INSERT INTO account_marks (account_id, mark, at, lived, ordinal) VALUES";

    private readonly Office office = new() { BeginsWithNothing = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => office.Dispose();

    // The factor was set up when 500,000 milliseconds had been lived through, as the second mark of its account.
    [Theory]
    [InlineData("600000, 1", true)]
    [InlineData("400000, 3", false)]
    [InlineData("500000, 3", true)]
    [InlineData("500000, 1", false)]
    [InlineData("500001, NULL", true)]
    [InlineData("500000, NULL", false)]
    [InlineData("NULL, NULL", false)]
    [InlineData("NULL, 3", true)]
    public async Task A_password_by_mail_counts_where_it_was_surely_set_after_the_factor(string place, bool counts)
    {
        await OldInstallation.MoveInto(office, "0047");
        await Do($"{Set} (1, 'awaits_mailbox', 1, 500000, 2), (1, 'password_by_mail', 1, {place}), (1, 'first_by_mail', 1, {place})");

        Assert.Equal(0, (await office.Run("migrate")).Exit);

        Assert.Equal(counts ? 2 : 0, await office.Count($"SELECT count(*) FROM account_marks WHERE mark LIKE '%_by_mail'"));
    }

    [Theory]
    [InlineData("499999", true)]
    [InlineData("500000", true)]
    [InlineData("500001", false)]
    [InlineData("NULL", true)]
    public async Task An_objection_is_from_before_a_password_by_mail_unless_it_is_surely_not(string lived, bool isBefore)
    {
        await OldInstallation.MoveInto(office, "0047");
        await Do($"""
            {Set} (1, 'first_by_mail', 1, 500000, 2);
            INSERT INTO challenges (account_id, purpose, token_hash, token_key, created_at, expires_at, credential_version, lived)
            VALUES (1, 'not_me', x'01', 'k1', 1, 9999999999, 1, {lived})
            """);

        Assert.Equal(0, (await office.Run("migrate")).Exit);

        Assert.Equal(
            isBefore ? 1 : 0, await office.Count($"SELECT count(*) FROM challenges WHERE concerns = 'before-password-by-mail'"));
    }

    private Task Do(string statements) => OldInstallation.Do(statements, office.DatabaseFile);
}
