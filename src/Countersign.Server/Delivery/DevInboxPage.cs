using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Countersign.Server.Delivery;

/// <summary>The development inbox as a page. It refreshes itself without scripts; a script only adds the copy buttons.</summary>
internal static class DevInboxPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #d5d9e0; --soft: #667085; --pick: #eef2ff; --ink: #3538cd }
        @media (prefers-color-scheme: dark) { :root { --line: #3a3f4b; --soft: #98a2b3; --pick: #1f2340; --ink: #a4bcfd } }
        body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.3rem } h2 { font-size: 1rem; margin: 0 }
        article { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0 }
        .about { color: var(--soft); font-size: .85rem; margin: 0 }
        .code { display: flex; gap: .75rem; align-items: center; margin: .75rem 0 }
        .code b { font: 600 1.6rem/1.2 ui-monospace, monospace; letter-spacing: .15em; padding: .3rem .7rem; border-radius: .4rem; background: var(--pick); color: var(--ink) }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .5rem 0 0 }
        button { font: inherit; padding: .3rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: none; color: inherit; cursor: pointer }
        """;

    private const string Script = """
        for (const button of document.querySelectorAll('button[data-code]')) {
          button.hidden = false;
          button.addEventListener('click', async () => {
            await navigator.clipboard.writeText(button.dataset.code);
            button.textContent = 'Copied';
          });
        }
        """;

    public static string Of(IReadOnlyList<DevInboxMessage> messages, string nonce)
    {
        var articles = new StringBuilder();
        foreach (var message in messages) articles.Append(Article(message));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="5">
            <title>{(messages is [var newest, ..] ? Text(newest.Subject) : "Nothing yet")} · development inbox</title>
            <style nonce="{nonce}">{Style}</style>
            </head>
            <body>
            <main>
            <h1>Development inbox</h1>
            <p class="about">Every mail and text message this server sends ends here, newest first. Nothing leaves this machine.</p>
            {(messages.Count == 0 ? "<p>No messages yet.</p>" : articles)}
            </main>
            <script nonce="{nonce}">{Script}</script>
            </body>
            </html>
            """;
    }

    private static string Article(DevInboxMessage message) => $"""
        <article id="m{message.Id}">
        <h2>{Text(message.Channel is Core.Channel.Sms ? "Text message" : message.Subject)}</h2>
        <p class="about">to {Text(message.To)} · {message.ReceivedAt.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC</p>
        {CodeLine(message.Code)}
        <pre>{Text(message.Text)}</pre>
        </article>

        """;

    private static string CodeLine(string? code) => code is null ? "" :
        $"""<div class="code"><b>{Text(code)}</b> <button type="button" data-code="{Text(code)}" hidden>Copy</button></div>""";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
