namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateAppsEnglish(Texts all) : OperateAppsTexts(all)
{
    public override string Lead => "Applications that sign people in here.";
    public override string None => "There are none yet.";
    public override string Never => "nobody has gone there yet";
    public override string LastUsed => "last used";
    public override string See => "See";
    public override string Add => "Add an application";
    public override string AddTitle => "Add an application";
    public override string AddLead =>
        "People can sign in to it as soon as it is added. If it keeps a secret, that is shown once, on the next page.";
    public override string Name => "Name";
    public override string NameHint => "What it calls itself (client_id): small letters, digits and hyphens.";
    public override string NameBad => "Small letters, digits and hyphens, 2 to 40, and no other application has it, nor its address.";
    public override string AppTitle => "Title";
    public override string TitleHint => "What people are shown. Without it, the name.";
    public override string TitleBad => "One line of at most 60 characters.";
    public override string Return => "Return addresses";
    public override string ReturnHint =>
        "Where people are sent back to, each in a line, exactly as the application says it. Of one behind a proxy where it is, as " +
        "https://intra.example.org. Of one that asks by RADIUS the networks that it asks from, as 192.0.2.7 or 10.1.0.0/16. Of " +
        "one that keeps its own people nothing.";
    public override string AddressBad =>
        "Each is a whole address that begins with https://, without # and *; of RADIUS a network. At least one is needed; what keeps its " +
        "own people has none.";
    public override string SignedOut => "After signing out";
    public override string Kind => "What it is";
    public override string KindWeb => "It runs on a server and keeps a secret";
    public override string KindPublic => "It runs with people, in a browser or on their machine, and can keep none";
    public override string KindProxy => "It speaks nothing; the proxy before it asks us about each request (forward-auth)";
    public override string KindRadius => "It asks by RADIUS: a VPN gateway, or a machine that people log in to";
    public override string KindApi => "It keeps its own people, and asks us for their second factors (/apps/v1)";
    public override string At => "Where it is";
    public override string From => "Where it asks from";
    public override string Paths => "Demands of paths";
    public override string PathsHint =>
        "Only behind a proxy: what holds below a path, each in a line, as /admin=second-factor:10 (minutes) or /public=open.";
    public override string PathsBad =>
        "Each line is a path of whole segments, =, and open, password, second-factor or phishing-resistant, perhaps with : and minutes behind it.";
    public override string Level => "What it demands";
    public override string LevelFactor => "Password and second factor";
    public override string LevelPassword => "The password is enough";
    public override string LevelPasskey => "A passkey, which no false page can pass on";
    public override string LevelBad =>
        "A passkey cannot be asked for by RADIUS; and here the base URL must be a name over https, or localhost.";
    public override string Consent => "People are asked before it learns about them, as it is not ours";
    public override string May => "May ask for";
    public override string MayNothing => "nothing more";
    public override string Added => "Added";
    public override string Secret => "Secret";
    public override string SecretNone => "none";
    public override string SecretOne => "one, stored as a hash";
    public override string SecretShared => "one, stored sealed";
    public override string SecretPast => "two: that of before is good for some hours more";
    public override string Fresh => "Minutes that a proof may be old";
    public override string FreshHint => "Left empty: as old as the session.";
    public override string FreshBad => "It is a number of minutes from 1 to 1440, or empty.";
    public override string Change => "Change it";
    public override string ChangeTitle => "Change what this application demands?";
    public override string ChangeLead =>
        "What it was given under another demand ends at once: whoever is there comes in once more, by what it demands then.";
    public override string Rotate => "New secret";
    public override string RotateTitle => "Give this application a new secret";
    public override string RotateLead =>
        "It is shown once, on the next page. The old one is good for a day, too. If somebody else may have it, use " +
        "countersign-server app rotate with --at-once instead.";
    public override string Remove => "Remove";
    public override string RemoveTitle => "Remove this application";
    public override string RemoveLead => "Nobody can sign in to it then, and all that it was given ends at once.";
    public override string MadeTitle => "Its secret";
    public override string MadeLead => "This is the only time it is shown. Put it where the application keeps its secrets.";
    public override string MadeNone => "It is public and has no secret.";
    public override string MadeOn => "To the application";
}
