using Countersign.Core;

namespace Countersign.Server.Pages;

/// <summary>What the pages of the applications say.</summary>
public abstract class OperateAppsTexts(Texts all) : Sentences(all)
{
    public abstract string Lead { get; }
    public abstract string None { get; }
    public abstract string Never { get; }
    public abstract string LastUsed { get; }
    public abstract string See { get; }
    public abstract string Add { get; }
    public abstract string AddTitle { get; }
    public abstract string AddLead { get; }
    public abstract string Name { get; }
    public abstract string NameHint { get; }
    public abstract string NameBad { get; }
    public abstract string AppTitle { get; }
    public abstract string TitleHint { get; }
    public abstract string TitleBad { get; }
    public abstract string Return { get; }
    public abstract string ReturnHint { get; }
    public abstract string AddressBad { get; }
    public abstract string SignedOut { get; }
    public abstract string Kind { get; }
    public abstract string KindWeb { get; }
    public abstract string KindPublic { get; }
    public abstract string KindProxy { get; }
    public abstract string KindRadius { get; }
    public abstract string KindApi { get; }
    public abstract string At { get; }
    public abstract string From { get; }
    public abstract string Paths { get; }
    public abstract string PathsHint { get; }
    public abstract string PathsBad { get; }
    public abstract string Level { get; }
    public abstract string LevelFactor { get; }
    public abstract string LevelPassword { get; }
    public abstract string LevelPasskey { get; }
    public abstract string LevelBad { get; }
    public abstract string Consent { get; }
    public abstract string May { get; }
    public abstract string MayNothing { get; }
    public abstract string Added { get; }
    public abstract string Secret { get; }
    public abstract string SecretNone { get; }
    public abstract string SecretOne { get; }
    public abstract string SecretShared { get; }
    public abstract string SecretPast { get; }
    public abstract string Fresh { get; }
    public abstract string FreshHint { get; }
    public abstract string FreshBad { get; }
    public abstract string Change { get; }
    public abstract string ChangeTitle { get; }
    public abstract string ChangeLead { get; }
    public abstract string Rotate { get; }
    public abstract string RotateTitle { get; }
    public abstract string RotateLead { get; }
    public abstract string Remove { get; }
    public abstract string RemoveTitle { get; }
    public abstract string RemoveLead { get; }
    public abstract string MadeTitle { get; }
    public abstract string MadeLead { get; }
    public abstract string MadeNone { get; }
    public abstract string MadeOn { get; }

    /// <summary>What it demands.</summary>
    public string LevelOf(AppLevel level) => level switch
    {
        AppLevel.Password => LevelPassword,
        AppLevel.SecondFactor => LevelFactor,
        AppLevel.PhishingResistant => LevelPasskey,
    };

    /// <summary>What kind of application it is.</summary>
    public string KindOf(AppKind kind) => kind switch
    {
        AppKind.Web => KindWeb,
        AppKind.Public => KindPublic,
        AppKind.Proxy => KindProxy,
        AppKind.Radius => KindRadius,
        AppKind.Api => KindApi,
    };

    /// <summary>What its addresses are.</summary>
    public string WhereOf(AppKind kind) => kind switch
    {
        AppKind.Web or AppKind.Public or AppKind.Api => Return,
        AppKind.Proxy => At,
        AppKind.Radius => From,
    };
}
