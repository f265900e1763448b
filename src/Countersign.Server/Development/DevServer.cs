using Countersign.Core;
using Countersign.Server.Hosting;

namespace Countersign.Server.Development;

/// <summary>
/// The server of a developer: on loopback only, with people, and with every message on screen. Each start begins anew.
/// </summary>
public static class DevServer
{
    /// <summary>Runs until it is stopped.</summary>
    public static async Task<int> Run(Settings settings, IReadOnlyList<string> urls, CancellationToken ct)
    {
        if (LoopbackOnly.Faults(urls).ToList() is { Count: > 0 } faults)
        {
            foreach (var fault in faults) await Console.Error.WriteLineAsync(fault);
            return 1;
        }

        Clear(settings);
        await using var app = await Server.Create(Relax(settings, urls[0]), new(urls, IsDevelopment: true, TimeProvider.System, HashCosts.Default), ct);
        var people = await ActivatorUtilities.CreateInstance<SeededPeople>(
            app.Services, ActivatorUtilities.CreateInstance<SeedTools>(app.Services)).Plant(ct);
        await app.StartAsync(ct);
        await Welcome.Print(Console.Out, app.Urls.First(), people);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    // Everything is offered, and nothing leaves the machine.
    private static Settings Relax(Settings settings, string url) => settings with
    {
        BaseUrl = new Uri(url),
        SignUp = SignUp.Open,
        LogFormat = LogFormat.Text,
        Policy = settings.Policy with { SmsAllowed = true },
        SendLimits = settings.SendLimits with { SmsCountries = [.. PhoneNumber.Countries.Select(country => country.Region)] },
    };

    private static void Clear(Settings settings)
    {
        Directory.CreateDirectory(settings.DataFolder);
        foreach (var file in (string[])["", "-wal", "-shm"]) File.Delete(settings.DatabaseFile + file);
    }
}
