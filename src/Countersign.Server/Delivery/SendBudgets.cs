using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>Of what a budget counts the messages.</summary>
public enum BudgetScope
{
    /// <summary>All of them.</summary>
    InAll,

    /// <summary>Those to one calling code.</summary>
    Country,

    /// <summary>Those to numbers that differ in their last four digits alone.</summary>
    Prefix,

    /// <summary>Those asked for from one network.</summary>
    Network,

    /// <summary>Codes to numbers that begin alike, of which too few come back, so that they get no more.</summary>
    Unanswered,
}

/// <summary>Which messages a budget pays for.</summary>
public enum BudgetUse
{
    /// <summary>Codes by text message to numbers that are on accounts.</summary>
    Codes,

    /// <summary>Codes by text message to numbers that somebody wants to add.</summary>
    NewNumbers,

    /// <summary>News about accounts by text message.</summary>
    News,

    /// <summary>Calls that read codes out.</summary>
    Calls,

    /// <summary>Mailed codes that were asked for with the password alone.</summary>
    MailByPassword,

    /// <summary>Mails that were asked for without signing in.</summary>
    AskedMail,
}

/// <summary>A window of a budget that is open.</summary>
/// <param name="Used">Of <see cref="BudgetScope.Unanswered"/>: how many came back.</param>
/// <param name="Allowed">Of that: how many were sent.</param>
/// <param name="Whom">The calling code, the beginning of the numbers or the network; empty for all.</param>
public sealed record BudgetWindow(
    string Bucket, BudgetScope Scope, BudgetUse Use, string Whom, long Used, long Allowed, DateTimeOffset EndsAt)
{
    /// <summary>Whether it lets nothing through now.</summary>
    public bool IsFull => Scope is BudgetScope.Unanswered || Used >= Allowed;
}

/// <summary>
/// The budgets of messages that people share: all in all, of a country, of a prefix, of a network. What limits one account or one number
/// alone is none of them, and neither is anything that keeps an account safe.
/// </summary>
public sealed class SendBudgets(SendLimits limits, ServerSettings settings, SendBudget budget)
{
    private const int MostOfAll = 1000;
    private const int MostPlaces = 100;

    private static readonly IReadOnlyList<Kind> Kinds =
    [
        new("sms-all", BudgetScope.InAll, BudgetUse.Codes), new("sms-new-all", BudgetScope.InAll, BudgetUse.NewNumbers),
        new("sms-notice-all", BudgetScope.InAll, BudgetUse.News), new(Buckets.Calls, BudgetScope.InAll, BudgetUse.Calls),
        new("sms-country:", BudgetScope.Country, BudgetUse.Codes), new("sms-new-country:", BudgetScope.Country, BudgetUse.NewNumbers),
        new("sms-notice-country:", BudgetScope.Country, BudgetUse.News),
        new("sms-prefix:", BudgetScope.Prefix, BudgetUse.Codes), new("sms-new-prefix:", BudgetScope.Prefix, BudgetUse.NewNumbers),
        new("sms-notice-prefix:", BudgetScope.Prefix, BudgetUse.News),
        new("sms-address:", BudgetScope.Network, BudgetUse.Codes), new("sms-new-address:", BudgetScope.Network, BudgetUse.NewNumbers),
        new("sms-sent:", BudgetScope.Unanswered, BudgetUse.Codes), new("sms-new-sent:", BudgetScope.Unanswered, BudgetUse.NewNumbers),
        new("email-password-from:", BudgetScope.Network, BudgetUse.MailByPassword),
        new("email-asked-from:", BudgetScope.Network, BudgetUse.AskedMail),
    ];

    private static readonly IReadOnlyList<string> OfAll = BeginningsOf(BudgetScope.InAll, BudgetScope.Country);
    private static readonly IReadOnlyList<string> OfUnanswered = BeginningsOf(BudgetScope.Unanswered);
    private static readonly IReadOnlyList<string> OfPlaces = BeginningsOf(BudgetScope.Prefix, BudgetScope.Network);

