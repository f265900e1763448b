using Countersign.Server.ApiDocs;
using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>
/// The door for applications that keep their own people: every route, with whom it is about. What is asked for a person is done by the same
/// verbs as at the other doors.
/// </summary>
public static class AppsRoutes
{
    private const string Person = "/apps/v1/people/{person}";

    public static void MapApps(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("").AddEndpointFilter(new BodyFaults(what => AppsErrors.Say(AppsErrorCode.BadRequest, what)));
        api.WithMetadata(new ToldInterface("apps", typeof(AppsErrorAnswer)));

        api.MapPut(Person, PersonRoutes.Keep).Takes(AppsAccess.Application)
            .Tells<KeptPersonAnswer>("Makes a person of the application known, at their first use or again.");
        api.MapGet(Person, PersonRoutes.Show).Takes(AppsAccess.Person)
            .Tells<KeptPersonAnswer>("How a person stands, and the factors that they have.");
        api.MapDelete(Person, PersonRoutes.Forget).Takes(AppsAccess.Person)
            .Tells<PersonForgottenAnswer>("Forgets a person with all their factors.");

        api.MapPost($"{Person}/verify", FactorRoutes.Verify).Takes(AppsAccess.Person)
            .Tells<FactorVerifiedAnswer>("Checks a code of an app, one that was sent, or a recovery code, and spends it.");
        api.MapPost($"{Person}/factors/app", FactorRoutes.BeginApp).Takes(AppsAccess.Person)
            .Tells<AppFactorAnswer>("Begins an authenticator app, which counts once its first code is confirmed.");
        api.MapPost($"{Person}/factors/app/confirm", FactorRoutes.ConfirmApp).Takes(AppsAccess.Person)
            .Tells<FactorAddedAnswer>("Adds a begun app by its first code; recovery codes come with the first factor.");
        api.MapPost($"{Person}/factors/sms", SmsRoutes.Begin).Takes(AppsAccess.Person)
            .Tells<FactorCodeSentAnswer>("Begins a phone: sends a code to a number, which counts once that is confirmed.");
        api.MapPost($"{Person}/factors/sms/confirm", SmsRoutes.Confirm).Takes(AppsAccess.Person)
            .Tells<FactorAddedAnswer>("Adds a begun phone by the code that was sent to it; recovery codes come with the first factor.");
        api.MapPost($"{Person}/send", SmsRoutes.Send).Takes(AppsAccess.Person)
            .Tells<FactorCodeSentAnswer>("Sends a code to a phone that the person has.");
        api.MapPost($"{Person}/factors/{{id:long}}/remove", FactorRoutes.Remove).Takes(AppsAccess.Person)
            .Tells<FactorRemovedAnswer>("Removes a factor, by a code of any one that the person has.");
        api.MapPost($"{Person}/recovery-codes", FactorRoutes.RenewCodes).Takes(AppsAccess.Person)
            .Tells<RecoveryCodesAnswer>("Makes new recovery codes, by a code of any factor that the person has.");
    }

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, AppsAccess access) =>
        route.WithMetadata(new AppsAccessNeeded(access), CallersOf(access));

    private static ToldCallers CallersOf(AppsAccess access) => access switch
    {
        AppsAccess.Application => new(
            "Needs the application's name and secret, or its secret alone.", [ShownBy.Application, ShownBy.ApplicationSecret]),
        AppsAccess.Person => new(
            "Needs the application's name and secret, or its secret alone; the person is one of its own.",
            [ShownBy.Application, ShownBy.ApplicationSecret]),
    };
}
