using Countersign.Server.Settings;
using Countersign.Server.Tests.Nodes;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Interleavings;

/// <summary>Two nodes, a stage, and somebody new for each play.</summary>
public sealed class Theatre : IAsyncLifetime
{
    private TwoNodes? nodes;
    private Stage? stage;
    private (string A, string B) pair;
    private int plays;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!TestDatabases.ArePostgres) return;

        // Every request is traced; where to, does not matter.
        nodes = await TwoNodes.Start(
            ("OTLP", "http://127.0.0.1:9"), ("TRACES", "100"), ("PASSWORD_PER_ADDRESS", "100000/5m"), ("HASH_QUEUE", "1000"),
            ("HASH_WAIT", "30s"));
        stage = new(nodes.One.Services.GetRequiredService<ServerSettings>().Database!.Database!);
    }

    /// <summary>What is played from now on.</summary>
    public void Shows(string a, string b) => pair = (a, b);

    /// <summary>One after the other.</summary>
    internal async Task<string> OneByOne(int first, int second)
    {
        var cast = await Cast.Of(nodes!.One, ++plays);
        var answers = new string[2];
        foreach (var n in (int[])[first, second]) answers[n] = Told(await Ask(n, cast));
        return await Whole(answers, cast);
    }

    /// <summary>Both at once, in this order.</summary>
    internal async Task<string> Play(Script script)
    {
        var cast = await Cast.Of(nodes!.One, ++plays);
        var answers = await stage!.Play(
            [new(() => Ask(0, cast)), new(() => Ask(1, cast))], script, TestContext.Current.CancellationToken);
        return await Whole([.. answers.Select(Told)], cast);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        stage?.Dispose();
        if (nodes is not null) await nodes.DisposeAsync();
    }

    private Task<VastAnswer> Ask(int n, Cast cast) => Verbs.All[n == 0 ? pair.A : pair.B](nodes!.Of(n), cast);

    private async Task<string> Whole(string[] answers, Cast cast)
    {
        await nodes!.Other.Db.WhenClosed();
        return $"A {answers[0]}, B {answers[1]}, {await Verbs.LeftBehind(nodes.One, cast)}";
    }

    private static string Told(VastAnswer answer) => $"{answer.Status} {answer.Error}";
}
