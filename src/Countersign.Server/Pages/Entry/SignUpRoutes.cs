using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the sign-up page shows: what was typed, and what is wrong with it.</summary>
public sealed record SignUpForm(bool IsOpen, string Email = "", string Username = "", Refused? Refused = null);

/// <summary>Making an account.</summary>
public static class SignUpRoutes
{
    public static IResult Show(PageCall call, SignUpPolicy door) => call.Show<SignUpPage>(new SignUpForm(door.IsOpen));

    public static async Task<IResult> Submit(PageCall call, SignUpPolicy door, SignUpPerson signUp, CancellationToken ct)
    {
        var typed = new SignUpForm(door.IsOpen, call.Field("email"), call.Field("username"));
        var answer = EmailAddress.TryParse(typed.Email, out var email)
            ? await signUp.Run(email, typed.Username, call.Secret("password"), call.Texts.Language, call.Source, ct)
            : Refusal.InvalidEmail;

        return answer.Refused is { } refused
            ? call.Show<SignUpPage>(typed with { Refused = refused }, StatusCodes.Status422UnprocessableEntity)
            : call.GoTo($"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(email.Text)}");
    }
}
