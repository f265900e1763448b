using Countersign.Phones;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Development;

/// <summary>
/// The server of a developer: on loopback only, with people, and with every message on screen. Each start begins anew.
/// </summary>
public static class DevServer
{
    /// <summary>Runs until it is stopped. Nobody but this machine is answered, wherever it listens.</summary>
    public static async Task<int> Run(ServerSettings settings, IReadOnlyList<string> urls, CancellationToken ct)
    {
        if (settings.Database is not null && !await Installation.IsMissing(settings, TimeProvider.System, ct))
        {
            await Console.Error.WriteLineAsync(
                $"There is an installation in {DatabaseFault.PlaceOf(settings)}, and people whose passwords everybody knows do not go into " +
                "somebody's real data. Name an empty database in COUNTERSIGN_DATABASE, or none: then `dev` has a file of its own.");
            return 1;
        }

        settings = Apart(settings);
        DataFolder.Make(settings.DataFolder);
        using var only = OnlyServer.Take(settings);
        Clear(settings);
        await using var app = await WebServer.Create(
            Relax(settings, urls[0]), new(urls, IsDevelopment: true, TimeProvider.System, HashCosts.Default), ct);
        var people = await Plant(app, ct);
        await app.StartAsync(ct);
        await Welcome.Print(Console.Out, app.Urls.First(), people);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    /// <summary>Puts the people into an empty data folder, for a server that is run by <c>serve</c>.</summary>
    public static async Task<int> Seed(ServerSettings settings, IReadOnlyList<string> urls, CancellationToken ct)
    {
        if (await Installation.IsMissing(settings, TimeProvider.System, ct))
        {
            await Console.Error.WriteLineAsync(Installation.NoneHere(settings));
            return 1;
        }

        await using var app = await WebServer.Create(settings, new(urls, IsDevelopment: true, TimeProvider.System, HashCosts.Default), ct);
        if (await app.Services.GetRequiredService<Db>().Read(AccountIndex.Last, ct) > 0)
        {
            await Console.Error.WriteLineAsync(
                $"There are accounts in {DatabaseFault.PlaceOf(settings)} already. Name an installation without any in COUNTERSIGN_DATA; " +
                "`migrate` makes one.");
            return 1;
        }

        await Welcome.PrintPeople(Console.Out, await Plant(app, ct));
        return 0;
    }

    private static Task<IReadOnlyList<SeededPerson>> Plant(WebApplication app, CancellationToken ct) =>
        ActivatorUtilities.CreateInstance<SeededPeople>(app.Services, ActivatorUtilities.CreateInstance<SeedTools>(app.Services)).Plant(ct);

    // What begins anew at each start must never be somebody's real data, whatever the settings say.
    private static ServerSettings Apart(ServerSettings settings)
    {
        var folder = Path.Combine(settings.DataFolder, "development");
        return settings with { DataFolder = folder, KeyFile = Path.Combine(folder, "keys"), WitnessFile = "" };
    }

    // Everything is offered, and nothing leaves the machine.
    private static ServerSettings Relax(ServerSettings settings, string url) => settings with
    {
        BaseUrl = new Uri(url),
        SignUp = SignUp.Open,
        LogFormat = LogFormat.Text,
        Policy = settings.Policy with { SmsAllowed = true },
        SendLimits = settings.SendLimits with { SmsCountries = [.. PhoneCountries.Regions] },
    };

    private static void Clear(ServerSettings settings)
    {
        foreach (var file in (string[])["", "-wal", "-shm"]) File.Delete(settings.DatabaseFile + file);
        File.Delete(settings.WitnessFile);
    }
}
