using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Composition;

/// <summary>One server among any number of equal ones, from its start to its end.</summary>
public static class Node
{
    /// <summary>Runs until it is told to stop; where it may not work beside others, it waits until it may.</summary>
    /// <exception cref="StartRefusedException">It must not start; the message says why.</exception>
    /// <exception cref="KeyFileException">The key file is missing or cannot be used.</exception>
    public static async Task Run(ServerSettings settings, ServerOptions options, CancellationToken ct)
    {
        using var only = OnlyServer.Take(settings);
        settings = SmsSecretFile.Complete(settings);
        while (await WaitingRoom.Leave(settings, options, ct))
        {
            try
            {
                await using var app = await WebServer.Create(settings, options, ct);
                await app.RunAsync(ct);
                return;
            }
            catch (NodesDifferException)
            {
                // Another one, with other settings, has begun in between.
            }
        }
    }

    /// <summary>Where it runs, as the other servers and the operator are told.</summary>
    internal static NodePlace PlaceOf(ServerOptions options) => new(Environment.MachineName, string.Join(' ', options.Urls));
}
