using System.IO.Compression;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>Style sheets and scripts are small on their way; pages, which stand beside secrets, are as they are.</summary>
public sealed class AssetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Assets => [.. PageAssets.Names.Where(name => !name.EndsWith(".svg", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Assets))]
    public async Task An_asset_is_compressed_for_whoever_takes_that_and_is_the_same(string name)
    {
        await using var server = await TestServer.Start();
        var plain = await Get(server, PageAssets.PathOf(name), "identity");
        var br = await Get(server, PageAssets.PathOf(name), "gzip, deflate, br");
        var gzip = await Get(server, PageAssets.PathOf(name), "gzip");

        Assert.Equal(("", "br", "gzip"), (plain.Encoding, br.Encoding, gzip.Encoding));
        Assert.Equal(plain.Bytes, Open(new BrotliStream(new MemoryStream(br.Bytes), CompressionMode.Decompress)));
        Assert.Equal(plain.Bytes, Open(new GZipStream(new MemoryStream(gzip.Bytes), CompressionMode.Decompress)));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/healthz")]
    [InlineData("/api/v0/tfa/status/")]
    public async Task Nothing_else_is(string path)
    {
        await using var server = await TestServer.Start();
        Assert.Equal("", (await Get(server, path, "gzip, deflate, br")).Encoding);
    }

    [Fact]
    public async Task A_question_for_the_head_is_answered_without_a_body()
    {
        await using var server = await TestServer.Start();
        using var head = new HttpRequestMessage(HttpMethod.Head, PageAssets.PathOf("countersign.css"));
        using var answer = await server.Http.SendAsync(head, Ct);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    private static byte[] Open(Stream packed)
    {
        using var all = new MemoryStream();
        using (packed) packed.CopyTo(all);
        return all.ToArray();
    }

    private static async Task<(string Encoding, byte[] Bytes)> Get(TestServer server, string path, string accepts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        using var answer = await server.Http.SendAsync(request, Ct);
        return (string.Join(',', answer.Content.Headers.ContentEncoding), await answer.Content.ReadAsByteArrayAsync(Ct));
    }
}
