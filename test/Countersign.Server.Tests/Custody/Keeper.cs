using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Tests.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>An office whose server is started and stopped, and whose files are put elsewhere and back.</summary>
internal static class Keeper
{
    public static string WitnessOf(this Office office) => office.KeyFile + ".witness";

    /// <summary>Opens the server on the files of the office; it does not listen.</summary>
    public static Task<WebApplication> OpenServer(this Office office) => WebServer.Create(
        SettingsReader.Read(office.Environment, file: null).Settings!,
        new(["http://127.0.0.1:0"], IsDevelopment: false, office.Clock, HashCosts.Default, log => log.ClearProviders()), Ct);

    /// <summary>Starts the server and stops it again.</summary>
    public static async Task Serve(this Office office)
    {
        await using var app = await office.OpenServer();
        await app.StartAsync(Ct);
        await app.StopAsync(Ct);
    }

    /// <summary>Keeps the database as it is, the server being stopped.</summary>
    public static string Keep(this Office office, string name)
    {
        var copy = Path.Combine(office.Data, name);
        File.Copy(office.DatabaseFile, copy);
        return copy;
    }

    /// <summary>Puts a database in the place of the one that is there.</summary>
    public static void PutBack(this Office office, string copy)
    {
        foreach (var side in (string[])["", "-wal", "-shm"]) File.Delete(office.DatabaseFile + side);
        File.Copy(copy, office.DatabaseFile);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