    /// <summary>What is open: the full ones first, then from the widest to the narrowest, the most used first.</summary>
    public async Task<IReadOnlyList<BudgetWindow>> List(Sql sql)
    {
        var rows = (await LimitStore.ListMost(sql, OfAll, MostOfAll)).Concat(await LimitStore.ListMost(sql, OfPlaces, MostPlaces));
        var shut = new List<BudgetWindow>();
        foreach (var row in await LimitStore.ListMost(sql, OfUnanswered, MostPlaces))
            if (await FindUnanswered(sql, row) is { } window) shut.Add(window);
        return
        [
            .. rows.Select(row => Of(row, sql.Now)).OfType<BudgetWindow>().Concat(shut)
                .OrderBy(window => window.IsFull ? 0 : 1).ThenBy(window => window.Scope)
                .ThenByDescending(window => (double)window.Used / window.Allowed).ThenBy(window => window.Bucket, StringComparer.Ordinal),
        ];
    }

    /// <summary>The open window of one; null when nothing of it is used, or it is no such budget.</summary>
    public async Task<BudgetWindow?> Find(Sql sql, string bucket) =>
        KindOf(bucket) is { } kind && await LimitStore.Find(sql, bucket) is { } row
            ? kind.Scope is BudgetScope.Unanswered ? await FindUnanswered(sql, row) : Of(row, sql.Now)
            : null;

    /// <summary>Empties one.</summary>
    public static async Task Empty(Tx tx, BudgetWindow window)
    {
        await LimitStore.Forget(tx, window.Bucket);
        if (window.Scope is BudgetScope.Unanswered) await LimitStore.Forget(tx, ReturnedOf(window.Use, window.Whom));
    }

    /// <summary>Whether a bucket is a budget of messages that people share.</summary>
    public static bool IsOne(string bucket) => KindOf(bucket) is not null;

    private static Kind? KindOf(string bucket) => Kinds.FirstOrDefault(kind => kind.Has(bucket));

    private static IReadOnlyList<string> BeginningsOf(params BudgetScope[] scopes) =>
        [.. Kinds.Where(kind => scopes.Contains(kind.Scope)).Select(kind => kind.Beginning)];

    private static string ReturnedOf(BudgetUse use, string prefix) =>
        $"{Buckets.SmsReturnedFrom(use is BudgetUse.NewNumbers ? SmsUse.NewNumber : SmsUse.Enrolled)}{prefix}";

    private async Task<BudgetWindow?> FindUnanswered(Sql sql, OpenWindow sent)
    {
        if (Of(sent, sql.Now) is not { } window || window.Used < limits.SmsConversionSample) return null;

        var back = await LimitStore.Find(sql, ReturnedOf(window.Use, window.Whom));
        var (returned, number) = (back?.Hits ?? 0, window.Used);
        return budget.LooksPumped(new(window.Whom, number, returned)) ? window with { Used = returned, Allowed = number } : null;
    }

    private BudgetWindow? Of(OpenWindow row, DateTimeOffset now)
    {
        if (KindOf(row.Bucket) is not { } kind) return null;

        var whom = row.Bucket[kind.Beginning.Length..];
        var rate = RateOf(kind, whom);
        return row.Counts(rate, now) ? new(row.Bucket, kind.Scope, kind.Use, whom, row.Hits, rate.Count, row.EndsAt) : null;
    }

    private Rate RateOf(Kind kind, string whom) => kind.Scope switch
    {
        BudgetScope.InAll => kind.Use is BudgetUse.Calls ? limits.CallsInAll : limits.SmsInAll,
        BudgetScope.Country => limits.SmsPerCountry,
        BudgetScope.Prefix => limits.SmsPerPrefix,
        BudgetScope.Unanswered => new(int.MaxValue, TimeSpan.FromDays(1)),
        BudgetScope.Network => Share(
            kind.Use is BudgetUse.Codes or BudgetUse.NewNumbers ? limits.SmsPerAddress : limits.EmailPerAddress,
            Network.ShareOf(whom, settings.ApplicationShare)),
    };

    private static Rate Share(Rate rate, int share) => rate with { Count = rate.Count * share };

    private sealed record Kind(string Beginning, BudgetScope Scope, BudgetUse Use)
    {
        public bool Has(string bucket) => Scope is BudgetScope.InAll
            ? bucket == Beginning
            : bucket.Length > Beginning.Length && bucket.StartsWith(Beginning, StringComparison.Ordinal);
    }
}
