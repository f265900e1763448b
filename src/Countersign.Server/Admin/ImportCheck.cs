using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>What is to be done with one row: make an account, nothing since it is there, or nothing since it is faulty.</summary>
public sealed record ImportVerdict(int Line, NewAccount? Person, Account? There, IReadOnlyList<string> Faults);

/// <summary>What the rows of an import are checked against, beside the database.</summary>
/// <param name="Region">Whose national way of writing phone numbers is understood.</param>
/// <param name="Ranges">Ranges of phone numbers that count as assigned.</param>
/// <param name="Passwords">Knows which hashes can be checked here.</param>
/// <param name="Scripts">Whether the mail server takes addresses in letters of other scripts.</param>
/// <param name="Now">The time.</param>
public sealed record ImportGround(
    Region Region, IReadOnlyCollection<PhoneRange> Ranges, PasswordHash Passwords, MailScripts Scripts, DateTimeOffset Now);

/// <summary>Checks rows one after the other against the rules, the rows before them and the database.</summary>
/// <param name="rows">All of them: a name that is written somewhere is not made for somebody else.</param>
public sealed class ImportCheck(ImportGround ground, IReadOnlyList<ImportRow> rows)
{
    private readonly Dictionary<string, int> lineOfName = new(StringComparer.Ordinal);
    private readonly FreeNames names = new(rows.Select(row => row.Find("username")).OfType<string>());

    /// <summary>Checks the next row.</summary>
    public async Task<ImportVerdict> Check(Sql sql, ImportRow row)
    {
        if (row.Fault is { } unreadable) return new(row.Line, null, null, [unreadable]);

        var reader = new FieldReader(ground.Region, ground.Ranges, ground.Scripts);
        var (person, wish) = Read(reader, row);
        if (reader.Faults.Count > 0) return new(row.Line, null, null, reader.Faults);

        BlameRepetition(reader, row, person, wish);
        var there = await FindThere(sql, reader, person, wish);
        if (reader.Faults.Count == 0 && there is null) person = person with { Username = await names.Find(sql, wish) };
        return reader.Faults.Count > 0 ? new(row.Line, null, null, reader.Faults) : new(row.Line, there is null ? person : null, there, []);
    }

    private (NewAccount Person, NameWish Wish) Read(FieldReader reader, ImportRow row)
    {
        var email = reader.Email(row.Find("email"));
        var wish = reader.Username(row.Find("username"), email);
        var person = new NewAccount(
            email, wish.Name, reader.FullName(row.Find("fullname")), ReadHash(
                reader, row.Find("password_hash")),
            reader.Phone(row.Find("phone")), reader.YesNo("email_verified", row.Find("email_verified")) ? ground.Now : null,
            IsLegacy: reader.YesNo("legacy", row.Find("legacy")), Language: reader.Language(row.Find("language")));
        if (person is { IsLegacy: true, Phone: null })
            reader.Blame("A legacy account has its phone as its second factor: give the number, or legacy=false.");
        return (person, wish);
    }

    private string? ReadHash(FieldReader reader, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (ground.Passwords.CanCheck(text.Trim())) return text.Trim();

        reader.Blame(
            "This installation cannot check that password_hash: it must begin with $argon2id$ or $pbkdf2-sha512$ and name a key " +
            "of this key file. Leave it empty for an account without a password.");
        return null;
    }

    private void BlameRepetition(FieldReader reader, ImportRow row, NewAccount person, NameWish wish)
    {
        string[] written = wish.Origin is NameOrigin.Given
            ? [person.Email.Canonical, AccountStore.Canonical(wish.Name)]
            : [person.Email.Canonical];
        foreach (var name in written)
        {
            if (!lineOfName.TryAdd(name, row.Line)) reader.Blame($"'{name}' is already on line {lineOfName[name]}.");
        }
    }

    private static async Task<Account?> FindThere(Sql sql, FieldReader reader, NewAccount person, NameWish wish)
    {
        var byEmail = await AccountStore.FindByName(sql, person.Email.Canonical);
        if (byEmail is not null && await SignUpStore.IsNobodys(sql, byEmail.Id)) byEmail = null;
        if (wish.Origin is NameOrigin.Proposed) return byEmail;

        var byName = await AccountStore.FindByName(sql, person.Username);
        if (byEmail?.Id == byName?.Id) return byEmail;

        if (byEmail is not null) reader.Blame($"The address belongs to {Who.NameOf(byEmail)}, which has another user name.");
        if (byName is not null) reader.Blame($"The user name belongs to {Who.NameOf(byName)}, which has another address.");
        return null;
    }
}
