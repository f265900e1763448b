namespace Countersign.Server.Settings;

/// <summary>What may go to another machine without encryption where the operator says so by name.</summary>
public enum PlainWay
{
    /// <summary>Mail, with codes and links in it.</summary>
    Mail,

    /// <summary>Text messages, with codes in them.</summary>
    TextMessages,

    /// <summary>What is measured, and the key of the collector.</summary>
    Measurements,

    /// <summary>What webhooks are told.</summary>
    Hooks,
}
