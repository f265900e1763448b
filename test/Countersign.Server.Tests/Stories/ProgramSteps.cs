using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Server.Tests.Stories;

/// <summary>A program of the tests that asks at a page to be signed in, and knows nothing of our own client.</summary>
internal sealed class AskingTestProgram
{
    public const int Port = 51234;

    public string Verifier { get; } = Chance();

    public string State { get; } = Chance();

    public Dictionary<string, string> Parts => new(StringComparer.Ordinal)
    {
        ["port"] = $"{Port}",
        ["state"] = State,
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    public string Path => QueryHelpers.AddQueryString(PagePaths.Program, Parts!);

    public static string CodeIn(string? address) => QueryHelpers.ParseQuery(new Uri(address!).Query)["code"].ToString();

    private static string Chance() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

internal static class ProgramSteps
{
    /// <summary>Presses a button of the page that a program opens; where it leads.</summary>
    public static async Task<PageAnswer> Answer(this PageVisitor browser, AskingTestProgram program, string answer = "allow") =>
        await browser.Submit(await browser.Open(program.Path), PagePaths.Program, ("answer", answer));

    /// <summary>The code that a page gives for a program.</summary>
    public static async Task<string> Allow(this PageVisitor browser, AskingTestProgram program) =>
        AskingTestProgram.CodeIn((await browser.Answer(program)).Location);

    /// <summary>A program comes for its session.</summary>
    public static Task<VastAnswer> Fetch(
        this TestServer server, AskingTestProgram program, string code, string? verifier = null, int port = AskingTestProgram.Port) =>
        server.Stranger().Post("/users/login/program/", new { code, code_verifier = verifier ?? program.Verifier, port });
}
