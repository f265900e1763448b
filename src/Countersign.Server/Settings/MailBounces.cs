using System.Text.RegularExpressions;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings;

/// <summary>Who tells us by HTTP that mail came back, and how we know that it is they.</summary>
public abstract partial record MailBounces
{
    private const string End = "://";

    // Whoever guesses it could mark the addresses of people.
    private const int ShortestSecret = 12;

    /// <summary>Reads one; null: it is none.</summary>
    public static MailBounces? Read(string text)
    {
        if (text.Trim().Split(End, 2) is not [var kind, var rest]) return null;

        return kind.ToLowerInvariant() switch
        {
            "postmark" => rest.Split(':') is [{ Length: > 0 } user, { Length: >= ShortestSecret } password]
                ? new PostmarkBounces(Uri.UnescapeDataString(user), new(Uri.UnescapeDataString(password)))
                : null,
            "mailgun" => rest.Length >= ShortestSecret ? new MailgunBounces(new(Uri.UnescapeDataString(rest))) : null,
            "ses" => Ses(rest),
            _ => null,
        };
    }

    private static SesBounces? Ses(string rest)
    {
        var (topic, api) = rest.Split("?api=", 2) is [var named, var at] ? (named, at) : (rest, null);
        if (Topic().Match(topic) is not { Success: true } read) return null;

        var usual = $"https://sns.{read.Groups["region"].Value}.amazonaws.com{(read.Groups["part"].Value == "aws-cn" ? ".cn" : "")}";
        return Uri.TryCreate(api is null ? usual : Uri.UnescapeDataString(api), UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                ? new(topic, url)
                : null;
    }

    [GeneratedRegex(@"^arn:(?<part>aws[a-z-]*):sns:(?<region>[a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$")]
    private static partial Regex Topic();
}

/// <summary>Postmark: it signs nothing, and calls with a user and a password of our choice.</summary>
public sealed record PostmarkBounces(string User, SecretText Password) : MailBounces;

/// <summary>Mailgun: it signs with the key for webhooks of the account.</summary>
public sealed record MailgunBounces(SecretText Key) : MailBounces;

/// <summary>Amazon SES, by way of a topic of SNS, which signs with a certificate of its own.</summary>
/// <param name="Topic">The ARN: nothing else that SNS signs is meant for us.</param>
/// <param name="Api">Where SNS is, with its certificates.</param>
public sealed record SesBounces(string Topic, Uri Api) : MailBounces;
