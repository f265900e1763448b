using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The <c>key</c> group.</summary>
public static class KeyCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "The key, such as k1." };
    private static readonly IReadOnlyList<(UnusedValues Values, Option<bool> Option)> Voids =
    [
        .. UnusedValues.All.Select(values => (values, new Option<bool>(values.Option)
        {
            Description = $"Voids the {values.Kind} {values.Which}. {values.WayOut}",
        })),
    ];

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask first." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one JSON array." };

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell) => new("key", "The root keys that protect what is stored.")
    {
        OperatorCommand.OnInstallation(shell, new("status", "Shows the keys, and how much is under each.") { AsJson }, Status),
        OperatorCommand.OnInstallation(
            shell, new(
                "rotate",
                "Makes a new key and seals everything anew under it, while the server runs. May be interrupted and run again. Where " +
                "several servers run, it makes the key only: copy the file to each, then `key activate`."),
                Rotate),
        OperatorCommand.OnInstallation(
            shell, new(
                "activate",
                "Puts the key into use that `key rotate` made beside several servers, and seals everything anew under it. Refused " +
                "while a server lacks the key."),
                Activate),
        OperatorCommand.OnInstallation(shell, BuildRetire(), Retire),
    };

    private static Command BuildRetire()
    {
        var retire = new Command("retire", "Forgets a key that nothing depends on any more.") { Id };
        foreach (var (_, option) in Voids) retire.Options.Add(option);
        retire.Options.Add(Yes);
        return retire;
    }

    private static async Task<int> Status(CommandRun run, Installation at, CancellationToken ct)
    {
        var uses = await at.Db.Read(sql => KeyUses.Count(sql), ct);
        var holders = await at.Db.Read(KeyHolders.Of, ct);
        if (run.Get(AsJson)) return run.SayJson(at.Keys.Keys.Select(key => Facts(key, uses)));

        foreach (var key in at.Keys.Keys)
        {
            run.Say(string.Create(CultureInfo.InvariantCulture,
                $"{key.Id}  {NameOf(key.State)}, made {key.CreatedAt.UtcDateTime:yyyy-MM-dd}, fingerprint {key.Fingerprint}"));
            if (key.State is RootKeyState.Coming)
                foreach (var lacking in holders.Lacking(at.Keys, key.Id)) run.Say($"      {lacking}");
            foreach (var use in uses.Where(use => use.KeyId == key.Id))
                run.Say(string.Create(CultureInfo.InvariantCulture, $"      {use.Kind,-22} {use.Count,8}"));
        }

        foreach (var lost in uses.Where(use => !at.Keys.Known.Contains(use.KeyId)))
            run.Note($"{lost.Kind}: {lost.Count} under '{lost.KeyId}', which the key file does not hold.");
        return CommandRun.Done;
    }

    private static async Task<int> Rotate(CommandRun run, Installation at, CancellationToken ct)
    {
        run.WarnWhereWatched(at.Settings.KeyFile);
        var done = await RotateKeys.Run(at, run.Shell, ct);
        return Tell(run, at, done);
    }

    private static async Task<int> Activate(CommandRun run, Installation at, CancellationToken ct)
    {
        var reply = await ActivateKey.Run(at, run.Shell, ct);
        return reply.Given is { } done ? Tell(run, at, done) : run.Refuse(reply.Refused!.Detail!);
    }

    private static int Tell(CommandRun run, Installation at, Rotation done)
    {
        run.Say(done.Step switch
        {
            RotationStep.Active =>
                $"Key {done.Key} is active; sealed anew: {done.Resealed}. What is hashed follows as it is used: `key status`.",
            RotationStep.Finished =>
                $"An earlier rotation to key {done.Key} is finished now; sealed anew: {done.Resealed}. For another key, run this again.",
            RotationStep.Coming =>
                $"Key {done.Key} is coming: it is in {at.Settings.KeyFile}, and nothing is written under it yet. Copy the file to the " +
                "other servers, then run `key activate`.",
        });
        foreach (var lost in done.Unreadable) run.Note($"{lost} cannot be opened and was left as it is. `doctor` says more.");
        return done.Unreadable.Count == 0 ? CommandRun.Done : CommandRun.NotDone;
    }

    private static async Task<int> Retire(CommandRun run, Installation at, CancellationToken ct)
    {
        var id = run.Get(Id);
        var voided = Voids.Where(one => run.Get(one.Option)).Select(one => one.Values).ToList();
        if (!await ConfirmsVoiding(run, at, id, voided, ct)) return CommandRun.NotDone;

        var reply = await RetireKey.Run(at, run.Shell, id, voided, ct);
        return reply.Given is { } gone ? run.Say($"Key {gone.Key} is gone. Old copies of the key file still hold it: remove them.") : run
            .Refuse(reply.Refused!.Detail!);
    }

    // Whom it hits is told first, each of them once, whatever they lose: each must have another way in.
    private static async Task<bool> ConfirmsVoiding(
        CommandRun run, Installation at, string id, IReadOnlyList<UnusedValues> voided, CancellationToken ct)
    {
        var hit = new List<(UnusedValues Values, Account Owner)>();
        foreach (var values in voided)
            hit.AddRange((await at.Db.Read(sql => values.OwnersUnder(sql, id), ct)).Select(owner => (values, owner)));
        foreach (var person in hit.GroupBy(each => each.Owner.Id).OrderBy(person => person.Key.Value))
            run.Say($"{Who.NameOf(person.First().Owner)}: {string.Join(", ", person.Select(each => each.Values.Noun))}");
        return hit.GroupBy(each => each.Values).All(kind => run.Confirms(
            string.Create(CultureInfo.InvariantCulture, $"Void the {kind.Key.Kind} of these {kind.Count()} accounts? {kind.Key.WayOut}"),
            run.Get(Yes)));
    }

    private static object Facts(RootKey key, IReadOnlyList<KeyUse> uses) => new
    {
        key.Id,
        State = NameOf(key.State),
        CreatedAt = key.CreatedAt.ToUnixTimeSeconds(),
        key.Fingerprint,
        Uses = uses.Where(use => use.KeyId == key.Id).ToDictionary(use => use.Kind, use => use.Count),
    };

    private static string NameOf(RootKeyState state) => state switch
    {
        RootKeyState.Active => "active",
        RootKeyState.Retiring => "retiring",
        RootKeyState.Coming => "coming",
    };
}
