using System.Collections;
using System.CommandLine;
using Countersign.Server.Development;
using Countersign.Server.Hosting;

namespace Countersign.Server;

/// <summary>The verbs of the server binary. The table of commands is the help page.</summary>
public static class ServerCommands
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private static readonly Option<string> SettingsFile = new("--settings")
    {
        Description = "A settings file instead of countersign.json in the data folder.",
        Recursive = true,
    };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen; several are separated by semicolons.",
        DefaultValueFactory = _ => DefaultUrl,
    };

    /// <summary>All commands.</summary>
    public static RootCommand Root { get; } = new("Countersign: a self-hosted two-factor authentication service.")
    {
        SettingsFile,
        Verb("serve", "Run the server.", Serve),
        Verb("dev", "Run a server for development: people in it, every message on screen, loopback only.", Dev),
    };

    private static Command Verb(string name, string description, Func<Settings, IReadOnlyList<string>, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { Urls };
        command.SetAction(async (parse, ct) =>
        {
            var faults = RuntimeFloor.Faults(Environment.Version, DateTimeOffset.UtcNow).ToList();
            var outcome = SettingsReader.Read(EnvironmentVariables(), parse.GetValue(SettingsFile));
            if (outcome.Settings is { } settings && faults.Count == 0) return await run(settings, UrlsOf(parse), ct);

            foreach (var fault in faults.Concat(outcome.Faults)) await Console.Error.WriteLineAsync(fault);
            return 1;
        });
        return command;
    }

    private static async Task<int> Serve(Settings settings, IReadOnlyList<string> urls, CancellationToken ct)
    {
        Directory.CreateDirectory(settings.DataFolder);
        await using var app = await Server.Create(settings, new(urls, IsDevelopment: false, TimeProvider.System, HashCosts.Default), ct);
        await app.RunAsync(ct);
        return 0;
    }

    private static Task<int> Dev(Settings settings, IReadOnlyList<string> urls, CancellationToken ct) =>
        DevServer.Run(settings, urls, ct);

    private static string[] UrlsOf(ParseResult parse) =>
        parse.GetValue(Urls)!.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
