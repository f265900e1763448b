namespace Countersign.Server.Pages;

/// <summary>What the pages say about an account's data and its end.</summary>
public abstract class OwnerTexts(Texts all) : Sentences(all)
{
    public abstract string CardTitle { get; }
    public abstract string CardBody { get; }

    public abstract string ExportTitle { get; }
    public abstract string ExportLead { get; }
    public abstract string ExportHolds { get; }
    public abstract string ExportLacks { get; }
    public abstract string ExportButton { get; }

    public abstract string DeleteTitle { get; }
    public abstract string DeleteEllipsis { get; }
    public abstract string DeleteLead(string wait);
    public abstract string DeleteLeadAtOnce { get; }
    public abstract string WhatGoes { get; }
    public abstract string Goes { get; }
    public abstract string WhatStops { get; }
    public abstract string KeysStop { get; }
    public abstract string NoKeyStops { get; }
    public abstract string OfApplication { get; }
    public abstract string SessionsStop(int sessions);
    public abstract string WhatStays { get; }
    public abstract string Stays(string log, string addresses, string mail);
    public abstract string NoWayBack { get; }
    public abstract string DeleteButton { get; }
    public abstract string NameToBeSure { get; }
    public abstract string NameHint(string username, string address);
    public abstract string NotTheName { get; }
    public abstract string Password { get; }
    public abstract string WrongPassword { get; }

    public abstract string Banner(DateTimeOffset at);
    public abstract string CallOff { get; }

    /// <summary>A span of time in words.</summary>
    public string Lasting(TimeSpan span) => All.Times.Lasting(span);
}
