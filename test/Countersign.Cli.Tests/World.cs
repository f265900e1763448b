using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.TestKit;

namespace Countersign.Cli.Tests;

/// <summary>What a person has beside the terminal: a phone with an app, an inbox, a watch, a sheet of backup codes.</summary>
public sealed class World(TestServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Regex TypedKey = new("key to type in: +([A-Z2-7 ]+)\n");

    private static readonly Regex SecurityKey = new("unable to scan the QR code:\\s+([A-Z2-7 ]+)\n");
    private static readonly Regex LinkToken = new("(?<=tf/disable/)lnk_[A-Za-z0-9_-]{49}");

    private readonly Dictionary<string, Phone> phones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> codesTaken = new(StringComparer.Ordinal);

    /// <summary>
    /// The word that stands for <c>{what who}</c>: <c>mail</c> and <c>sms</c> the code of the next message to a person or number,
    /// <c>link</c> the token of the next mail that has one, <c>app</c> and <c>wrong</c> a code of an app, <c>setup</c> one of the app that
    /// took the key on the screen, <c>scan</c> a code of the app that reads the QR code on the screen,
    /// <c>backup</c> a person's next backup code, <c>key</c> their API key, <c>password</c> everybody's password.
    /// </summary>
    public async Task<string> Tell(string what, string who, Sitting? sitting) => what switch
    {
        "mail" => await CodeSentTo($"{who}@example.org"),
        "sms" => await CodeSentTo(who),
        "app" => PhoneOf(who).NextCode(),
        "wrong" => PhoneOf(who).WrongCode(),
        "scan" => await Scan(who, sitting!),
        "setup" => PutIn(who, SecurityKey.Match(await sitting!.Hears(SecurityKey)).Groups[1].Value),
        "link" => await LinkTokenSentTo($"{who}@example.org"),
        "backup" => NextBackupCode(Person(who)),
        "key" => Person(who).ApiKey,
        "password" => TestPerson.Password,
        _ => throw new FormatException($"Nobody told us what {what} is."),
    };

    /// <summary>
    /// What happens between two commands: <c>time hh:mm:ss</c> passes, <c>type NAME KEY</c> puts a key into an app, <c>read NUMBER</c>
    /// looks at a message and forgets it, <c>ordinary NAME</c> is no admin any more.
    /// </summary>
    public async Task Happen(string what)
    {
        switch (what.Split(' '))
        {
            case ["time", var passes]: server.Clock.Advance(TimeSpan.Parse(passes, CultureInfo.InvariantCulture)); break;
            case ["type", var name, .. var key]: phones[name] = Phone.Type(string.Concat(key), server.Clock); break;
            case ["ordinary", var name]: await TakeAdminRight(name); break;
            case ["read", var number]: await CodeSentTo(number); break;
            default: throw new FormatException($"{what} does not happen here.");
        }
    }

    private Task<int> TakeAdminRight(string name) =>
        server.Db.Write(tx => tx.Execute($"UPDATE accounts SET is_admin = 0 WHERE username = {name}"), CancellationToken.None);

    /// <summary>One of the five.</summary>
    public TestPerson Person(string name)
    {
        var people = server.People;
        return new[] { people.Ada, people.Grace, people.Linus, people.Barbara, people.Kurt }.Single(person => person.Name == name);
    }

    private async Task<string> CodeSentTo(string address)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await server.Inbox.Next(address, patience.Token);
            if (Regex.IsMatch(message.Text, @"\A\d{6}\b")) return message.Code;
        }
    }

    private async Task<string> LinkTokenSentTo(string address)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await server.Inbox.Next(address, patience.Token);
            if (LinkToken.Match(message.Text) is { Success: true } token) return token.Value;
        }
    }

    private string PutIn(string name, string key)
    {
        phones[name] = Phone.Type(key.Replace(" ", "", StringComparison.Ordinal), server.Clock);
        return phones[name].NextCode();
    }

    private Phone PhoneOf(string name) => phones.TryGetValue(name, out var phone) ? phone : phones[name] = Person(name).Phone;

    private async Task<string> Scan(string name, Sitting sitting)
    {
        var uri = await QrPicture.Decode(await sitting.Sees(TypedKey));
        phones[name] = Phone.Scan(uri, server.Clock);
        return phones[name].NextCode();
    }

    private string NextBackupCode(TestPerson person)
    {
        var taken = codesTaken.GetValueOrDefault(person.Name);
        codesTaken[person.Name] = taken + 1;
        return person.BackupCodes[taken];
    }
}
