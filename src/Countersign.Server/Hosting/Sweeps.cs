using Countersign.Server.Accounts;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Hosting;

/// <summary>What is tidied, and how often. Nothing depends on it: expiry is decided where a thing is used.</summary>
public static class Sweeps
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Seldom = TimeSpan.FromHours(1);

    private static readonly TimeSpan HookKept = TimeSpan.FromDays(30);

    // What is more waits for the next sweep, or for whoever asks next.
    private const int AsksInASweep = 100;

    /// <summary>Every sweep of the server: what is this node's own, and what all nodes share, which one of them does at a time.</summary>
    public static IReadOnlyList<Sweep> All(IServiceProvider services)
    {
        // Whatever they need is made before they run: what was made later would be taken down before they are told to end.
        var db = services.GetRequiredService<Db>();
        var outbox = services.GetRequiredService<Outbox>();
        var (tell, tellOff) = (services.GetRequiredService<TellOfRequirement>(), services.GetRequiredService<TellOfCallOff>());
        var (keys, keeping) = (services.GetRequiredService<KeyRing>(), services.GetRequiredService<ServerSettings>().AuditKeeping);
        var keeper = new AuditKeeper(keys);
        var (sum, asks) = (services.GetRequiredService<SumTrends>(), services.GetRequiredService<AnonymousAsks>());
        IEnumerable<Sweep> shared =
        [
            new("news of the requirement", Soon, tell.Run),
            new("news that it is called off", Soon, tellOff.Run),
            new("asked about addresses", Soon, (_, ct) => asks.Answer(AsksInASweep, ct)),
            Of("locks of a clock that was ahead", Soon, services.GetRequiredService<LocksOfClockAhead>().Shorten),
            InSteps("tries turned away", Often, db, services.GetRequiredService<TurnedAway>().Tell),
            Of("acts of a shell", Soon, services.GetRequiredService<ShellActs>().Tell),
            new("sums of the activity", Often, sum.Run),
        ];

        // Whatever goes by a date: a clock that is wrong for a moment must take nothing away, however little it seems to be worth. Each
        // looks at the clock in the transaction that takes it.
        IEnumerable<Sweep> forGood =
        [
            ForGood("challenges", Often, db, OldChallenges.Sweep),
            ForGood("codes of programs", Often, db, ProgramGrantStore.Sweep),
            ForGood("answered passkeys", Often, db, SpentQuestionStore.Sweep),
            ForGood("enrolments", Seldom, db, EnrollmentStore.Sweep),
            ForGood("limits", Seldom, db, LimitStore.Sweep),
            ForGood("password waits", Seldom, db, PasswordWaitStore.Sweep),
            ForGoodInSteps("sign-ups", Seldom, db, services.GetRequiredService<ForgetSignUps>().Run),
            Of("deletions that were asked for", Often, services.GetRequiredService<CarryOutDeletions>().Run),
            ForGood("sessions", Seldom, db, SessionStore.Sweep),
            ForGood("what applications were given", Seldom, db, AppTokenStore.Sweep),
            ForGood("grants of applications", Seldom, db, AppGrantStore.Sweep),
            ForGood("signing keys", Seldom, db, SigningKeyStore.Sweep),
            ForGood("past passwords", Seldom, db, PastPasswordStore.Sweep),
            ForGood("remembered browsers", Seldom, db, BrowserStore.Sweep),
            ForGood("old notices", Often, db, services.GetRequiredService<OutboxBook>().DropOldNotices),
            ForGood("outbox", Seldom, db, outbox.Sweep),
            ForGoodInSteps("told to webhooks", Seldom, db, tx => HookEventStore.Sweep(tx, tx.Now - HookLife(keeping))),
            ForGoodInSteps("addresses in the audit log", Seldom, db, tx => keeper.Shorten(tx, keeping.AddressLife)),
            ForGoodInSteps("audit log", Seldom, db, tx => keeper.Prune(tx, keeping.Life)),
        ];
        return
        [
            Of("clock", Soon, services.GetRequiredService<ClockWatch>().Look),
            new("marks of the keys", Soon, (_, ct) => KeyMarks.Hold(db, keys, ct)),
            Of("late audit entries", Soon, services.GetRequiredService<AuditWatch>().Look),
            Of("what waits", Soon, services.GetRequiredService<BacklogWatch>().Look),
            Of("false credentials", Often, services.GetRequiredService<FalseCredentials>().Tell),
            Of("what keys and sessions opened", Often, services.GetRequiredService<CredentialDecisions>().Tell),
            Of("age of the database", Often, services.GetRequiredService<DatabaseWitness>().Advance),
            .. shared.Concat(forGood).Select(sweep => sweep.Alone(db)),
        ];
    }

    // A month; and no longer than the audit log keeps whole addresses.
    private static TimeSpan HookLife(AuditKeeping keeping) => keeping.AddressLife < HookKept ? keeping.AddressLife : HookKept;

    private static Sweep Of(string name, TimeSpan every, Func<CancellationToken, Task> run) => new(name, every, (_, ct) => run(ct));

    private static Sweep Of(string name, TimeSpan every, Db db, Func<Tx, Task> sweep) =>
        new(name, every, (_, ct) => db.Write(sweep, ct));

    private static Sweep ForGood(string name, TimeSpan every, Db db, Func<Tx, Task> sweep) => Of(name, every, db, async tx =>
    {
        if (await SteadyClock.HoldsUntil(tx) is null) await sweep(tx);
    });

    private static Sweep ForGoodInSteps(string name, TimeSpan every, Db db, Func<Tx, Task<int>> step) =>
        InSteps(name, every, db, async tx => await SteadyClock.HoldsUntil(tx) is null ? await step(tx) : 0);

    // Each step is a transaction of its own, so that others come to write in between.
    private static Sweep InSteps(string name, TimeSpan every, Db db, Func<Tx, Task<int>> step) => new(name, every, async (_, ct) =>
    {
        while (await db.Write(step, ct) > 0) ct.ThrowIfCancellationRequested();
    });
}
