using Countersign.Core;
using Countersign.Server.Delivery.Wording.English;
using Countersign.Server.Delivery.Wording.German;

namespace Countersign.Server.Delivery.Wording;

/// <summary>All that messages say in one language.</summary>
internal sealed record MessageWords(CodeTexts Codes, LinkTexts Links, NoticeTexts Notices)
{
    /// <summary>The words of a language: one more is a class for each group, and a line here.</summary>
    public static MessageWords In(Language language, string issuer, Uri baseUrl) => language switch
    {
        Language.English => new(new EnglishCodeTexts(issuer, baseUrl), new EnglishLinkTexts(), new EnglishNoticeTexts()),
        Language.German => new(new GermanCodeTexts(issuer, baseUrl), new GermanLinkTexts(), new GermanNoticeTexts()),
    };
}
