using System.CommandLine;
using System.Text;
using Countersign.Server.Composition;
using Countersign.Server.Delivery.Bounces;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The <c>message bounce</c> command, which a mail server pipes what comes back into.</summary>
public static class BounceCommand
{
    private const int MostLetters = 1 << 20;

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnInstallation(
        shell, new("bounce", "Reads, from standard input, the mail by which a mail server says that ours could not be delivered."), Run);

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var read = await BounceMail.Read(await Piped(run.Shell.Keyboard.Lines, ct), ct);
        return read switch
        {
            { Kind: BounceMailKind.Other } => run.Refuse(
                "That isn't a report of a delivery (RFC 3464). Give it the whole mail as it came, headers and all. Nothing was changed."),
            { Kind: BounceMailKind.NoFailure } => run.Say("The mail is late, or has arrived. Nothing was changed."),
            { Kind: BounceMailKind.Nameless } => run.Refuse(
                "The report does not say which mail could not be delivered. Nothing was changed."),
            { Id: { } id } when await at.Part<TakeBounce>().Run(new MessageId(id), ct) => run.Say(
                "The address is marked. Its owner is told so when they sign in, until they confirm it again."),
            _ => run.Refuse(
                "It is about a mail that is not from here, or older than a week, or the address is nobody's any more. Nothing was changed."),
        };
    }

    // What comes back is in ASCII: so is the mail that it quotes.
    private static async Task<Stream> Piped(TextReader lines, CancellationToken ct)
    {
        var text = new char[MostLetters];
        var length = await lines.ReadBlockAsync(text.AsMemory(), ct);
        return new MemoryStream(Encoding.UTF8.GetBytes(text, 0, length));
    }
}
