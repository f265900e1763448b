using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Wording;

/// <summary>All that messages say in one language.</summary>
internal sealed record MessageWords(CodeTexts Codes, LinkTexts Links, NoticeTexts Notices)
{
    /// <summary>The words of a language, which has a class for each group.</summary>
    public static MessageWords In(Language language, string issuer, Uri baseUrl) => new(
        InEachLanguage.Make<CodeTexts>(language, issuer, baseUrl),
        InEachLanguage.Make<LinkTexts>(language),
        InEachLanguage.Make<NoticeTexts>(language));
}
