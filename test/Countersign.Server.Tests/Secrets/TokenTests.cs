using System.Text.Json;
using Countersign.Server.Secrets;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class TokenTests : IDisposable
{
    private readonly KeyFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TokenKind.Challenge, "tfs_")]
    [InlineData(TokenKind.Session, "ses_")]
    [InlineData(TokenKind.ApiKey, "key_")]
    [InlineData(TokenKind.Link, "lnk_")]
    [InlineData(TokenKind.Program, "prg_")]
    [InlineData(TokenKind.App, "app_")]
    public void A_token_says_its_kind_first_and_reads_back(TokenKind kind, string prefix)
    {
        var token = Token.New(kind);

        Assert.StartsWith(prefix, token.Reveal(), StringComparison.Ordinal);
        Assert.Equal(Token.Length, token.Reveal().Length);
        Assert.True(Token.TryParse(token.Reveal(), out var read));
        Assert.Equal(kind, read.Kind);
        Assert.Equal(token.Reveal(), read.Reveal());
        Assert.EndsWith(token.Suffix, token.Reveal(), StringComparison.Ordinal);
        Assert.Equal(4, token.Suffix.Length);
    }

    [Fact]
    public void A_thousand_tokens_are_a_thousand_different_ones() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Token.New(TokenKind.Session).Reveal()).Distinct().Count());

    [Fact]
    public void Any_one_wrong_character_is_refused()
    {
        var text = Token.New(TokenKind.ApiKey).Reveal();
        for (var i = 0; i < text.Length; i++)
            foreach (var wrong in "0aZ-_.é\0")
                if (text[i] != wrong) Assert.False(Token.TryParse(text[..i] + wrong + text[(i + 1)..], out _));
    }

    [Fact]
    public void A_token_of_one_kind_does_not_pass_for_another()
    {
        var text = Token.New(TokenKind.Challenge).Reveal();

        Assert.False(Token.TryParse("ses_" + text[4..], out _));
    }

    [Fact]
    public void Space_around_or_anything_missing_is_refused()
    {
        var text = Token.New(TokenKind.Link).Reveal();
        string?[] wrong = [null, "", " ", "lnk_", text + " ", " " + text, text[1..], text[..^1], text + text, text.ToUpperInvariant()];

        Assert.All(wrong, w => Assert.False(Token.TryParse(w, out _)));
    }

    [Property]
    public bool Any_text_is_refused_without_an_exception(string? text) =>
        !Token.TryParse(text, out _) && !Token.TryParse(("ses_" + text).PadRight(Token.Length, 'A')[..Token.Length], out _);

    [Fact]
    public void The_check_sum_is_the_common_one() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void Printing_a_token_shows_no_more_than_its_end()
    {
        var token = Token.New(TokenKind.Session);
        var printed =
            $"{token} {new { token }} {new Holder(token)} {JsonSerializer.Serialize(token)} {JsonSerializer.Serialize(new Holder(token))}";

        Assert.Equal("•••", token.ToString());
        Assert.DoesNotContain(token.Reveal()[..8], printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_token_is_found_by_one_of_its_hashes_after_the_key_was_rotated()
    {
        var keys = folder.Open();
        var hash = new TokenHash(keys);
        var token = Token.New(TokenKind.ApiKey);
        var stored = hash.UnderActive(token);
        keys.AddActive(KeyFolder.Morning);

        Assert.Equal("k1", stored.KeyId);
        Assert.Equal("k2", hash.UnderActive(token).KeyId);
        Assert.Equal(2, hash.UnderAll(token).Count);
        Assert.Contains(hash.UnderAll(token), h => h.SequenceEqual(stored.Hash));
        Assert.DoesNotContain(hash.UnderAll(Token.New(TokenKind.ApiKey)), h => h.SequenceEqual(stored.Hash));
    }

    [Fact]
    public void Another_installation_stores_the_same_token_differently()
    {
        using var other = new KeyFolder();
        var token = Token.New(TokenKind.ApiKey);

        Assert.NotEqual(new TokenHash(folder.Open()).UnderActive(token).Hash, new TokenHash(other.Open()).UnderActive(token).Hash);
    }

    private sealed record Holder(Token Token);
}
