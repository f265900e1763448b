namespace Countersign.Server.Admin;

/// <summary>How well something stands.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and somebody should look at it.</summary>
    Warn,

    /// <summary>It does not work, or it is not safe.</summary>
    Fail,
}

/// <summary>What the doctor found in one place. It never holds a secret.</summary>
/// <param name="Name">The place, in a word or two.</param>
/// <param name="Text">What there is, and what to do about it.</param>
public sealed record Finding(string Name, FindingLevel Level, string Text)
{
    /// <summary>All is well.</summary>
    public static Finding Ok(string name, string text) => new(name, FindingLevel.Ok, text);

    /// <summary>Somebody should look at it.</summary>
    public static Finding Warn(string name, string text) => new(name, FindingLevel.Warn, text);

    /// <summary>It must be mended.</summary>
    public static Finding Fail(string name, string text) => new(name, FindingLevel.Fail, text);

    /// <summary>A failure per fault, or all is well.</summary>
    public static IEnumerable<Finding> Of(string name, IReadOnlyList<string> faults, string well) =>
        faults.Count == 0 ? [Ok(name, well)] : faults.Select(fault => Fail(name, fault));
}
