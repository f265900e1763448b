using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Bench;

/// <summary>
/// The least that any service on this web server costs: it reads a body of the same size, and answers one of the same size, and does
/// nothing.
/// </summary>
internal static class Floor
{
    private const string Answer =
        """{"success":true,"msg":"ok","session_key":"csg_000000000000000000000000000000000000000000000000","user_id":1}""";

    private static readonly (string Name, string Value)[] Named =
    [
        ("Remote-User", "member1234"), ("Remote-Email", "member1234@example.org"), ("Remote-Name", ""), ("X-Countersign-Subject", "1234"),
        ("X-Countersign-Acr", "urn:countersign:second-factor"), ("X-Countersign-Amr", "pwd otp mfa"),
        ("X-Countersign-Auth-Time", "1790000000"),
    ];

    public static async Task Serve(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapPost("/api/v0/tfa/", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await reader.ReadToEndAsync();
            return Results.Text(Answer, "application/json");
        });
        app.MapGet("/api/v0/tfa/status/", () => Results.Text(Answer, "application/json"));
        app.MapGet("/forward-auth", (HttpContext context) =>
        {
            foreach (var (name, value) in Named) context.Response.Headers[name] = value;
            context.Response.ContentLength = 0;
        });
        await app.RunAsync();
    }
}
