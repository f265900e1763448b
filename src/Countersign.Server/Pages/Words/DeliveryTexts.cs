namespace Countersign.Server.Pages;

/// <summary>What the pages say about a code that is on its way. A time follows what ends with a colon.</summary>
public abstract class DeliveryTexts(Texts all) : Sentences(all)
{
    public abstract string OnItsWay { get; }
    public abstract string TriedAgain { get; }
    public abstract string NotHandedOver { get; }
    public abstract string MayHaveLeft { get; }
    public abstract string HandedToCarrier { get; }
    public abstract string HandedToMailServer { get; }
    public abstract string Delivered { get; }
    public abstract string CarrierGaveUp { get; }
    public abstract string OtherCarrierIn(DateTimeOffset at);
    public abstract string OtherCarrierNow { get; }
    public abstract string CallNextIn(DateTimeOffset at);
    public abstract string CallNextNow { get; }
    public abstract string NoText { get; }
    public abstract string NoMail { get; }
    public abstract string OtherWays(string names);
    public abstract string CallHandedOver { get; }
    public abstract string CallAnswered { get; }
    public abstract string CallFailed { get; }
    public abstract string NoCall { get; }
    public abstract string AfterCall { get; }
    public abstract string CallMe { get; }
}
