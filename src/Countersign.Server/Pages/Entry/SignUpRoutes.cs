using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the sign-up page shows: what was typed, and what is wrong with it.</summary>
/// <param name="Shown">When it was shown first, sealed.</param>
public sealed record SignUpForm(bool IsOpen, string Shown, string Email = "", string Username = "", Refused? Refused = null);

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
        var answer = EmailAddress.TryParse(typed.Email, out var email)
            ? await signUp.Run(new(email, typed.Username, call.Secret("password"), call.Texts.Language, form), call.Source, ct)
            : Refusal.InvalidEmail;

        return answer.Refused is { } refused
            ? call.Show<SignUpPage>(typed with { Refused = refused }, StatusCodes.Status422UnprocessableEntity)
            : call.GoTo($"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(email.Text)}");
    }
}
