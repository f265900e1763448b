using System.Threading.Channels;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Durability;

/// <summary>
/// Clients that work against a server until it dies under them, and write down each promise when they read it. Each
/// app's code and each backup code is offered by several at once.
/// </summary>
internal sealed class Load(TestPeople people, Ledger ledger, IReadOnlyList<(long Id, string Key)> apps, string adasKey)
{
    private const int Callers = 4;

    private readonly Channel<bool> promises = Channel.CreateUnbounded<bool>();
    private string adasKey = adasKey;
    private ServerProcess server = null!;

    /// <summary>Completes when the server is dead; answers the last API key that ada was promised.</summary>
    public async Task<string> Run(ServerProcess server, CancellationToken ct)
    {
        this.server = server;
        try
        {
            await Task.WhenAll([.. SignIns(ct), .. Guesses(ct), .. BackupCodes(ct), UntilDeath(ReplaceKey, ct)]);
            return adasKey;
        }
        finally
        {
            // Nobody is left waiting for promises that will not be made.
            promises.Writer.Complete();
        }
    }

    /// <summary>Completes when so many promises were made, or all work is done.</summary>
    public async Task Promised(int count)
    {
        for (var n = 0; n < count && await promises.Reader.WaitToReadAsync(); n++) await promises.Reader.ReadAsync();
    }

    private IEnumerable<Task> SignIns(CancellationToken ct) =>
        from app in apps.Take(3)
        let code = AppOf(app).Code()
        from caller in Enumerable.Range(0, Callers)
        select UntilDeath(() => SignIn(app.Id, code), ct, times: 2);

    private IEnumerable<Task> Guesses(CancellationToken ct) =>
        from app in apps.Skip(3)
        select UntilDeath(() => Guess(app), ct, times: 4);

    private IEnumerable<Task> BackupCodes(CancellationToken ct) =>
        from person in new[] { people.Grace, people.Linus, people.Barbara, people.Kurt }
        from code in person.BackupCodes.Where(code => !ledger.SpentBackupCodes.ContainsKey(code)).OrderBy(_ => Random.Shared.Next()).Take(1)
        from caller in Enumerable.Range(0, Callers)
        select UntilDeath(() => UseBackupCode(person, code), ct, times: 1);

    private static Phone AppOf((long Id, string Key) app) => Phone.Type(app.Key, TestClock.Now());

    private async Task<bool> SignIn(long app, string code)
    {
        var answer = await server.With(people.Grace.ApiKey).Post("/tfa/", new { tfa_method = "totp", tfa_method_id = app, code });
        if (answer.Status != 200) return false;

        if (!ledger.SpentApps.TryAdd(app, code)) throw new InvalidOperationException("One code of an app let two in.");
        ledger.Sessions.Enqueue(answer.Text("session_key")!);
        return true;
    }

    private async Task<bool> Guess((long Id, string Key) app)
    {
        var code = AppOf(app).WrongCode();
        var answer = await server.With(people.Grace.ApiKey).Post("/tfa/", new { tfa_method = "totp", tfa_method_id = app.Id, code });
        if (answer.Error != "2fa_verification_failed") return false;

        ledger.WrongTold.AddOrUpdate(app.Id, 1, (_, told) => told + 1);
        return true;
    }

    private async Task<bool> UseBackupCode(TestPerson person, string code)
    {
        var answer = await server.With(person.ApiKey).Post("/tfa/", new { backup_code = code });
        if (answer.Status != 200) return false;

        if (!ledger.SpentBackupCodes.TryAdd(code, person.ApiKey)) throw new InvalidOperationException("One backup code let two in.");
        ledger.Sessions.Enqueue(answer.Text("session_key")!);
        return true;
    }

    private async Task<bool> ReplaceKey()
    {
        var (old, answer) = (adasKey, await server.With(adasKey).Put("/commands/reset_apikey/"));
        if (answer.Status != 200) return false;

        adasKey = answer.Text("new_api_key")!;
        ledger.Replaced[old] = adasKey;
        return true;
    }

    private async Task UntilDeath(Func<Task<bool>> work, CancellationToken ct, int times = 12)
    {
        try
        {
            for (var n = 0; n < times && !ct.IsCancellationRequested; n++)
                if (await work()) await promises.Writer.WriteAsync(true, ct);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The server is dead; whatever it was about to promise, it has not.
        }
    }
}
