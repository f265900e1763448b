using System.CommandLine;
using Countersign.Server.Admin;
using Countersign.Server.Composition;
using Countersign.Server.Development;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;

namespace Countersign.Server;

/// <summary>The verbs of the server binary. The table of commands is the help page.</summary>
public static class ServerCommands
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen; several are separated by semicolons.",
        DefaultValueFactory = _ => DefaultUrl,
    };

    /// <summary>All commands.</summary>
    public static RootCommand Root { get; } = Build(OperatorShell.OfProcess());

    private static RootCommand Build(OperatorShell shell)
    {
        var root = new RootCommand("Countersign: a self-hosted two-factor authentication service.")
        {
            OperatorCommand.SettingsFile,
            Verb(shell, "serve", "Runs the server.", Serve),
            Verb(shell, "dev", "Runs a server for development: people in it, every message on screen, loopback only.", Dev),
            Verb(shell, "seed", "Puts the people of development into an installation without accounts (`migrate` makes one).", DevServer.Seed),
        };
        foreach (var command in AdminCommands.All(shell)) root.Add(command);
        return root;
    }

    private static Command Verb(
        OperatorShell shell,
        string name, string description, Func<ServerSettings, IReadOnlyList<string>, CancellationToken, Task<int>> act) =>
        OperatorCommand.OnSettings(shell, new(name, description) { Urls }, async (run, read, ct) =>
        {
            var faults = RuntimeFloor.Faults(Environment.Version, shell.Now()).Concat(read.Faults).ToList();
            return read.Settings is { } settings && faults.Count == 0
                ? await act(settings, UrlsOf(run.Get(Urls)!), ct)
                : run.Refuse(string.Join(Environment.NewLine, faults));
        });

    private static async Task<int> Serve(ServerSettings settings, IReadOnlyList<string> urls, CancellationToken ct)
    {
        DataFolder.Make(settings.DataFolder);
        await Node.Run(settings, new(urls, IsDevelopment: false, TimeProvider.System, HashCosts.Default), ct);
        return 0;
    }

    private static Task<int> Dev(ServerSettings settings, IReadOnlyList<string> urls, CancellationToken ct) =>
        DevServer.Run(settings, urls, ct);

    private static string[] UrlsOf(string given) =>
        given.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
