using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>One message in the development inbox.</summary>
/// <param name="Id">Counts up from 1.</param>
/// <param name="Code">The code it carries, to be copied; null for a notice.</param>
public sealed record DevInboxMessage(
    long Id, Channel Channel, string To, MessageKind Kind, string Subject, string Text, string? Code, DateTimeOffset ReceivedAt)
{
    /// <summary>Never the text: what is printed may be kept.</summary>
    public override string ToString() => $"{Id} {Channel} {Kind} •••";
}

/// <summary>The messages of a server in development, in memory, the newest <see cref="Size"/>.</summary>
public sealed class DevInbox(TimeProvider clock)
{
    /// <summary>How many are kept.</summary>
    public const int Size = 200;

    private readonly Lock changing = new();
    private ImmutableList<DevInboxMessage> newestFirst = [];
    private TaskCompletionSource arrival = NextArrival();
    private long lastId;

    /// <summary>Puts a message in.</summary>
    public void Add(Channel channel, AddressedMessage message)
    {
        TaskCompletionSource arrived;
        lock (changing)
        {
            var said = message.Message;
            var entry = new DevInboxMessage(
                ++lastId, channel, message.To, said.Kind, said.Subject, said.Text, CodeIn(said), clock.GetUtcNow());
            newestFirst = newestFirst.Insert(0, entry);
            if (newestFirst.Count > Size) newestFirst = newestFirst.RemoveAt(Size);
            (arrived, arrival) = (arrival, NextArrival());
        }

        arrived.SetResult();
    }

    /// <summary>What is there, newest first.</summary>
    /// <param name="to">Only messages to this number or address; null for all.</param>
    /// <param name="after">Only messages with a greater id.</param>
    public IReadOnlyList<DevInboxMessage> Newest(string? to = null, long after = 0) =>
        [.. Volatile.Read(ref newestFirst).Where(message =>
            message.Id > after && (to is null || message.To.Equals(to, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>Everybody who got something, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Addresses() =>
        [.. Volatile.Read(ref newestFirst).Select(message => message.To).Distinct(StringComparer.OrdinalIgnoreCase).Order(
            StringComparer.OrdinalIgnoreCase)];

    /// <summary>As <see cref="Newest"/>, but waits until there is at least one, at most <paramref name="patience"/>.</summary>
    public async Task<IReadOnlyList<DevInboxMessage>> Wait(string? to, long after, TimeSpan patience, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        while (true)
        {
            var arrival = Volatile.Read(ref this.arrival).Task;
            var found = Newest(to, after);
            if (found.Count > 0 || either.IsCancellationRequested) return found;
            await arrival.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NextArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A code is the first word of the mail that carries it, and the last of a text message.
    private static string? CodeIn(Message message) =>
        message.Kind is not (MessageKind.Notice or MessageKind.ResetPassword or MessageKind.DisableLink or MessageKind.ConfirmFactor)
            && message.Text is { Length: >= Code.Length } text
                ? message.Html.Length == 0 ? text[^Code.Length..] : text[..Code.Length]
                : null;
}
