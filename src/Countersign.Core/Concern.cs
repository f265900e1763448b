using System.Globalization;

namespace Countersign.Core;

/// <summary>
/// What exactly a mailed link is about. A link does what its mail told of and nothing else, whatever has come about meanwhile: it is spent
/// only on what it names.
/// </summary>
/// <param name="Word">As it is stored. The words are data: they must stay as they are.</param>
public readonly record struct Concern(string Word)
{
    /// <summary>One method that was begun with the password alone and is not active yet.</summary>
    public static Concern OfPending(long pending) => new(string.Create(CultureInfo.InvariantCulture, $"pending:{pending}"));

    /// <summary>These methods, all that the account has.</summary>
    public static Concern OfMethods(IEnumerable<Method> methods) =>
        new($"methods:{string.Join(',', methods.Select(method => method.Id.Value).Order())}");

    private const string Factor = "factor:";

    /// <summary>The factors that began with one that the password alone has set up at this instant.</summary>
    public static Concern OfFactorSince(DateTimeOffset setUp) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Factor}{setUp.ToUnixTimeSeconds()}"));

    /// <summary>Whether it is about such factors.</summary>
    public bool IsFactor => Word.StartsWith(Factor, StringComparison.Ordinal);

    /// <summary>When the one was set up that they began with, in Unix seconds; null: it is about none.</summary>
    public long? FactorSince =>
        IsFactor && long.TryParse(Word.AsSpan(Factor.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;

    /// <summary>
    /// The wait after a password was set by mail, and nothing else: it is for a number that may be a stranger's, as much as it may be its
    /// owner's.
    /// </summary>
    public static Concern MailWait { get; } = new("mail-wait");

    /// <summary>
    /// That a password was set by mail, said to whoever is the account's owner: it objects to the mailbox, whatever has come after it.
    /// </summary>
    public static Concern PasswordByMail { get; } = new("password-by-mail");

    /// <summary><see cref="PasswordByMail"/>, said to a number that is its owner's.</summary>
    public static Concern PasswordByMailToPhone { get; } = new("password-by-mail-to-phone");

    /// <summary>Whether it says that a password was set by mail to whoever is the account's owner.</summary>
    public bool IsPasswordByMail => this == PasswordByMail || this == PasswordByMailToPhone;

    /// <summary>Whether it was said to a number that is surely its owner's: whoever objects by it need not have the mailbox.</summary>
    public bool IsToPhone => this == ByPhone || this == PasswordByMailToPhone;

    /// <summary>
    /// The account as such, as it was before a password was set by mail while there is a factor that its mailbox has not vouched for.
    /// </summary>
    public static Concern BeforePasswordByMail { get; } = new("before-password-by-mail");

    /// <summary>
    /// The account as such, said to a number that is surely its owner's: on file, or a method's for longer than a stranger's would stay
    /// unnoticed.
    /// </summary>
    public static Concern ByPhone { get; } = new("by-phone");

    /// <summary>One sign-up, of perhaps several for the same address.</summary>
    public static Concern OfSignUp(long signUp) => new(string.Create(CultureInfo.InvariantCulture, $"sign-up:{signUp}"));

    /// <summary>A sign-in by the machine that a RADIUS client says to be.</summary>
    /// <param name="digest">Of its address and its name.</param>
    public static Concern OfNas(string digest) => new($"nas:{digest}");

    /// <summary>The stored word.</summary>
    public override string ToString() => Word;
}
