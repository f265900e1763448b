using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What an operator does in a shell is in the log of the machine.</summary>
public sealed class SystemLogTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"log-{Guid.NewGuid():N}");
    private readonly Socket machine = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Dispose()
    {
        machine.Dispose();
        File.Delete(path);
    }

    [Fact]
    public async Task Each_act_is_a_line_that_says_who_typed_it_and_whom_it_is_about_and_not_why()
    {
        machine.Bind(new UnixDomainSocketEndPoint(path));
        using var office = new Office { SystemLog = path };
        await office.Run("account", "add", "--email", "ada@example.org");
        _ = Next();
        Assert.Equal(0, (await office.Run("account", "disable", "ada", "--reason", "she called")).Exit);

        var line = Next();

        Assert.Matches(@"^<85>[A-Z][a-z]{2} [0-9]{2} [0-9:]{8} countersign-server\[[0-9]+\]: \{", line);
        var json = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Assert.Equal("admin_disabled", json.GetProperty("event").GetString());
        Assert.Equal("shell:olga", json.GetProperty("facts").GetProperty("By").GetString());
        Assert.Equal("1", json.GetProperty("facts").GetProperty("Account").GetString());
        Assert.DoesNotContain("she called", line, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_a_log_is_operated_all_the_same()
    {
        using var office = new Office { SystemLog = path };

        Assert.Equal(0, (await office.Run("account", "add", "--email", "ada@example.org")).Exit);
    }

    private string Next()
    {
        var bytes = new byte[8192];
        return Encoding.UTF8.GetString(bytes, 0, machine.Receive(bytes));
    }
}
