namespace Countersign.Server.Pages;

/// <summary>What the page of API keys says.</summary>
public abstract class KeysTexts(Texts all) : Sentences(all)
{
    public abstract string KeysLead { get; }
    public abstract string KeysTitle { get; }
    public abstract string NoKeys { get; }
    public abstract string KeyMade { get; }
    public abstract string KeyReads { get; }
    public abstract string KeyWrites { get; }
    public abstract string KeyDelete { get; }
    public abstract string KeyNewTitle { get; }
    public abstract string KeyNameHint { get; }
    public abstract string KeyRights { get; }
    public abstract string KeyRightsAll { get; }
    public abstract string KeyRightsRead { get; }
    public abstract string KeyCreate { get; }
    public abstract string KeyMadeTitle { get; }
    public abstract string KeyMadeLead { get; }

    /// <summary>Above the boxes of keys that are to outlive a change.</summary>
    public abstract string KeepTitle { get; }
    public abstract string KeepHint { get; }
    public abstract string KeyByOperator { get; }
}
