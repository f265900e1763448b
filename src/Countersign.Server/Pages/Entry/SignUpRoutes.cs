using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the sign-up page shows: what was typed, and what is wrong with it.</summary>
/// <param name="Shown">When it was shown first, sealed.</param>
public sealed record SignUpForm(bool IsOpen, string Shown, string Email = "", string Username = "")
{
    /// <summary>Everything that was wrong with it.</summary>
    public IReadOnlyList<Refused> Faults { get; init; } = [];
}


/// <summary>Making an account.</summary>
public static class SignUpRoutes
{
    public static IResult Show(PageCall call, SignUpPolicy door, FormTokens tokens) =>
        call.Show<SignUpPage>(new SignUpForm(door.IsOpen, tokens.MakeShown(call.FormToken, call.Now)));

    public static async Task<IResult> Submit(
        PageCall call, SignUpPolicy door, FormTokens tokens, SignUpPerson signUp, CancellationToken ct)
    {
        var shownAt = tokens.ReadShown(call.Field(FormTokens.ShownField), call.Field(FormTokens.Field));
        var form = shownAt is { } at ? new ShownForm(at, call.Field(FormTokens.ShownField)) : null;
        var shown = tokens.MakeShown(call.FormToken, shownAt ?? call.Now);
        var typed = new SignUpForm(door.IsOpen, shown, call.Field("email"), call.Field("username"));
        var faults = door.IsOpen ? await signUp.FindFaults(typed.Email, typed.Username, call.Secret("password"), call.Source, ct) : [];
        if (faults.Count > 0 || !EmailAddress.TryParse(typed.Email, out var email)) return Again(call, typed, faults);

        var answer = await signUp.Run(new(email, typed.Username, call.Secret("password"), call.Texts.Language, form), call.Source, ct);
        return answer.Refused is { } refused
            ? Again(call, typed, [refused])
            : call.GoTo($"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(email.Text)}");
    }

    private static IResult Again(PageCall call, SignUpForm typed, IReadOnlyList<Refused> faults) =>
        call.Show<SignUpPage>(typed with { Faults = faults }, StatusCodes.Status422UnprocessableEntity);
}
