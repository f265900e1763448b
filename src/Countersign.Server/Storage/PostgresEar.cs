using Npgsql;

namespace Countersign.Server.Storage;

/// <summary>
/// Hears what other nodes call, by a connection of its own beside the pool. When that breaks it is made anew, and whoever listens is told
/// that something may have been missed.
/// </summary>
internal sealed class PostgresEar(PostgresAddress address)
{
    /// <summary>The channel of all our calls.</summary>
    public const string Channel = "countersign";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Listens until told to stop.</summary>
    public async Task Listen(Action<string?> heard, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenOnce(heard, ct);
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException)
            {
                // Whoever listens also looks by the clock; nothing is lost but a second.
                await Task.Delay(BetweenTries, ct);
            }
        }
    }

    private async Task ListenOnce(Action<string?> heard, CancellationToken ct)
    {
        await using var source = address.ForListening();
        await using var connection = source.CreateConnection();
        connection.Notification += (_, call) => heard(call.Payload);
        await connection.OpenAsync(ct);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);

        heard(null);
        while (true) await connection.WaitAsync(ct);
    }
}
