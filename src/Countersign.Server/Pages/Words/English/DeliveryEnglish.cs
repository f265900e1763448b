namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class DeliveryEnglish(Texts all) : DeliveryTexts(all)
{
    public override string OnItsWay => "It is being handed over.";
    public override string TriedAgain => "It could not be handed over yet, and is tried again by itself. Another way may be faster.";
    public override string NotHandedOver => "It could not be handed over. Have it sent again, or use another way.";
    public override string MayHaveLeft => "Nobody knows yet whether it left: it may still come. Use it if it does, or use another way.";
    public override string HandedToCarrier => "Handed to the carrier:";
    public override string HandedToMailServer => "Handed to the mail server:";
    public override string Delivered => "Your phone has it:";
    public override string CarrierGaveUp => "The carrier says that it could not deliver it.";
    public override string OtherCarrierIn(DateTimeOffset at) => $"If nothing is heard of it, another carrier gets it in {Until(at)}.";
    public override string OtherCarrierNow => "Another carrier is getting it now.";
    public override string CallNextIn(DateTimeOffset at) => $"If nothing is heard of it, you are called in {Until(at)}.";
    public override string CallNextNow => "You are called next.";
    public override string NoText => "Still nothing? Check the signal and blocked senders, or use another way.";
    public override string NoMail => "Still nothing? Look among the unwanted e-mails, or use another way.";
    public override string OtherWays(string names) => $"You can also use: {names}.";
    public override string CallHandedOver => "You are being called:";
    public override string CallAnswered => "The call was answered:";
    public override string CallFailed => "The call was not answered:";
    public override string NoCall => "The call reads the code out. No call yet? Wait a little, or use another way.";
    public override string AfterCall => "The code is still good if you have it. Otherwise use another way.";
    public override string CallMe => "Call me instead";
}
