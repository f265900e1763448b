using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>What is to be done afterwards is done for whoever wants it, whatever became of it before.</summary>
public sealed class AfterwardsTests
{
    [Fact]
    public async Task What_failed_once_is_done_when_it_is_wanted_again()
    {
        var (afterwards, done) = (new Afterwards(), 0);

        afterwards.Want(() => throw new InvalidOperationException("At once."));
        await afterwards.WhenDone();
        afterwards.Want(async () =>
        {
            await Task.Yield();
            throw new IOException("In the middle of it.");
        });
        await afterwards.WhenDone();
        afterwards.Want(() =>
        {
            done++;
            return Task.CompletedTask;
        });
        await afterwards.WhenDone();

        Assert.Equal(1, done);
    }
}
