// The second factor of your own people, by Countersign (docs/apps.md): dotnet run apps.cs enrol|verify PERSON. .NET 10, nothing else.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"Set {name}.");

var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Setting("COUNTERSIGN_APP")}:{Setting("COUNTERSIGN_SECRET")}"));
using var http = new HttpClient { BaseAddress = new($"{Setting("COUNTERSIGN_URL").TrimEnd('/')}/apps/v1/people/"), Timeout = TimeSpan.FromSeconds(10) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", login);
var person = Uri.EscapeDataString(args[1]);

// Whatever is no answer of ours throws, and so lets nobody in.
async Task<(bool Ok, JsonNode Answer)> Ask(HttpMethod method, string path, JsonObject body, string? address = null)
{
    using var request = new HttpRequestMessage(method, path);
    request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    if (address is not null) request.Headers.Add("Countersign-End-User", address);
    using var answer = await http.SendAsync(request);
    return (answer.IsSuccessStatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
}

if (args[0] == "verify") // after your own password check
{
    var (isIn, verified) = await Ask(HttpMethod.Post, $"{person}/verify", new() { ["code"] = Console.ReadLine() }, "198.51.100.7");
    Console.WriteLine(isIn ? "in" : verified["error"]);
    return isIn ? 0 : 1;
}

await Ask(HttpMethod.Put, person, new() { ["name"] = "ada@shop.example.org" });
var (isBegun, begun) = await Ask(HttpMethod.Post, $"{person}/factors/app", []);
Console.WriteLine(isBegun ? begun["uri"] : begun["error"]); // a page shows begun["qr"] as a picture
if (!isBegun) return 1;

var first = new JsonObject { ["secret"] = begun["secret"]!.DeepClone(), ["code"] = Console.ReadLine() };
var (isAdded, added) = await Ask(HttpMethod.Post, $"{person}/factors/app/confirm", first);
Console.WriteLine(isAdded ? string.Join(' ', added["recovery_codes"]!.AsArray().Select(code => $"{code}")) : added["error"]);
return isAdded ? 0 : 1;
