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

    private static readonly Option<string> Urls = ListenOn("Where to listen: an address, localhost, or * for all; several are separated by semicolons.", _ => []);

    private static readonly Option<string> LoopbackUrls = ListenOn(
        "Where to listen, on this machine only; several are separated by semicolons.", LoopbackOnly.Faults);

    /// <summary>All commands.</summary>
    public static RootCommand Root { get; } = Build(OperatorShell.OfProcess());

    private static RootCommand Build(OperatorShell shell)
    {
        var root = new RootCommand(
            $"Countersign: a self-hosted two-factor authentication service. Exit codes: {CommandRun.Done} done, {CommandRun.NotDone} not " +
            $"done or something is wrong, {CommandRun.Misused} typed wrong and nothing was begun.")
        {
            OperatorCommand.SettingsFile,
            Verb(shell, new("serve", "Runs the server."), Urls, Serve),
            Verb(
                shell, new("dev", "Runs a server for development: people in it, every message on screen, loopback only."), LoopbackUrls,
                DevServer.Run),
            Verb(
                shell, new("seed", "Puts the people of development into an installation without accounts (`migrate` makes one)."),
                listens: null, (settings, _, ct) => DevServer.Seed(settings, [DefaultUrl], ct)),
        };
        foreach (var command in AdminCommands.All(shell)) root.Add(command);
        ServerExamples.AddTo(root);
        return root;
    }

    private static Command Verb(
        OperatorShell shell, Command command, Option<string>? listens,
        Func<ServerSettings, IReadOnlyList<string>, CancellationToken, Task<int>> act)
    {
        if (listens is not null) command.Add(listens);
        return OperatorCommand.OnSettings(shell, command, async (run, read, ct) =>
        {
            var faults = RuntimeFloor.Faults(Environment.Version, shell.Now()).Concat(read.Faults).ToList();
            return read.Settings is { } settings && faults.Count == 0
                ? await act(settings, listens is null ? [] : UrlsOf(run.Get(listens)), ct)
                : run.Refuse(string.Join(Environment.NewLine, faults));
        });
    }

    private static async Task<int> Serve(ServerSettings settings, IReadOnlyList<string> urls, CancellationToken ct)
    {
        DataFolder.Make(settings.DataFolder);
        await Node.Run(settings, new(urls, IsDevelopment: false, TimeProvider.System, HashCosts.Default), ct);
        return 0;
    }

    private static Option<string> ListenOn(string description, Func<IEnumerable<string>, IEnumerable<string>> more)
    {
        var option = new Option<string>("--urls") { Description = description, DefaultValueFactory = _ => DefaultUrl };
        option.Validators.Add(given =>
        {
            var urls = UrlsOf(given.GetValueOrDefault<string>());
            var faults = ListenAddress.Faults(urls).ToList();
            foreach (var fault in faults.Count > 0 ? faults : more(urls)) given.AddError(fault);
        });
        return option;
    }

    private static string[] UrlsOf(string? given) =>
        (given ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
