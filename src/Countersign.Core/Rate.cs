namespace Countersign.Core;

/// <summary>At most so many within any stretch of time that long.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="Window">Longer than nothing.</param>
public readonly record struct Rate(int Count, TimeSpan Window);
