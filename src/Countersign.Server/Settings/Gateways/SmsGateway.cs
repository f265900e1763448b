using System.Collections.Immutable;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings.Gateways;

/// <summary>A gateway for text messages, as the operator named it. It does not print its secrets.</summary>
/// <param name="Address">Where it listens; null: mail goes to it.</param>
public abstract record SmsGateway(Uri? Address)
{
    /// <summary>Its word, as the address begins.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it calls people and reads out what it is given, instead of sending a text message.</summary>
    public virtual bool Calls => false;

    /// <summary>Whether it knows a message again by its name, and sends none twice that it is offered twice.</summary>
    public virtual bool KnowsAgain => false;
}

/// <summary>A user and a password for HTTP Basic (RFC 7617).</summary>
public sealed record BasicLogin(string User, SecretText Password);

/// <summary>Takes messages by HTTP POST, signed by us: the dialect of our own.</summary>
/// <param name="Login">Whom the gateway knows us as; null: it asks for nobody.</param>
public sealed record WebhookGateway(Uri Api, BasicLogin? Login) : SmsGateway(Api)
{
    /// <inheritdoc/>
    public override string Kind => "webhook";

    /// <inheritdoc/>
    public override bool KnowsAgain => true;
}

/// <summary>Twilio Programmable Messaging.</summary>
/// <param name="Sender">A number, a name, or the <c>MG…</c> of a messaging service.</param>
public sealed record TwilioGateway(Uri Api, string Account, SecretText Token, string Sender) : SmsGateway(Api)
{
    /// <inheritdoc/>
    public override string Kind => "twilio";
}

/// <summary>Twilio Programmable Voice, with the account and the token of text messages.</summary>
/// <param name="Sender">The number that calls.</param>
public sealed record TwilioCallGateway(Uri Api, string Account, SecretText Token, string Sender) : SmsGateway(Api)
{
    /// <summary>Its word.</summary>
    public const string Name = "twilio-call";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override bool Calls => true;
}

/// <summary>The SMS API of Vonage.</summary>
/// <param name="Signature">What its reports are signed with; null: they are not.</param>
public sealed record VonageGateway(Uri Api, string Key, SecretText Secret, string Sender, SecretText? Signature) : SmsGateway(Api)
{
    /// <inheritdoc/>
    public override string Kind => "vonage";
}

/// <summary>The Voice API of Vonage: calls by an application, which signs with a private key of its own.</summary>
/// <param name="KeyFile">The path of that key.</param>
/// <param name="Sender">The number that calls.</param>
/// <param name="Signature">What its reports are signed with; null: they are not looked at for it.</param>
public sealed record VonageCallGateway(Uri Api, string Application, string KeyFile, string Sender, SecretText? Signature) : SmsGateway(Api)
{
    /// <summary>Its word.</summary>
    public const string Name = "vonage-call";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override bool Calls => true;
}

/// <summary>Amazon SNS.</summary>
/// <param name="SenderId">Null: that of the account.</param>
public sealed record SnsGateway(Uri Api, string AccessKey, SecretText SecretKey, string Region, string? SenderId) : SmsGateway(Api)
{
    /// <inheritdoc/>
    public override string Kind => "sns";
}

/// <summary>Kannel's <c>sendsms</c>.</summary>
/// <param name="Sender">Null: the one that Kannel is set to.</param>
public sealed record KannelGateway(Uri Api, BasicLogin Login, string? Sender) : SmsGateway(Api)
{
    /// <inheritdoc/>
    public override string Kind => "kannel";
}

/// <summary>Takes text messages as mail, by the mail server of the settings.</summary>
/// <param name="Pattern">The address, with <c>{number}</c> where the digits of the number stand.</param>
public sealed record MailGateway(string Pattern) : SmsGateway((Uri?)null)
{
    /// <summary>What stands for the number.</summary>
    public const string Hole = "{number}";

    /// <inheritdoc/>
    public override string Kind => "mail";
}

/// <summary>Whatever a description says.</summary>
/// <param name="Values">What fills the holes that are the operator's to fill.</param>
public sealed record TemplateGateway(Uri Api, HttpTemplate Template, ImmutableDictionary<string, SecretText> Values)
    : SmsGateway(Api)
{
    /// <inheritdoc/>
    public override string Kind => Template.Name;

    /// <inheritdoc/>
    public override bool Calls => Template.Calls;
}
