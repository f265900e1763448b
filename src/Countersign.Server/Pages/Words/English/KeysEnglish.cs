namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class KeysEnglish(Texts all) : KeysTexts(all)
{
    public override string KeysLead =>
        "Programs and the command line use these instead of your password. Whoever has one can act for you, as far as its rights go.";
    public override string KeysTitle => "Your keys";
    public override string NoKeys => "None yet.";
    public override string KeyMade => "created";
    public override string KeyReads => "read only";
    public override string KeyWrites => "read and write";
    public override string KeyDelete => "Delete this key";
    public override string KeyNewTitle => "Create a key";
    public override string KeyNameHint => "What it is for, like “backup script”.";
    public override string KeyRights => "Access";
    public override string KeyRightsAll => "Read and write";
    public override string KeyRightsRead => "Read only";
    public override string KeyCreate => "Create key";
    public override string KeyMadeTitle => "Your new key";
    public override string KeepTitle => "API keys that go on working";
    public override string KeepHint =>
        "Tick the keys that you know and still need. The others end now: whoever knew your password could have made them.";
    public override string KeyByOperator => "from the people who run this service,";
    public override string KeyMadeLead => "Copy it now: it is not shown again.";
}
