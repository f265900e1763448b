using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>Something on loopback that Postfix asks, line by line.</summary>
internal abstract class Listener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly Task listening;

    protected Listener()
    {
        listener.Start();
        listening = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await listening;
        listener.Dispose();
        await Task.WhenAll(talks);
        end.Dispose();
    }

    protected abstract Task Talk(TextReader reader, Func<string, Task> say, CancellationToken ct);

    private async Task Listen()
    {
        try
        {
            while (true) talks.Add(Serve(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
            // It was put away.
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            using (client)
            using (var reader = new StreamReader(client.GetStream(), Encoding.UTF8))
            {
                await Talk(reader, async line => await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), end.Token), end.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // Postfix has ended.
        }
    }
}

/// <summary>A greylist (Postfix's SMTPD_POLICY_README): whoever comes for the first time comes again later.</summary>
internal sealed class Greylist : Listener
{
    private readonly ConcurrentDictionary<string, int> seen = new();

    /// <summary>Whom it has seen, and how often.</summary>
    public IReadOnlyDictionary<string, int> Seen => seen;

    protected override async Task Talk(TextReader reader, Func<string, Task> say, CancellationToken ct)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.Length > 0)
            {
                var part = line.Split('=', 2);
                said[part[0]] = part[^1];
                continue;
            }

            var times = seen.AddOrUpdate($"{said["sender"]} {said["recipient"]}", 1, (_, before) => before + 1);
            await say($"action={(times == 1 ? "DEFER_IF_PERMIT 4.2.0 Greylisted, come again" : "DUNNO")}\n");
            said.Clear();
        }
    }
}

/// <summary>Dovecot's side of a sign-in at Postfix (Dovecot's authentication protocol 1.2), for one user.</summary>
internal sealed class SignInDesk(string user, string secret, string token, params string[] mechanisms) : Listener
{
    /// <summary>By which mechanisms somebody came in.</summary>
    public ConcurrentQueue<string> CameIn { get; } = new();

    protected override async Task Talk(TextReader reader, Func<string, Task> say, CancellationToken ct)
    {
        await say("VERSION\t1\t2");
        foreach (var mechanism in mechanisms) await say($"MECH\t{mechanism}\tplaintext");
        await say("SPID\t1\nCUID\t1\nCOOKIE\t00\nDONE");
        string mech = "", name = "";
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            var part = line.Split('\t');
            if (part[0] is "AUTH") (mech, name) = (part[2], "");
            if (part[0] is not ("AUTH" or "CONT")) continue;

            var given = part[0] is "CONT"
                ? Decode(part[2])
                : part.FirstOrDefault(each => each.StartsWith("resp=", StringComparison.Ordinal)) is { } resp ? Decode(resp[5..]) : null;
            if (given is null || (mech is "LOGIN" && name.Length == 0 && given.Length > 0))
            {
                name = given ?? "";
                await say($"CONT\t{part[1]}\t{Encode(given is null ? "Username:" : "Password:")}");
                continue;
            }

            var isRight = mech switch
            {
                "PLAIN" => given == $"\0{user}\0{secret}",
                "LOGIN" => (name, given) == (user, secret),
                _ => given == $"user={user}\u0001auth=Bearer {token}\u0001\u0001",
            };
            if (isRight) CameIn.Enqueue(mech);
            await say(isRight ? $"OK\t{part[1]}\tuser={user}" : $"FAIL\t{part[1]}\tuser={user}");
        }
    }

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
