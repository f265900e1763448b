using System.Net.Mime;
using System.Text;
using Countersign.Core;
using Countersign.Server.Recovery;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Security;

/// <summary>A set of recovery codes, shown once.</summary>
/// <param name="Next">Where the person goes on.</param>
public sealed record CodesView(IReadOnlyList<BackupCode> Codes, string Next);

/// <summary>Recovery codes: new ones, a file of them, and whether one is good.</summary>
public static class CodeRoutes
{
    public static Task<IResult> Show(PageCall call, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Ask(
            call, new(PagePaths.Codes, call.Texts.Prompt.MakeNewCodes, call.Texts.Codes.NewCodesLead, call.Texts.Prompt.MakeNewCodes), ct);

    public static Task<IResult> Send(PageCall call, ChangeProofs proofs, CancellationToken ct) => proofs.Send(call, PagePaths.Codes, ct);

    public static async Task<IResult> Submit(PageCall call, ChangeProofs proofs, RegenerateCodes regenerate, CancellationToken ct)
    {
        if (await proofs.Read(call, ct) is not var (way, proof)) return call.GoTo(PagePaths.Codes, Said.BeginAgain);

        var answer = await regenerate.Run(call.Caller, proof, ct);
        if (answer.Given is not { } made) return call.GoTo($"{PagePaths.Codes}?way={way.Key}", Prompt.ProofSaid.Of(answer.Refused!));

        call.Renew(made.NewKey);
        return Reveal(call, made.Codes, PagePaths.Security);
    }

    /// <summary>Shows a new set, this once: where it was, one reads afterwards how to make another.</summary>
    internal static IResult Reveal(PageCall call, IReadOnlyList<BackupCode> codes, string next) =>
        call.Show<CodesPage>(new CodesView(codes, next), at: PageCall.PathTo(PagePaths.Codes, Said.CodesShownOnce));

    /// <summary>The codes on the page as a file; they come from the page because we cannot know them any more.</summary>
    public static IResult Download(PageCall call, IssuerName issuer)
    {
        var codes = call.Form["codes"].ToString().Split(' ').Where(text => BackupCode.TryParse(text, out _));
        var text = $"{call.Texts.Codes.CodesFileHead(issuer.Text, call.Caller.Account.Email.Text)}\n\n{string.Join('\n', codes)}\n\n{call.Texts.Codes.CodesFileFoot}\n";
        return Results.File(Encoding.UTF8.GetBytes(text), $"{MediaTypeNames.Text.Plain}; charset=utf-8", call.Texts.Codes.CodesFileName);
    }

    public static async Task<IResult> Keep(PageCall call, KeepCodes keep, CancellationToken ct)
    {
        await keep.Run(call.Caller, ct);
        return call.GoTo(call.Field("next") == PagePaths.AddDone ? PagePaths.AddDone : PagePaths.Security, Said.CodesKept);
    }

    public static async Task<IResult> Check(PageCall call, CheckBackupCode check, CancellationToken ct)
    {
        var answer = await check.Run(call.Caller, BackupCode.TryParse(call.Field("code"), out var code) ? code : null, ct);
        return call.GoTo(PagePaths.Security, answer.Refused is { } refused ? Prompt.ProofSaid.Of(refused) : Said.CodeGood);
    }
}
