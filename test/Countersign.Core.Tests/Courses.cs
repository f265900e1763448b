using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Core.Tests;

/// <summary>How far messages can have come.</summary>
internal static class Courses
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Reads <c>1 ack.failed 2 perhaps 3 asked</c>.</summary>
    public static MessageCourse Of(OutboxState state, string holders)
    {
        var words = holders.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(state, [.. words.Chunk(2).Select(pair => Of(int.Parse(pair[0], CultureInfo.InvariantCulture), pair[1]))]);
    }

    /// <summary>As many as anybody likes, the same each time.</summary>
    public static IEnumerable<MessageCourse> Any(int many)
    {
        var chance = new Random(20260302);
        for (var n = 0; n < many; n++)
        {
            yield return new(Pick<OutboxState>(chance), Holders(chance))
            {
                Attempts = chance.Next(4),
                IsUnderWay = chance.Next(2) == 0,
                HasNext = chance.Next(2) == 0,
                Younger = chance.Next(3) == 0 ? Pick<Younger>(chance) : Younger.None,
            };
        }
    }

    private static ImmutableArray<Holder> Holders(Random chance)
    {
        var all = Enumerable.Range(0, chance.Next(4)).Select(_ => new Holder(
            chance.Next(1, 5), chance.Next(2) == 0 ? Holding.Acknowledged : Holding.Perhaps, Reported(chance), At))
            .OrderBy(each => each.Holding).ToList();
        if (chance.Next(3) == 0) all.Add(new(chance.Next(1, 5), Holding.Asked, Reported(chance), At));
        return [.. all];
    }

    private static ReportedState? Reported(Random chance) => chance.Next(2) == 0 ? null : Pick<ReportedState>(chance);

    private static Holder Of(int gateway, string word)
    {
        var (holding, reported) = word.Split('.') is [var one, var two] ? (one, two) : (word, "");
        return new(gateway, holding switch
        {
            "ack" => Holding.Acknowledged,
            "perhaps" => Holding.Perhaps,
            "asked" => Holding.Asked,
            var other => throw new ArgumentException(other, nameof(word)),
        }, reported switch
        {
            "" => null,
            "under-way" => ReportedState.UnderWay,
            "failed" => ReportedState.Failed,
            "delivered" => ReportedState.Delivered,
            var other => throw new ArgumentException(other, nameof(word)),
        }, At);
    }

    private static T Pick<T>(Random chance)
        where T : struct, Enum => Enum.GetValues<T>()[chance.Next(Enum.GetValues<T>().Length)];
}
