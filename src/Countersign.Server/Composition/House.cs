using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Hooks;
using Countersign.Server.OpenId;
using Countersign.Server.Operators;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Composition;

/// <summary>How a house is put together, beside what its operator decides in <see cref="ServerSettings"/>.</summary>
/// <param name="IsDevelopment">Messages end in an inbox on screen.</param>
public sealed record HouseOptions(TimeProvider Clock, HashCosts Costs, bool IsDevelopment);

/// <summary>
/// Every part behind the doors, put together in one place: the server and the operator's shell live in the same house, so
/// what one of them does, says or counts, the other does alike.
/// </summary>
public static class House
{
    /// <summary>Adds the rooms from the ground up.</summary>
    public static IServiceCollection AddHouse(
        this IServiceCollection services, ServerSettings settings, HouseOptions options, KeyRing keys, Db db) => services
        .AddGround(settings, options, db)
        .AddSecrets(settings, options, keys)
        .AddDelivery(settings, options)
        .AddHooks(settings)
        .AddVerification()
        .AddSignIn()
        .AddOpenId()
        .AddRadius()
        .AddAccounts()
        .AddChallenges()
        .AddEnrollment()
        .AddRecovery()
        .AddOperators();

    // The database and the keys belong to whoever opened them; given as factories, the container closes what it made.
    private static IServiceCollection AddGround(this IServiceCollection services, ServerSettings settings, HouseOptions options, Db db) =>
        services
        .AddSingleton(options.Clock)
        .AddSingleton(settings)
        .AddSingleton(settings.Policy with { PasskeySite = PasskeySite.NameOf(settings.BaseUrl) })
        .AddSingleton(settings.SendLimits)
        .AddSingleton(settings.PasswordLimits)
        .AddSingleton(new IssuerName(settings.Issuer))
        .AddSingleton(new PublicAddress(settings.BaseUrl))
        .AddSingleton(new SignUpPolicy(settings.SignUp is SignUp.Open, settings.SignUpsPerAddress, settings.SignUpTime))
        .AddSingleton(_ => db)
        .AddSingleton<Ground>()
        .AddSingleton<AuditLog>().AddSingleton<TurnedAway>().AddSingleton<ShellActs>();

    private static IServiceCollection AddSecrets(
        this IServiceCollection services, ServerSettings settings, HouseOptions options, KeyRing keys) => services
        .AddSingleton(keys)
        .AddSingleton(_ => TurnstileOf(settings.HashLimits))
        .AddSingleton<SecretBox>().AddSingleton<Stamped>().AddSingleton<CodeHash>().AddSingleton<TokenHash>()
        .AddSingleton(given => new PasswordHash(keys, given.GetRequiredService<HashTurnstile>(), options.Costs.Passwords))
        .AddSingleton(given => new BackupCodeHash(keys, given.GetRequiredService<HashTurnstile>(), options.Costs.BackupCodes));

    private static IServiceCollection AddDelivery(this IServiceCollection services, ServerSettings settings, HouseOptions options) =>
        (options.IsDevelopment ? services.AddDevelopmentDelivery(settings) : services.AddDelivery(settings))
        .AddSingleton<CodeMail>().AddSingleton<NotMeLinks>().AddSingleton<ReminderLinks>().AddSingleton<FactorMail>()
            .AddSingleton<Notices>()
            .AddSingleton<ChangeTeller>().AddSingleton<PhoneNotices>().AddSingleton<SendBudget>().AddSingleton<SendBudgets>()
            .AddSingleton<NumberReader>();

    private static IServiceCollection AddHooks(this IServiceCollection services, ServerSettings settings) => services
        .AddSingleton(new HookReach(settings.HookPlaces))
        .AddSingleton<HookSecrets>().AddSingleton<HookSender>().AddSingleton<HookBook>().AddSingleton<HookBell>().AddSingleton<TellHooks>();

    private static IServiceCollection AddVerification(this IServiceCollection services) => services
        .AddSingleton<SentCodes>().AddSingleton<BackupCodeMatcher>().AddSingleton<Verifier>().AddSingleton<LocksOfClockAhead>()
            .AddSingleton<PasskeySite>().AddSingleton<PasskeyCeremonies>().AddSingleton<PasskeyTickets>().AddSingleton<PasskeyVerifier>()
            .AddSingleton<ProofVerifier>().AddSingleton<OtpVerifier>().AddSingleton<CodeSender>()
        .AddSingleton<CodeSets>();

    private static IServiceCollection AddSignIn(this IServiceCollection services) => services
        .AddSingleton<FalseCredentials>().AddSingleton<CredentialDecisions>().AddSingleton<Callers>().AddSingleton<SessionKeeper>()
            .AddSingleton<KeyEnds>().AddSingleton<SignInEntrance>().AddSingleton<PasswordThrottle>().AddSingleton<NewPassword>()
        .AddSingleton<PasswordVerifier>().AddSingleton<CheckPassword>().AddSingleton<ShowPendingSignIn>()
        .AddSingleton<CancelSignIn>().AddSingleton<ShowDelivery>()
        .AddSingleton<RememberBrowser>()
        .AddSingleton<EnterRemembered>().AddSingleton<EnterByPasskey>().AddSingleton<LogIn>().AddSingleton<AllowProgram>()
            .AddSingleton<LogInProgram>().AddSingleton<ProveAgain>().AddSingleton<LogOut>().AddSingleton<CheckBasic>()
        .AddSingleton<AccessTokens>().AddSingleton<IssueToken>().AddSingleton<OwnerProofs>()
        .AddSingleton<AppCallers>().AddSingleton<VerifyForApp>();

