using System.Diagnostics;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>
/// Messages through the outbox while people sign in: half of them mails, half text messages, to a real mail server and a real gateway on
/// loopback. How many leave in a second, how long the last ones wait, and what the sign-ins beside them feel.
/// </summary>
internal static class Messages
{
    private const int People = 50;
    private const int Together = 100;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task Run(int count)
    {
        await using var inbox = await Inbox.Start();
        await using var servers = await BenchServers.Make(
            ("SMTP", inbox.SmtpUri), ("SMS", inbox.SmsUri), ("SMS_SECRET", Inbox.SmsSecret), ("SMS_COUNTRIES", "FI"));
        await Flood.PlantPeople(servers, People);
        var port = FreePort.Next();
        await servers.Serve(port);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/v0/") };
        await Flood.Report("once, to warm up", http, People);
        await Flood.Report("sign-ins alone", http, People);

        await using var at = await servers.Open();
        using var over = new CancellationTokenSource();
        var beside = Beside(http, over.Token);
        var (written, arrived) = await Send(at, inbox, count);
        await over.CancelAsync();
        await beside;
        Print(written, arrived);
    }

    private static async Task Beside(HttpClient http, CancellationToken over)
    {
        while (!over.IsCancellationRequested) await Flood.Report("beside messages", http, People);
    }

    private static async Task<(Dictionary<string, TimeSpan> Written, Dictionary<string, TimeSpan> Arrived)> Send(
        Installation at, Inbox inbox, int count)
    {
        var (written, arrived) = (new Dictionary<string, TimeSpan>(), new Dictionary<string, TimeSpan>());
        var clock = Stopwatch.StartNew();
        var writing = Task.Run(async () =>
        {
            for (var first = 0; first < count; first += Together)
            {
                var ids = await Write(at, first, Math.Min(Together, count - first));
                lock (written)
                    foreach (var id in ids) written[id.Value] = clock.Elapsed;
            }
        });
        while (arrived.Count < count)
        {
            await Task.Delay(Look);
            foreach (var message in inbox.All.Skip(arrived.Count)) arrived.TryAdd(message.Id, clock.Elapsed);
            if (inbox.All.Count > arrived.Count) throw new InvalidOperationException("A message came twice.");
        }

        await writing;
        return (written, arrived);
    }

    private static Task<List<MessageId>> Write(Installation at, int first, int count) => at.Db.Write(async tx =>
    {
        var (ids, texts, outbox) = (new List<MessageId>(), at.Part<MessageTexts>(), at.Part<Outbox>());
        for (var n = first; n < first + count; n++)
        {
            var isMail = n % 2 == 0;
            var to = string.Create(CultureInfo.InvariantCulture, $"{(isMail ? "reader" : "+35840")}{n:0000000}{(isMail ? "@example.org" : "")}");
            var message = isMail ? texts.Notice(NoticeKind.PasswordChanged, new(tx.Now)) : texts.ShortNotice(NoticeKind.MethodAdded, null);
            ids.Add(await outbox.Enqueue(tx, new(
                null, null, isMail ? Channel.Email : Channel.Sms, to, message, tx.Now + TimeSpan.FromHours(1))));
        }

        return ids;
    }, CancellationToken.None);

    private static void Print(Dictionary<string, TimeSpan> written, Dictionary<string, TimeSpan> arrived)
    {
        // Whoever looks may see a message before its writer has written down that it is.
        var waits = arrived.Select(each => each.Value - written[each.Key]).Select(
            wait => wait < TimeSpan.Zero ? TimeSpan.Zero : wait).Order().ToList();
        Console.WriteLine("| messages | a second | written a second | delay p50 | p99 | worst |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {waits.Count} | {waits.Count / arrived.Values.Max().TotalSeconds:F0} | {waits.Count / written.Values.Max().TotalSeconds:F0} " +
            $"| {waits[waits.Count / 2].TotalSeconds:F1} s | {waits[waits.Count * 99 / 100].TotalSeconds:F1} s | {waits[^1].TotalSeconds:F1} s |"));
    }
}
