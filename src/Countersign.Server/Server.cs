using Countersign.Server.Accounts;
using Countersign.Server.Admin;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Hosting;
using Countersign.Server.Operators;
using Countersign.Server.Pages;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Recovery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.VastApi;
using Countersign.Server.Verification;
using Countersign.Server.VssApi;

namespace Countersign.Server;

/// <summary>How a server is run, beside what its operator decides in <see cref="Settings"/>.</summary>
/// <param name="Urls">Where it listens.</param>
/// <param name="IsDevelopment">Messages end in an inbox on screen, and only loopback is answered.</param>
/// <param name="Clock">The time.</param>
/// <param name="Costs">The work of a slow hash; tests take little, everybody else the default.</param>
/// <param name="Log">What else is done with the log; tests keep it.</param>
public sealed record ServerOptions(
    IReadOnlyList<string> Urls, bool IsDevelopment, TimeProvider Clock, HashCosts Costs, Action<ILoggingBuilder>? Log = null);

/// <summary>The work of slow hashes.</summary>
public sealed record HashCosts(HashCost Passwords, HashCost BackupCodes)
{
    /// <summary>The cost of docs/security.md.</summary>
    public static HashCosts Default { get; } = new(HashCost.ForPasswords, HashCost.ForBackupCodes);
}

/// <summary>The web application, top to bottom.</summary>
public static class Server
{
    /// <summary>Opens keys and database, migrates, and puts the application together; it does not listen yet.</summary>
    public static async Task<WebApplication> Create(Settings settings, ServerOptions options, CancellationToken ct)
    {
        settings = SmsSecretFile.Complete(settings);
        var keys = KeyRing.OpenOrCreate(settings.KeyFile, options.Clock.GetUtcNow());
        var db = new Db(settings.DatabaseFile);
        await Migrator.Run(db, ct);
        await StartUpChecks.Require(db, keys, ct);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls([.. options.Urls]);
        builder.AddServerLimits();
        builder.Logging.UseServerLog(settings.LogFormat);
        options.Log?.Invoke(builder.Logging);
        AddGround(builder.Services, settings, options, keys, db);
        AddVerbs(builder.Services);
        AddDelivery(builder.Services, settings, options);
        builder.Services.AddPages().AddBodyLimits().AddTelemetry(settings.Metrics, settings.Collector);

        var app = builder.Build();
        UseMiddleware(app, settings, options);
        MapDoors(app, options);
        return app;
    }

    private static void AddGround(IServiceCollection services, Settings settings, ServerOptions options, KeyRing keys, Db db) => services
        .AddSingleton(options)
        .AddSingleton(options.Clock)
        .AddSingleton(settings)
        .AddSingleton(settings.Policy)
        .AddSingleton(settings.SendLimits)
        .AddSingleton(settings.PasswordLimits)
        .AddSingleton(new IssuerName(settings.Issuer))
        .AddSingleton(new PublicAddress(settings.BaseUrl))
        .AddSingleton(new SessionCookie(settings.BaseUrl))
        .AddSingleton(new SignUpPolicy(settings.SignUp is SignUp.Open))
        .AddSingleton(new VastPhones(settings.DefaultRegion))
        .AddSingleton(new VssPhones(settings.DefaultRegion))
        .AddSingleton(_ => db)
        .AddSingleton(keys)
        .AddSingleton(_ => GateOf(settings.HashLimits))
        .AddSingleton<Ground>()
        .AddSingleton<SecretBox>()
        .AddSingleton<CodeHash>()
        .AddSingleton<TokenHash>()
        .AddSingleton(given => new PasswordHash(keys, given.GetRequiredService<HashGate>(), options.Costs.Passwords))
        .AddSingleton(given => new BackupCodeHash(keys, given.GetRequiredService<HashGate>(), options.Costs.BackupCodes))
        .AddSingleton<IReadOnlyList<Sweep>>(given => Sweeps.All(given))
        .AddHostedService<Sweeper>()
        .AddSingleton<IReadOnlyList<ReadyCheck>>([ReadyChecks.DatabaseTakesWrites(db, options.Clock), ReadyChecks.SchemaIsCurrent(db), ReadyChecks.KeysFit(db, keys)])
        .AddSingleton<Readiness>();

