using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings;

/// <summary>A gateway that takes text messages by HTTP POST, signed with the secret.</summary>
public sealed record SmsWebhook(Uri Address, SecretText Secret)
{
    /// <summary>Whom the gateway knows us as; null: it asks for nobody.</summary>
    public BasicLogin? Login { get; init; }
}

/// <summary>Where a gateway listens, without anything that signs us in there.</summary>
public sealed record SmsGateway(Uri Address, BasicLogin? Login);

/// <summary>A user and a password for HTTP Basic (RFC 7617).</summary>
public sealed record BasicLogin(string User, SecretText Password);
