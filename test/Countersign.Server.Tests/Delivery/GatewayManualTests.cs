using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Server.Delivery;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class GatewayManualTests
{
    [Fact]
    public void The_signature_in_the_manual_is_the_one_we_make()
    {
        const string Body = """{"id":"msg_1","to":"+358401234567","text":"Hello"}""";
        var header = WebhookSignature.Of(Inbox.SmsSecret, DateTimeOffset.FromUnixTimeSeconds(1772442000), Encoding.UTF8.GetBytes(Body));
        var manual = File.ReadAllText(Path.Combine(Repository(), "docs", "sms-gateway.md"));

        Assert.Contains(
            $"printf '%s' '1772442000.{Body}' | openssl dgst -sha256 -hmac '{Inbox.SmsSecret}'", manual, StringComparison.Ordinal);
        Assert.Contains($"# {header["t=1772442000,v1=".Length..]}", manual, StringComparison.Ordinal);
    }

    private static string Repository([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Countersign.slnx"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
