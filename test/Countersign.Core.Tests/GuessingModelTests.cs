using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>
/// Random lives of an authenticator app, its clock jumping to and fro, next to a model that is too simple to be wrong:
/// a set of the steps that were accepted, a set of those that were told, and a list of the failures.
/// </summary>
public sealed class GuessingModelTests
{
    private const int Limit = 5;

    private static readonly Policy Policy = new();
    private static readonly byte[] Key = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    /// <summary>Time passes (or goes back), then a code is offered: that of a step near now, or none of them.</summary>
    public sealed record Move(int Seconds, int? StepsFromNow);

    [Fact]
    public void No_clock_ever_lets_a_step_count_twice_nor_a_locked_app_be_asked() =>
        Prop.ForAll(Moves().ToArbitrary(), HoldsAgainstTheModel)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static bool HoldsAgainstTheModel(Move[] moves)
    {
        var (method, budget, now) = (Rules.Method(1, MethodKind.Totp), new Budget([], 1), Rules.Monday);
        var (accepted, told) = (new HashSet<long>(), new HashSet<long>());
        var (wrong, model) = (new List<DateTimeOffset>(), Guard.Clear);
        foreach (var move in moves)
        {
            now += TimeSpan.FromSeconds(move.Seconds);
            var code = move.StepsFromNow is { } away ? Totp.CodeAt(Key, Totp.StepAt(now) + away) : NoneNear(now);
            var (judged, checkedOnce) = Check(method, budget, code, now);
            var (expected, spends) = Expected(model, budget, accepted, told, code, now);
            if (judged.Outcome != expected) return false;
            if (spends is { } spent && (told.Contains(spent) || !accepted.Add(spent))) return false;
            if (expected is Outcome.WrongCode or Outcome.ClockOff) wrong.Add(now);

            (method, budget) = (checkedOnce with { Guard = judged.Guard }, judged.Budget);
            model = After(model, expected, now);
            if (judged.Guard != model) return false;
        }

        return wrong.Where(at => at > now - Policy.ShortBudgetWindow).All(budget.Failures.Contains);
    }

    private static (Judgement Judged, Method Compared) Check(Method method, Budget budget, Code code, DateTimeOffset now)
    {
        var compared = method;
        var judged = VerificationRules.Judge(method.Guard, budget, Limit, now, Policy, () =>
        {
            (var comparison, compared) = VerificationRules.CompareTotp(method, Key, code, now, Policy);
            return comparison;
        });
        return (judged, compared);
    }

    private static (Outcome Outcome, long? Spends) Expected(
        Guard model, Budget budget, HashSet<long> accepted, HashSet<long> told, Code code, DateTimeOffset now)
    {
        if (now < model.LockedUntil || budget.SpentUntil(now, Policy) is not null) return (Outcome.Locked, null);

        var here = Totp.StepAt(now);
        var shown = new[] { here - 1, here, here + 1 }.Where(step => Totp.CodeAt(Key, step) == code).ToList();
        var fresh = shown.Where(step => accepted.Count == 0 || step > accepted.Max()).ToList();
        return (shown.Count, fresh) switch
        {
            (0, _) => OfClock(accepted, told, code, here),
            (_, []) when accepted.Max() > here + 1 => (Outcome.PassedCode, null),
            (_, []) => (shown[^1] == accepted.Max() ? Outcome.UsedCode : Outcome.SpentCode, null),
            (_, [var lowest, ..]) when told.Contains(lowest) => (Outcome.SpentCode, null),
            (_, [var lowest, ..]) => (Outcome.Accepted, lowest),
        };
    }

    // A code of the next or last five minutes is told to fit another clock; its step never counts afterwards, and every other one may.
    private static (Outcome Outcome, long? Spends) OfClock(HashSet<long> accepted, HashSet<long> told, Code code, long here)
    {
        var far = Enumerable.Range(-10, 21).Select(away => here + away).Where(step => step >= 0 && Totp.CodeAt(Key, step) == code).ToList();
        var fresh = far.Where(step => accepted.Count == 0 || step > accepted.Max()).ToList();
        told.UnionWith(fresh);
        return (fresh.Count > 0 ? Outcome.ClockOff : Outcome.WrongCode, null);
    }

    private static Guard After(Guard model, Outcome outcome, DateTimeOffset now)
    {
        if (outcome is Outcome.Accepted) return new(0, 0, 0, null);
        if (outcome is not (Outcome.WrongCode or Outcome.ClockOff)) return model;

        var failures = model.LockedUntil is null ? model.FailCount + 1 : 1;
        var locks = failures == Limit;
        int[] minutes = [15, 15, 30, 60, 120, 240, 480, 960, 1440];
        return new(
            failures, model.ConsecutiveFailures + 1, model.LockCount + (locks ? 1 : 0),
            locks ? now.AddMinutes(minutes[Math.Min(model.LockCount, minutes.Length - 1)]) : null);
    }

    // Sixty failures at most: the hundredth in a row has a test of its own.
    private static Gen<Move[]> Moves()
    {
        var passes = Gen.Frequency(
            (6, Gen.Choose(0, 40)), (3, Gen.Choose(0, 1800)), (2, Gen.Choose(-120, 120)), (1, Gen.Choose(-86_400, 86_400)),
            (1, Gen.Elements(-1, 1, -86_400, 86_400, 30 * 86_400)));
        var offers = Gen.Frequency(
            (6, Gen.Choose(-1, 1).Select(steps => (int?)steps)),
            (1, Gen.Choose(-4, 4).Select(steps => (int?)steps)), (3, Gen.Constant((int?)null)));
        var move = from seconds in passes from steps in offers select new Move(seconds, steps);
        return Gen.Choose(1, 60).SelectMany(length => move.ArrayOf(length));
    }

    // A code that no step around now shows.
    private static Code NoneNear(DateTimeOffset now)
    {
        var near = Enumerable.Range(-1, 3).Select(away => Totp.CodeAt(Key, Totp.StepAt(now) + away)).ToHashSet();
        return Enumerable.Range(0, 1_000_000).Select(Code.FromNumber).First(code => !near.Contains(code));
    }
}
