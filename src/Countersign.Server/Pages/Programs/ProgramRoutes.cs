using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Programs;

/// <summary>What the page shows.</summary>
/// <param name="Refused">Why it cannot be allowed.</param>
public sealed record ProgramView(AskedByProgram Asked, Refused? Refused = null);

/// <summary>
/// A command line on the person's computer asks to be signed in as they are (RFC 8252). Whatever is answered, it leads to that computer
/// and nowhere else.
/// </summary>
public static class ProgramRoutes
{
    /// <summary>The button that allows it.</summary>
    public const string Yes = "allow";

    /// <summary>The button that does not.</summary>
    public const string No = "refuse";

    /// <summary>The name of both.</summary>
    public const string Answer = "answer";

    public static async Task<IResult> Show(PageCall call, AllowProgram allow, CancellationToken ct) =>
        AskedByProgram.Read(call.Query) is { } asked
            ? Ask(call, new(asked, await allow.Foresee(call.Caller, ct)), StatusCodes.Status200OK)
            : NotWhole(call);

    public static async Task<IResult> Submit(PageCall call, AllowProgram allow, CancellationToken ct)
    {
        if (AskedByProgram.Read(call.Field) is not { } asked) return NotWhole(call);
        if (call.Field(Answer) != Yes) return call.GoTo(asked.AnswerAt("error", "access_denied"));

        var answer = await allow.Run(call.Caller, asked.Asker, ct);
        return answer.Given is { } allowed
            ? call.GoTo(asked.AnswerAt("code", allowed.Code.Reveal()))
            : Ask(call, new(asked, answer.Refused), StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Ask(PageCall call, ProgramView view, int status)
    {
        call.Http.LetFormsLeadTo(view.Asked.Asker.Port);
        return call.Show<ProgramPage>(view, status, view.Asked.Path);
    }

    private static IResult NotWhole(PageCall call) =>
        call.Show<ProgramNotWholePage>(status: StatusCodes.Status400BadRequest, at: PagePaths.Account);
}
