using Countersign.Server.Composition;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Tests.Stories;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What an operator sees of messages before anybody gets one, and what a wrong text does to the server.</summary>
public sealed class MessageCommandTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_message_is_shown_as_it_would_go_out()
    {
        Write("de.txt", "sign-in.sms = {code} ist Ihr Code. Hilfe: 555-0100 ☎", "sign-in.subject = Anmelden bei {site}");

        var told = await office.Run("message", "preview", "sign-in", "--language", "de");

        Assert.Equal(0, told.Exit);
        Assert.StartsWith(
            "== sign-in: text message, 1 part, UCS-2 because of ☎\n123456 ist Ihr Code. Hilfe: 555-0100 ☎\n@127.0.0.1 #123456\n\n" +
            "== sign-in: mail\nSubject: 123456: Anmelden bei Countersign\n\n123456\n\nDas ist Ihr Code zum Anmelden", told.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_shown_where_somebody_can_be_called_and_where_it_is_worded_otherwise()
    {
        Assert.DoesNotContain("call", (await office.Run("message", "preview", "sign-in")).Output, StringComparison.Ordinal);
        Write("en.txt", "sign-in.call = This is {site}: {code}. Again: {code}.");

        var told = await office.Run("message", "preview", "sign-in");

        Assert.EndsWith(
            "== sign-in: call, about 18 seconds, with a pause behind each line\n" +
            "This is Countersign:\n1\n2\n3\n4\n5\n6\nAgain:\n1\n2\n3\n4\n5\n6\n\n", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("call,", (await office.Run("message", "preview", "sign-in", "--language", "de")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_html_of_a_mail_is_shown_on_request()
    {
        var told = await office.Run("message", "preview", "verify-email", "--html");

        Assert.StartsWith("== verify-email: mail\nSubject: 123456: Confirm your e-mail address for Countersign\n\n<!doctype html>", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_message_has_its_name_in_the_list_of_keys()
    {
        var keys = await office.Run("message", "keys");
        var names = (await office.Run("message", "preview")).Output.Split('\n')
            .Where(line => line.StartsWith("== ", StringComparison.Ordinal)).Select(line => line[3..line.IndexOf(':')]).Distinct().ToList();

        Assert.Equal(OwnKeys.All.Count, keys.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(names, name => Assert.Contains($"{name}.", keys.Output, StringComparison.Ordinal));
        Assert.Contains("sign-in.sms                                    {code} {site} {time}\n", keys.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_not_known_is_typed_wrong()
    {
        var told = await office.Run("message", "preview", "sing-in");

        Assert.Equal(2, told.Exit);
        Assert.Contains("There is no message 'sing-in'.", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_starts_with_a_wrong_text_and_every_command_that_may_write_says_which()
    {
        await office.Run("budget", "show");
        var path = Write("de.txt", "sign-in.sms = Willkommen!");
        var said = $"{path}:1: sign-in.sms lacks {{code}}, without which the message helps nobody. Put it in, once.";
        var settings = SettingsReader.Read(office.Environment, null).Settings!;

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => WebServer.Create(
            settings, new(["http://127.0.0.1:0"], IsDevelopment: false, office.Clock, HashCosts.Default), TestContext.Current.CancellationToken));
        var added = await office.Pipe(
            "correct horse battery staple", "account", "add", "--email", "ada@example.org", "--password-stdin");

        Assert.Equal(said, refused.Message);
        Assert.Equal((1, said), (added.Exit, added.Errors.Trim()));
        Assert.Equal(said, (await office.Run("message", "preview")).Errors.Trim());
        Assert.Contains($"FAIL  texts: {said.TrimEnd('.')}", (await office.Run("doctor")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_counts_the_texts_that_are_well()
    {
        Write("de.txt", "sign-in.headline = Hallo", "change.headline = Hallo");
        Write("en.txt", "sign-in.headline = Hello");

        Assert.Contains(
            $"OK    texts: 3 of messages are worded in {office.Environment["COUNTERSIGN_TEXTS"]}", (await office.Run("doctor")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_mail_server_sends_back_is_piped_in_and_marks_the_address_it_is_about()
    {
        await office.Pipe("correct horse battery staple", "account", "add", "--email", "ada@example.org", "--verified", "--password-stdin");
        await office.Run("account", "disable", "ada@example.org", "--reason", "a test of bounces");
        var id = await Sent();

        var late = await office.Pipe(BounceStories.Report(Mail(id), "delayed", isWhole: true), "message", "bounce");
        var other = await office.Pipe(BounceStories.Report(Mail("msg_of_somebody_else"), "failed", isWhole: true), "message", "bounce");
        Assert.Equal((0, "The mail is late, or has arrived. Nothing was changed."), (late.Exit, late.Output.Trim()));
        Assert.Equal(1, other.Exit);
        Assert.StartsWith("It is about a mail that is not from here", other.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await Marked());

        var told = await office.Pipe(BounceStories.Report(Mail(id), "failed", isWhole: false), "message", "bounce");

        Assert.Equal(
            (0, "The address is marked. Its owner is told so when they sign in, until they confirm it again."), (told.Exit, told.Output.Trim()));
        Assert.Equal(1, await Marked());
        Assert.Equal(1, (await office.Pipe("Subject: Hello\r\n\r\nHello", "message", "bounce")).Exit);
    }

    private static string Mail(string id) => $"Message-ID: <{id}@login.example.org>\r\nSubject: Hello\r\n\r\nHello\r\n";

    private async Task<string> Sent()
    {
        await using var db = office.OpenDb();
        return (await db.Read(sql => sql.FindOne<Named>($"SELECT message_id FROM outbox"), TestContext.Current.CancellationToken))!.MessageId;
    }

    private Task<long> Marked() => office.Count($"SELECT count(*) FROM account_marks WHERE mark = {"mail_bounced"}");

    private sealed record Named(string MessageId);

    private string Write(string name, params string[] lines)
    {
        DataFolder.Make(office.Data);
        var folder = Directory.CreateDirectory(Path.Combine(office.Data, "texts")).FullName;
        office.Environment["COUNTERSIGN_TEXTS"] = folder;
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
