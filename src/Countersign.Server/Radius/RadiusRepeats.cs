using System.Net;
using System.Security.Cryptography;

namespace Countersign.Server.Radius;

/// <summary>
/// A request, by the address that it came from and all that is in it: its identifier and authenticator among the rest. Whoever has caught
/// one and sends it from another port brings the same.
/// </summary>
public readonly record struct RadiusMark(IPAddress From, Int128 High, Int128 Low)
{
    /// <summary>That of a request.</summary>
    public static RadiusMark Of(IPAddress from, RadiusPacket request)
    {
        var digest = SHA256.HashData(request.Whole.Span).AsSpan();
        return new(from, System.Buffers.Binary.BinaryPrimitives.ReadInt128BigEndian(digest),
            System.Buffers.Binary.BinaryPrimitives.ReadInt128BigEndian(digest[16..]));
    }
}

/// <summary>What is known of a request that comes.</summary>
/// <param name="IsNew">Whether it came for the first time.</param>
/// <param name="Answer">What it was answered; null: nothing yet.</param>
public readonly record struct RadiusSeen(bool IsNew, byte[]? Answer);

/// <summary>
/// Requests that come once more (RFC 5080 §2.2.2): a client that hears nothing repeats itself. It gets the answer of before, and nothing
/// is spent or counted again. What is remembered is bounded, by time and by number.
/// </summary>
public sealed class RadiusRepeats(TimeProvider clock)
{
    /// <summary>How many are remembered at the most.</summary>
    public const int Most = 4096;

    // Longer than clients go on repeating a request, and long enough that whoever has caught one cannot make it count every minute.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<RadiusMark, (long Since, byte[]? Answer)> answers = [];
    private readonly Queue<(RadiusMark Mark, long Since)> inOrder = new();

    /// <summary>How many are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return inOrder.Count;
        }
    }

    /// <summary>Takes a request in. What is new is its caller's to answer.</summary>
    public RadiusSeen Take(RadiusMark mark)
    {
        lock (gate)
        {
            Tidy();
            if (answers.TryGetValue(mark, out var seen)) return new(IsNew: false, seen.Answer);

            var now = clock.GetTimestamp();
            answers[mark] = (now, null);
            inOrder.Enqueue((mark, now));
            return new(IsNew: true, null);
        }
    }

    /// <summary>Notes what one was answered; null: nothing, and it may come again.</summary>
    public void Settle(RadiusMark mark, byte[]? answer)
    {
        lock (gate)
        {
            if (!answers.TryGetValue(mark, out var seen)) return;
            if (answer is null) answers.Remove(mark);
            else answers[mark] = seen with { Answer = answer };
        }
    }

    private void Tidy()
    {
        while (inOrder.TryPeek(out var oldest) && (inOrder.Count >= Most || clock.GetElapsedTime(oldest.Since) >= Life))
        {
            inOrder.Dequeue();
            if (answers.TryGetValue(oldest.Mark, out var seen) && seen.Since == oldest.Since) answers.Remove(oldest.Mark);
        }
    }
}
