using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Storage;

/// <summary>What somebody who is not signed in can ask for about an address.</summary>
public enum AskKind
{
    /// <summary>A link to set a new password.</summary>
    ResetPassword,

    /// <summary>The mail that proves the address, once more.</summary>
    VerifyEmail,

    /// <summary>An account.</summary>
    SignUp,
}

/// <summary>What somebody chose who asks for an account.</summary>
public sealed record AskedAccount(string Username, string PasswordHash, Language? Language)
{
    /// <summary>Never the hash.</summary>
    public override string ToString() => Username;
}

/// <summary>What was asked, and from where.</summary>
/// <param name="Account">What was chosen, where an account is asked for.</param>
public sealed record AnonymousAsk(AskKind What, EmailAddress Email, Source Source, AskedAccount? Account = null);

/// <summary>One that waits for being looked up.</summary>
public sealed record WaitingAsk(long Id, AnonymousAsk Ask);

/// <summary>The table of what was asked by people who are not signed in; each row is there for a moment.</summary>
public static class AnonymousAskStore
{
    /// <summary>Writes one down.</summary>
    public static Task Add(Tx tx, AnonymousAsk ask) => tx.Execute($"""
        INSERT INTO anonymous_asks (what, email, username, password_hash, language, ip_address, api_route, created_at)
        VALUES ({ask.What}, {ask.Email.Text}, {ask.Account?.Username}, {ask.Account?.PasswordHash}, {ask.Account?.Language?.Code()},
                {ask.Source.IpAddress}, {ask.Source.Route}, {tx.Now})
        """);

    /// <summary>The oldest; what another node looks up at the same time is left out.</summary>
    public static async Task<WaitingAsk?> Next(Tx tx) => (await tx.FindOne<Row>($"""
        SELECT id, what, email, username, password_hash, language, ip_address, api_route FROM anonymous_asks
        ORDER BY id LIMIT 1{tx.Free}
        """))?.ToAsk();

    /// <summary>Takes it away; true for exactly one caller.</summary>
    public static async Task<bool> TryTake(Tx tx, long id) => 1 == await tx.Execute($"DELETE FROM anonymous_asks WHERE id = {id}");

    private sealed record Row(
        long Id, string What, string Email, string? Username, string? PasswordHash, string? Language, string IpAddress, string ApiRoute)
    {
        public WaitingAsk ToAsk() => new(Id, new(
            Words.To<AskKind>(What), Stored.Email(Email), new(IpAddress, IpAddress, "", ApiRoute),
            Username is null || PasswordHash is null ? null : new(Username, PasswordHash, Languages.Find(Language))));
    }
}