    private static IServiceCollection AddOpenId(this IServiceCollection services) => services
        .AddSingleton<SigningKeys>().AddSingleton<OpenIdServer>().AddSingleton<EnterApp>()
        .AddSingleton<AppPasses>().AddSingleton<AppPassages>().AddSingleton<PassApp>().AddSingleton<HandOver>().AddSingleton<LeaveApp>()
        .AddSingleton<ProxiedApps>();

    private static IServiceCollection AddRadius(this IServiceCollection services) => services
        .AddSingleton<SharedSecrets>().AddSingleton<RadiusClients>().AddSingleton<BeginAtApp>().AddSingleton<FinishAtApp>();

    private static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<BreachedPasswords>().AddSingleton<PasswordFitness>()
        .AddSingleton<ShowStatus>().AddSingleton<VerificationMail>().AddSingleton<ConfirmedSignUp>().AddSingleton<SignUpPerson>()
        .AddSingleton<ForgetSignUps>().AddSingleton<VerifyEmail>()
        .AddSingleton<AskForVerification>().AddSingleton<ChangePassword>().AddSingleton<ApiKeys>().AddSingleton<EndSession>()
        .AddSingleton<ShowBounce>().AddSingleton<TokensOfAccount>().AddSingleton<AskedMail>()
        .AddSingleton<AnswerAsk>().AddSingleton<AnonymousAsks>().AddSingleton<ResetMail>().AddSingleton<AskForReset>()
        .AddSingleton<ResetPassword>()
        .AddSingleton<EndOtherSessions>().AddSingleton<FreezeChanges>().AddSingleton<ForgetBrowser>().AddSingleton<ShowSecurity>()
        .AddSingleton<ShowActivity>().AddSingleton<ShowApiKeys>().AddSingleton<ShowSessions>().AddSingleton<ShowPerson>()
        .AddSingleton<ChooseLanguage>().AddSingleton<TurnReminders>().AddSingleton<DeleteAccount>()
        .AddSingleton<CarryOutDeletions>().AddSingleton<TellOfDeletion>().AddSingleton<AskToDelete>()
        .AddSingleton<KeepPerson>().AddSingleton<ForgetPerson>().AddSingleton<ShowKeptPerson>()
        .AddSingleton<CallOffDeletion>().AddSingleton<ShowDeletion>().AddSingleton<ReadExport>().AddSingleton<ExportAccount>();

    private static IServiceCollection AddChallenges(this IServiceCollection services) => services
        .AddSingleton<SendCode>().AddSingleton<ResendCode>().AddSingleton<CallInstead>().AddSingleton<SendOtp>().AddSingleton<AskToAdd>();

    private static IServiceCollection AddEnrollment(this IServiceCollection services) => services
        .AddSingleton<ProveToAdd>().AddSingleton<SetupKeys>().AddSingleton<SetUpTotp>().AddSingleton<NewMethod>()
        .AddSingleton<ConfirmTotp>().AddSingleton<ConfirmSms>().AddSingleton<ConfirmPasskey>()
            .AddSingleton<UpdateMethod>().AddSingleton<RemoveMethod>()
        .AddSingleton<EnableMethod>().AddSingleton<ActivatePending>().AddSingleton<ConfirmFactor>().AddSingleton<VerifyOtp>()
        .AddSingleton<LeaveForApp>();

    private static IServiceCollection AddRecovery(this IServiceCollection services) => services
        .AddSingleton<RegenerateCodes>().AddSingleton<DisableMail>()
            .AddSingleton<AskToDisable>().AddSingleton<DisableByLink>().AddSingleton<NotMeByLink>()
        .AddSingleton<CheckBackupCode>().AddSingleton<KeepCodes>();

    private static IServiceCollection AddOperators(this IServiceCollection services) => services
        .AddSingleton<ShowMessages>().AddSingleton<ShowTrends>().AddSingleton<SumTrends>().AddSingleton<AdminProof>()
        .AddSingleton<ShowEnforcement>().AddSingleton<RequireSecondFactor>().AddSingleton<CallOffRequirement>()
        .AddSingleton<TellOfRequirement>().AddSingleton<TellOfCallOff>().AddSingleton<AdminOperators>().AddSingleton<FindAccounts>()
        .AddSingleton<ShowAccount>().AddSingleton<UnlockAccount>().AddSingleton<ResetSecondFactor>().AddSingleton<DisableAccount>()
        .AddSingleton<EnableAccount>().AddSingleton<SetAdmin>()
            .AddSingleton<ShowRange>().AddSingleton<AllowRange>().AddSingleton<EndRange>().AddSingleton<KeysOfAccount>()
            .AddSingleton<ShowBudgets>().AddSingleton<LiftBudget>().AddSingleton<TryLimits>()
        .AddSingleton<HookDesk>().AddSingleton<AddHook>().AddSingleton<RotateHook>().AddSingleton<RemoveHook>().AddSingleton<EnableHook>()
        .AddSingleton<AppDesk>().AddSingleton<AddApp>().AddSingleton<RotateApp>().AddSingleton<RemoveApp>().AddSingleton<ShowApps>()
        .AddSingleton<ChangeApp>()
        .AddSingleton<ReplayHook>().AddSingleton<TestHook>().AddSingleton<ShowHooks>();

    private static HashTurnstile TurnstileOf(HashLimits limits) =>
        new(limits.Parallel ?? Environment.ProcessorCount, limits.Queue, limits.Wait);
}
