using Countersign.Client;

namespace Countersign.Cli.Files;

/// <summary>
/// What the account commands remember: <c>account</c>, mode 0600, with the server, the user name and the last token. Never the password.
/// </summary>
internal sealed class AccountFile
{
    private readonly PrivateFile file = PrivateFile.OfOurs("account");

    public string? Endpoint { get; private set; }

    public string? UserName { get; private set; }

    public AccessKey? Token { get; private set; }

    public void Load()
    {
        var lines = file.Read()?.Split('\n') ?? [];
        (Endpoint, UserName) = (Line(lines, 0), Line(lines, 1));
        Token = Line(lines, 2) is { } token ? new AccessKey(token) : null;
    }

    public void Remember(Uri endpoint, string userName, AccessKey? token) =>
        file.Write($"{endpoint.OriginalString}\n{userName}\n{token?.Value}\n");

    private static string? Line(string[] lines, int at) => lines.Length > at && lines[at].Trim() is { Length: > 0 } line ? line : null;
}
