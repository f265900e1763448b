using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.OpenId;

/// <summary>Writes down what an application presents that it should not have: one for each request, with where that came from.</summary>
public sealed class AppWitness(FalseCredentials falses, AuditLog audit)
{
    private Source? source;

    /// <summary>Where the request came from; said before anything is asked.</summary>
    public Source Source
    {
        get => source ?? throw new InvalidOperationException("Nobody has said where the request came from.");
        set => source = value;
    }

    /// <summary>A name that no application has, or not its secret.</summary>
    public void UnknownApp() => falses.NoteApp(Source);

    /// <summary>Something that no application was given.</summary>
    public void UnknownToken() => falses.Note(Source);

    /// <summary>Something was used twice that is good once: somebody has a copy (RFC 9700 §4.14.2).</summary>
    public async Task UsedTwice(Tx tx, AppToken token) => await audit.Append(
        tx, new(AuditEvent.AuthnTokenReuse, Source, token.Account, AuditOutcome.AppToken)
        {
            Args = EnterApp.ArgsOf((await AppStore.Find(tx, token.App))!),
        });
}
