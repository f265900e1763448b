using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>What is to be done with one row: make an account, nothing since it is there, or nothing since it is faulty.</summary>
public sealed record ImportVerdict(int Line, NewAccount? Person, Account? There, IReadOnlyList<string> Faults);

/// <summary>Checks rows one after the other against the rules, the rows before them and the database.</summary>
public sealed class ImportCheck(Region region, IReadOnlyCollection<PhoneRange> ranges, PasswordHash passwords, DateTimeOffset now)
{
    private readonly Dictionary<string, int> lineOfName = new(StringComparer.Ordinal);

    /// <summary>Checks the next row.</summary>
    public async Task<ImportVerdict> Check(Sql sql, ImportRow row)
    {
        if (row.Fault is { } unreadable) return new(row.Line, null, null, [unreadable]);

        var reader = new FieldReader(region, ranges);
        var person = Read(reader, row);
        if (reader.Faults.Count > 0) return new(row.Line, null, null, reader.Faults);

        BlameRepetition(reader, row, person);
        var there = await FindThere(sql, reader, person);
        return reader.Faults.Count > 0 ? new(row.Line, null, null, reader.Faults) : new(row.Line, there is null ? person : null, there, []);
    }

    private NewAccount Read(FieldReader reader, ImportRow row)
    {
        var email = reader.Email(row.Find("email"));
        var person = new NewAccount(
            email, reader.Username(row.Find("username"), email), reader.FullName(row.Find("fullname")), ReadHash(
                reader, row.Find("password_hash")),
            reader.Phone(row.Find("phone")), reader.YesNo("email_verified", row.Find("email_verified")) ? now : null,
            IsLegacy: reader.YesNo("legacy", row.Find("legacy")), Language: reader.Language(row.Find("language")));
        if (person is { IsLegacy: true, Phone: null })
            reader.Blame("A legacy account has its phone as its second factor: give the number, or legacy=false.");
        return person;
    }

    private string? ReadHash(FieldReader reader, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (passwords.CanCheck(text.Trim())) return text.Trim();

        reader.Blame(
            "This installation cannot check that password_hash: it must begin with $argon2id$ or $pbkdf2-sha512$ and name a key " +
            "of this key file. Leave it empty for an account without a password.");
        return null;
    }

    private void BlameRepetition(FieldReader reader, ImportRow row, NewAccount person)
    {
        string[] names = [person.Email.Canonical, AccountStore.Canonical(person.Username)];
        foreach (var name in names)
        {
            if (!lineOfName.TryAdd(name, row.Line)) reader.Blame($"'{name}' is already on line {lineOfName[name]}.");
        }
    }

    private static async Task<Account?> FindThere(Sql sql, FieldReader reader, NewAccount person)
    {
        var byEmail = await AccountStore.FindByName(sql, person.Email.Canonical);
        var byName = await AccountStore.FindByName(sql, person.Username);
        if (byEmail?.Id == byName?.Id) return byEmail;

        if (byEmail is not null) reader.Blame($"The address belongs to {Who.NameOf(byEmail)}, which has another user name.");
        if (byName is not null) reader.Blame($"The user name belongs to {Who.NameOf(byName)}, which has another address.");
        return null;
    }
}
