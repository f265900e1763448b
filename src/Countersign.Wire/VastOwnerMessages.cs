using System.Text.Json.Serialization;

namespace Countersign.Wire;

/// <summary>Ours, <c>POST /users/current/export/</c>: a proof of the second factor, of an account without one the password.</summary>
public sealed record ExportAccountRequest : ProofFields
{
    public string? Password { get; init; }
}

/// <summary>Ours, <c>POST /users/current/deletion/</c>: the same, and a name of the account to be sure.</summary>
public sealed record DeleteAccountRequest : ProofFields
{
    /// <summary>The account's e-mail address or user name.</summary>
    public string? Name { get; init; }

    public string? Password { get; init; }
}

/// <summary>Ours, the answers of <c>/users/current/deletion/</c>.</summary>
public sealed record DeletionAnswer(bool Success, string Msg) : WireMessage
{
    /// <summary>When the account goes; <c>null</c>: it stays, or is gone already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? DeleteAt { get; init; }
}

/// <summary>Ours: a message to the caller, and how it is getting on. Its text is nowhere any more.</summary>
public sealed record MessageShown : WireMessage
{
    /// <summary>Its name, which gateways have too.</summary>
    public required string Id { get; init; }

    /// <summary><c>code</c>, <c>link</c>, <c>notice</c> and others.</summary>
    public required string Kind { get; init; }

    /// <summary><c>sms</c> or <c>email</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Where it goes, but for what others need not read.</summary>
    public required string To { get; init; }

    /// <summary>
    /// <c>waiting</c>, <c>sent</c>, <c>refused</c>, <c>expired</c>, <c>dropped</c>, or <c>unknown</c>: nobody knows whether it went.
    /// </summary>
    public required string State { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a gateway or the mail server took it last; <c>null</c>: none has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? HandedAt { get; init; }

    /// <summary>What the gateway says: <c>under_way</c>, <c>delivered</c>, <c>failed</c>; <c>null</c>: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Reported { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>When another gateway gets it too, if nothing is heard until then; <c>null</c>: none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? NextRouteAt { get; init; }
}

/// <summary>Ours, the answer of <c>GET /users/current/messages/</c>, newest first.</summary>
public sealed record MessagesAnswer(IReadOnlyList<MessageShown> Messages) : WireMessage;
