using System.Text;
using System.Text.Encodings.Web;
using Countersign.Core;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery;

/// <summary>
/// The HTML half of a mail: styles inline (many mail programs drop all others), the code picked out, dark where the
/// reader likes dark. Every value is encoded; nothing is loaded from anywhere.
/// </summary>
internal static class MailHtml
{
    private const string Dark = """
        @media (prefers-color-scheme: dark) {
          .page { background: #12141a !important; } .card { background: #1c1f28 !important; border-color: #2e3340 !important; }
          .ink { color: #eceef3 !important; } .soft { color: #a3a9b8 !important; }
          .code { background: #2a2f3d !important; color: #eceef3 !important; }
        }
        """;

    public static string Of(MailBody body, ServiceLook look)
    {
        var card = new StringBuilder();
        card.Append(Heading(body.Headline));
        if (body.Code is { } code) card.Append(CodeBox(code.Reveal(), look));
        foreach (var paragraph in body.Paragraphs.Take(1)) card.Append(Paragraph(paragraph, "ink", "#1d2433"));
        if (body.Link is { } link) card.Append(Button(link, body.LinkText, look));
        if (body.Facts.Count > 0) card.Append(Table(body.Facts));
        foreach (var paragraph in body.Paragraphs.Skip(1)) card.Append(Paragraph(paragraph, "soft", "#5b6474"));
        return Page(body, look, card.ToString());
    }

    private static string Page(MailBody body, ServiceLook look, string card) => $"""
        <!doctype html>
        <html lang="{body.Language.Code()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>{Text(body.Headline)}</title>
        <style>{Dark}</style>
        </head>
        <body class="page" style="margin:0;padding:24px 12px;background:#f3f4f7;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
        {Top(body.Issuer, look)}<div class="card" style="max-width:480px;margin:0 auto;padding:28px;background:#ffffff;border:1px solid #e2e5eb;border-top:4px solid {look.Color} !important;border-radius:12px">
        {card}</div>
        <p class="soft" style="max-width:480px;margin:16px auto 0;text-align:center;font-size:12px;color:#5b6474">{string.Join("<br>", body.Foot.Prepend(body.Issuer).Select(Text))}</p>
        </body>
        </html>

        """;

    // Whoever does not see the picture reads the name.
    private static string Top(string issuer, ServiceLook look) => look.LogoFile is null
        ? $"""<p class="ink" style="max-width:480px;margin:0 auto 16px;text-align:center;font-size:16px;font-weight:600;color:#1d2433">{Text(issuer)}</p>{"\n"}"""
        : $"""<p style="max-width:480px;margin:0 auto 16px;text-align:center"><img src="cid:{Mail.LogoId}" height="40" alt="{Text(issuer)}" style="height:40px;border:0"></p>{"\n"}""";

    private static string Heading(string text) =>
        $"""<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:1.3;color:#1d2433">{Text(text)}</h1>{"\n"}""";

    private static string CodeBox(string digits, ServiceLook look) =>
        $"""<p class="code" style="margin:0 0 20px;padding:16px;border-radius:8px;background:#f3f4f7;color:{look.Color};font:600 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px;text-align:center">{Text(digits)}</p>{"\n"}""";

    private static string Paragraph(string text, string style, string color) =>
        $"""<p class="{style}" style="margin:0 0 16px;font-size:15px;line-height:1.55;color:{color}">{Text(text)}</p>{"\n"}""";

    private static string Button(Uri link, string text, ServiceLook look) =>
        $"""<p style="margin:0 0 20px"><a href="{Text(link.AbsoluteUri)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:{look.Color};color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">{Text(text)}</a></p>{"\n"}""";

    private static string Table(IReadOnlyList<MailFact> facts)
    {
        var rows = facts.Select(fact =>
            $"""<tr><td class="soft" style="padding:2px 16px 2px 0;font-size:14px;color:#5b6474;vertical-align:top">{Text(fact.Name)}</td><td class="ink" style="padding:2px 0;font-size:14px;color:#1d2433">{Text(fact.Value)}</td></tr>""");
        return $"""<table role="presentation" style="margin:0 0 16px;border-collapse:collapse">{string.Concat(rows)}</table>{"\n"}""";
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
