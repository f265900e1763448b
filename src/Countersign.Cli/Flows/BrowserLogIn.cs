using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>
/// Signing in where somebody is signed in already, or does it more comfortably: in the browser on this computer (RFC 8252). The address is
/// always said, so that it can be opened by hand.
/// </summary>
internal static class BrowserLogIn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Asks in the browser; answers what the server gave.</summary>
    public static async Task<LogInAnswer> Run(Invocation call, CountersignClient client, CancellationToken ct)
    {
        await Know(client, call, ct);
        var key = new ProofKey();
        using var place = new LandingPlace(key.State);
        var address = AddressOf(call.Url, place.Port, key);
        using var stop = new CtrlC();
        Tell(call, address, place.Port);
        var landing = await Wait(call, place, stop, ct);
        if (landing.Code is not { } code)
        {
            await place.Show(LandingPages.Refused);
            throw new Stop(ExitCode.Failed, "It was refused in the browser. Nothing was changed.");
        }

        return await Fetch(client, place, new() { Code = code, CodeVerifier = key.Verifier, Port = place.Port }, ct);
    }

    // Asked before anything is opened: a server that does not know this would leave a person in front of a page that is not there.
    private static async Task Know(CountersignClient client, Invocation call, CancellationToken ct)
    {
        try
        {
            await client.LogInProgram(new ProgramLogInRequest(), ct);
        }
        catch (CountersignRefused refused) when (refused.Code is VastErrorCode.MissingParams)
        {
            // It knows it, and misses the code that we have not got yet.
        }
        catch (CountersignRefused refused) when (refused.Status is 404 or 405)
        {
            throw new Stop(
                ExitCode.Failed, "This server is too old to sign in by the browser. Sign in here, or use an API key:",
                call.Command("login"), call.Command("set api-key"));
        }
    }

    private static Uri AddressOf(Uri server, int port, ProofKey key) => new(
        $"{server.AbsoluteUri.TrimEnd('/')}/account/command-line?port={port}&state={key.State}&code_challenge={key.Challenge}" +
        "&code_challenge_method=S256");

    private static void Tell(Invocation call, Uri address, int port)
    {
        var mayOpen = WebBrowser.MayBeHere;
        call.Screen.Note(mayOpen
            ? "Your browser opens this address. If it does not, open it yourself, on this computer:"
            : "No browser can be opened from here. Open this address in one on this computer:");
        call.Screen.Note($"  {address.AbsoluteUri}");
        if (mayOpen) _ = Open(call, address, port);
        else TellOfOtherWays(call, port);
    }

    private static async Task Open(Invocation call, Uri address, int port)
    {
        if (await WebBrowser.Open(address)) return;

        call.Screen.Note("The browser could not be opened.", Tone.Warning);
        TellOfOtherWays(call, port);
    }

    private static void TellOfOtherWays(Invocation call, int port)
    {
        call.Screen.Note($"If your browser is on another computer, stop this and sign in here:  {call.Command("login")}");
        if (Environment.GetEnvironmentVariable("SSH_CONNECTION") is { Length: > 0 })
            call.Screen.Note($"Or let it reach this one, and then open the address there:  ssh -L {port}:127.0.0.1:{port} …");
    }

    private static async Task<Landing> Wait(Invocation call, LandingPlace place, CtrlC stop, CancellationToken ct)
    {
        var first = await Task.WhenAny(place.Landed, stop.Pressed, Task.Delay(Patience, call.Clock, ct));
        if (first == place.Landed) return await place.Landed;

        ct.ThrowIfCancellationRequested();
        string[] next = [call.Command("login --browser"), call.Command("login")];
        throw stop.Pressed.IsCompleted
            ? new Stop(ExitCode.Interrupted, "Stopped before the browser answered. Nothing was changed.", next)
            : new Stop(ExitCode.Failed, $"The browser did not answer within {Patience.TotalMinutes:0} minutes. Nothing was changed.", next);
    }

    private static async Task<LogInAnswer> Fetch(
        CountersignClient client, LandingPlace place, ProgramLogInRequest request, CancellationToken ct)
    {
        try
        {
            var answer = await client.LogInProgram(request, ct);
            await place.Show(LandingPages.Done);
            return answer;
        }
        catch (Exception failed) when (Failures.IsKnown(failed))
        {
            await place.Show(LandingPages.Failed);
            throw;
        }
    }
}
