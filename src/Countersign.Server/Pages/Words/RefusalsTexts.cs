using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages;

/// <summary>Why something a person typed is not taken.</summary>
public abstract class RefusalsTexts(Texts all) : Sentences(all)
{
    /// <summary>A refusal of what was typed into a form, next to its field.</summary>
    public abstract string Of(Refused refused);

    public abstract string Of(PasswordRefusal weak);

    public abstract string Of(Refusal why);
}
