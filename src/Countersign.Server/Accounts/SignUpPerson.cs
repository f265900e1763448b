using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Somebody asked for an account; what became of it is in their mail.</summary>
public sealed record SignedUp(EmailAddress Email);

/// <summary>Whether strangers may make accounts, and how fast.</summary>
/// <param name="PerAddress">Accounts made from one network address.</param>
/// <param name="LeastTime">What filling in the form takes a person at the least; whoever is faster waits for the rest of it.</param>
public sealed record SignUpPolicy(bool IsOpen, Rate PerAddress, TimeSpan LeastTime);

/// <summary>A form that somebody was shown.</summary>
/// <param name="Name">Tells it from others.</param>
public sealed record ShownForm(DateTimeOffset At, string Name);

/// <summary>What somebody fills in to get an account.</summary>
/// <param name="Language">What they are written to in; null: the server's own.</param>
/// <param name="Form">The form that they were shown; null: they were not, or nobody can tell.</param>
public sealed record SignUpAsk(EmailAddress Email, string Username, string Password, Language? Language, ShownForm? Form = null)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}

/// <summary>
/// Makes an account and sends the mail that proves its address, right after the answer (<see cref="AnonymousAsks"/>). Somebody who names
/// an address that has an account already gets the same answer, in the same time. Of several who sign up with one address, the link that
/// is pressed says whose password holds.
/// </summary>
public sealed class SignUpPerson(
    Ground ground, SignUpPolicy door, PasswordFitness fitness, PasswordHash hash, AnonymousAsks asks, MailReach reach, TimeProvider clock)
{
    private static readonly TimeSpan FormLife = TimeSpan.FromDays(1);
    private static readonly Rate NamesFromOnePlace = new(30, TimeSpan.FromHours(1));

    /// <summary>
    /// All that can be seen to be wrong with what somebody filled in; none where <see cref="Run"/> has the word. Whether a name is taken is
    /// looked up for so many forms from one place only, as each tells about an account.
    /// </summary>
    public async Task<IReadOnlyList<Refused>> FindFaults(
        string email, string username, string password, Source source, CancellationToken ct)
    {
        var name = Typed.Visible(username);
        EmailAddress? address = EmailAddress.TryParse(email, out var parsed) ? parsed : null;
        var isName = SignUpRules.IsUsername(name);
        var faults = new List<Refused>();
        if (address is null) faults.Add(new(Refusal.InvalidEmail));
        if (!isName) faults.Add(new(Refusal.InvalidUsername));
        if (fitness.Check(password, name, address) is { } weak) faults.Add(weak);
        if (faults.Count > 0 && isName && await IsTaken(name, source, ct)) faults.Add(new(Refusal.NameTaken));
        return faults;
    }

    public async Task<Answer<SignedUp>> Run(SignUpAsk asked, Source source, CancellationToken ct)
    {
        var ask = asked with { Username = Typed.Visible(asked.Username) };
        if (!door.IsOpen) return Refusal.SignUpClosed;
        if (!SignUpRules.IsUsername(ask.Username)) return Refusal.InvalidUsername;
        if (fitness.Check(ask.Password, ask.Username, ask.Email) is { } weak) return weak;

        var perAddress = NetworkLimits.Of(source, Buckets.SignUp, door.PerAddress);
        if (await ground.Db.Write(tx => NetworkLimits.TakeAll(tx, perAddress), ct) is { } full)
            return new Refused(Refusal.TryLater, RetryAt: full.OpensAt);

        if (ask.Email.NeedsOtherScripts && await reach.Scripts(ct) is MailScripts.AsciiAlone) return Refusal.EmailInOtherScript;

        await TakeYourTime(ask.Form, ct);
        var claim = source.Claim(HashLane.Others, $"sign-up:{ask.Email.Canonical}");
        var passwordHash = await hash.Hash(ask.Password, claim, ct);
        return await ground.Db.Write<Answer<SignedUp>>(async tx =>
        {
            if (await AccountStore.FindByName(tx, ask.Username) is not null) return Refusal.NameTaken;

            await asks.Write(tx, new(AskKind.SignUp, ask.Email, source, new(ask.Username, passwordHash, ask.Language)));
            return new SignedUp(ask.Email);
        }, ct);
    }

    private Task<bool> IsTaken(string name, Source source, CancellationToken ct)
    {
        var lookups = NetworkLimits.Of(source, Buckets.SignUpName, NamesFromOnePlace);
        return ground.Db.Write(async tx => await NetworkLimits.TakeAll(tx, lookups) is null
            && await AccountStore.FindByName(tx, name) is not null, ct);
    }

    // A machine is made to take the time that a person takes anyway. Nobody sees it, nothing needs a script, nothing is refused. A form
    // counts once: what was filled in before is sent again in no time.
    private async Task TakeYourTime(ShownForm? form, CancellationToken ct)
    {
        var now = ground.Now();
        var counts = form is not null && form.At + FormLife > now && await ground.Db.Write(
            tx => LimitStore.TryTake(tx, new(Buckets.SignUpForm(form.Name), new(1, FormLife))), ct);
        var taken = counts ? now - form!.At : TimeSpan.Zero;
        if (taken < door.LeastTime) await Task.Delay(door.LeastTime - taken, clock, ct);
    }
}
