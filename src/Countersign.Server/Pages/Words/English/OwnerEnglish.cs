namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OwnerEnglish(Texts all) : OwnerTexts(all)
{
    public override string CardTitle => "Your data";
    public override string CardBody => "Take everything that is kept about you with you, or delete your account.";

    public override string ExportTitle => "Download your data";
    public override string ExportLead => "You get one file (JSON) with everything that is kept about your account. You are told of it by e-mail.";
    public override string ExportHolds =>
        "In it are your names, address and phone numbers, your methods, API keys, sessions and remembered browsers, what happened on the " +
        "account and which messages went out to you.";
    public override string ExportLacks =>
        "Passwords, keys, codes and the texts of messages are not in it. Keep the file as carefully as a bank statement.";
    public override string ExportButton => "Download";

    public override string DeleteTitle => "Delete your account";
    public override string DeleteEllipsis => "Delete account …";
    public override string DeleteLead(string wait) =>
        $"Your account will be deleted after {wait}. Until then it works as before, and you can call it off. You are told of it by e-mail, " +
        "and at the phone numbers of your account.";
    public override string DeleteLeadAtOnce => "Your account is deleted at once.";
    public override string WhatGoes => "What will be gone";
    public override string Goes =>
        "Your names, address and phone numbers, your password, all methods and recovery codes, API keys, sessions, remembered browsers " +
        "and the list of messages that went out to you.";
    public override string WhatStops => "What will stop working";
    public override string KeysStop => "Whatever uses one of these API keys is refused from then on:";
    public override string NoKeyStops => "You have no API keys, so no program stops.";
    public override string OfApplication => "of an application that signs its people in";
    public override string SessionsStop(int sessions) => sessions == 1
        ? "You are signed out here."
        : $"You are signed out everywhere: {sessions} sessions end.";
    public override string WhatStays => "What stays";
    public override string Stays(string log, string addresses, string mail) =>
        $"The log of what happened, under the number of the account and without its names: for {log}. Network addresses in it are " +
        $"shortened after {addresses}. That a last e-mail went to you is kept for {mail}. Backups of this service hold your account until " +
        "they are thrown away.";
    public override string NoWayBack => "This cannot be undone.";
    public override string DeleteButton => "Delete my account";
    public override string NameToBeSure => "Your user name or e-mail address, to be sure";
    public override string NameHint(string username, string address) => $"Type {username} or {address}.";
    public override string NotTheName => "That is neither your user name nor your address.";
    public override string Password => "Your password";
    public override string WrongPassword => "That is not your password.";

    public override string Banner(DateTimeOffset at) =>
        $"Your account will be deleted on {Instant(at)}. Until then it works as before.";
    public override string CallOff => "Keep my account";
}