    private static void AddVerbs(IServiceCollection services) => services
        .AddSingleton<AuditLog>().AddSingleton<SentCodes>().AddSingleton<Verifier>().AddSingleton<ProofGate>().AddSingleton<OtpGate>()
        .AddSingleton<Callers>().AddSingleton<SessionDesk>().AddSingleton<SignInDesk>().AddSingleton<PasswordThrottle>()
        .AddSingleton<PasswordGate>().AddSingleton<CheckPassword>().AddSingleton<ShowPendingSignIn>().AddSingleton<RememberBrowser>().AddSingleton<EnterRemembered>().AddSingleton<LogIn>().AddSingleton<LogOut>()
        .AddSingleton<CheckBasic>().AddSingleton<AccessTokens>().AddSingleton<IssueToken>()
        .AddSingleton<SendBudget>().AddSingleton<CodeSender>().AddSingleton<SendCode>().AddSingleton<ResendCode>().AddSingleton<SendOtp>()
        .AddSingleton<AskToAdd>().AddSingleton<ProveToAdd>().AddSingleton<SetupKeys>().AddSingleton<SetUpTotp>()
        .AddSingleton<NewMethod>().AddSingleton<ConfirmTotp>().AddSingleton<ConfirmSms>().AddSingleton<UpdateMethod>().AddSingleton<RemoveMethod>()
        .AddSingleton<EnableMethod>().AddSingleton<ActivatePending>().AddSingleton<VerifyOtp>()
        .AddSingleton<CodeSets>().AddSingleton<RegenerateCodes>().AddSingleton<DisableMail>().AddSingleton<AskToDisable>().AddSingleton<DisableByLink>()
        .AddSingleton<ShowStatus>().AddSingleton<VerificationMail>().AddSingleton<SignUpPerson>().AddSingleton<VerifyEmail>()
        .AddSingleton<AskForVerification>().AddSingleton<ChangePassword>().AddSingleton<ApiKeys>().AddSingleton<EndSession>().AddSingleton<TokensOfAccount>()
        .AddSingleton<ResetMail>().AddSingleton<AskForReset>().AddSingleton<ResetPassword>().AddSingleton<EndOtherSessions>().AddSingleton<FreezeChanges>()
        .AddSingleton<ForgetBrowser>().AddSingleton<ShowSecurity>().AddSingleton<ShowActivity>().AddSingleton<ShowApiKeys>().AddSingleton<ChooseLanguage>()
        .AddSingleton<CheckBackupCode>().AddSingleton<KeepCodes>()
        .AddSingleton<ShowMessages>().AddSingleton<ShowTrends>().AddSingleton<SumTrends>()
        .AddSingleton<AdminProof>().AddSingleton<ShowEnforcement>().AddSingleton<RequireSecondFactor>().AddSingleton<CallOffRequirement>().AddSingleton<TellOfRequirement>().AddSingleton<TellOfCallOff>()
        .AddSingleton<AdminDesk>().AddSingleton<FindAccounts>().AddSingleton<ShowAccount>()
        .AddSingleton<UnlockAccount>().AddSingleton<ResetSecondFactor>().AddSingleton<DisableAccount>().AddSingleton<EnableAccount>();

    private static void AddDelivery(IServiceCollection services, Settings settings, ServerOptions options)
    {
        services.AddSingleton<CodeMail>().AddSingleton<Notices>().AddSingleton<ChangeTeller>().AddSingleton<PhoneNotices>();
        if (options.IsDevelopment) services.AddDevelopmentDelivery(settings);
        else services.AddDelivery(settings);
    }

    private static void UseMiddleware(WebApplication app, Settings settings, ServerOptions options)
    {
        if (options.IsDevelopment) app.UseLoopbackOnly();
        app.UseClientAddress(settings.TrustedProxies);
        app.UseSecurityHeaders();
        app.UseErrorPages();
        if (settings.BaseUrl.Scheme == Uri.UriSchemeHttps) app.UseHttpsOnly();
        app.UseUnavailable();
        app.UseBodyLimits();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<VastGate>();
        app.UseMiddleware<VssGate>();
        app.UseMiddleware<PageGate>();
    }

    private static void MapDoors(WebApplication app, ServerOptions options)
    {
        app.MapHealth(app.Services.GetRequiredService<Readiness>());
        app.MapVastApi();
        app.MapVssApi();
        app.MapPages();
        if (options.IsDevelopment) app.MapInbox();
    }

    private static HashGate GateOf(HashLimits limits) => new(limits.Parallel ?? Environment.ProcessorCount, limits.Queue, limits.Wait);
}
