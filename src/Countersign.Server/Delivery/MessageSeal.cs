using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>Texts wait sealed: a stolen database shows no live code.</summary>
public sealed class MessageSeal(SecretBox box)
{
    /// <summary>Seals a text for this row of the outbox and no other.</summary>
    public byte[] Seal(long row, AccountId? account, Message message) =>
        box.Seal(JsonSerializer.SerializeToUtf8Bytes(message), Place(row, account));

    /// <summary>Opens the text of a row; false when it was moved, damaged, or sealed under a key that is gone.</summary>
    public bool TryOpen(OutboxRow row, [NotNullWhen(true)] out Message? message)
    {
        message = row.SealedBody is { } sealedBody && box.TryOpen(sealedBody, Place(row.Id, row.Account), out var plain)
            ? JsonSerializer.Deserialize<Message>(plain)
            : null;
        return message is not null;
    }

    /// <summary>Whether the text of a row was sealed under a key that this server does not hold, and perhaps another one does.</summary>
    public bool IsForOthers(OutboxRow row) => row.SealedBody is { } sealedBody && !box.HasKeyOf(sealedBody);

    /// <summary>The place of a text that waits in this row of the outbox.</summary>
    public static SealPlace Place(long row, AccountId? account) => new("outbox", "sealed_body", row, account?.Value ?? 0);
}
