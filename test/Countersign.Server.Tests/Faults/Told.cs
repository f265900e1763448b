namespace Countersign.Server.Tests.Faults;

/// <summary>What the client knows of a deed once its answer came, or did not.</summary>
internal enum Told
{
    /// <summary>It was acknowledged: it must be found.</summary>
    Done,

    /// <summary>It was refused for good, as it should not have been.</summary>
    Refused,

    /// <summary>No whole answer came, or 503: it is found whole or not at all, and trying again does not double it.</summary>
    InDoubt,
}

/// <summary>What is left of a deed.</summary>
internal enum Found
{
    NotAtAll,
    Whole,

    /// <summary>A part of it: nothing may ever be found so.</summary>
    Half,

    /// <summary>More than once.</summary>
    Double,
}
