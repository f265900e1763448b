namespace Countersign.Server.Settings;

/// <summary>One row of <see cref="SettingsTable"/>.</summary>
/// <param name="Name">Without the prefix <c>COUNTERSIGN_</c>.</param>
/// <param name="Default">As an operator would write it; empty: none, or as <paramref name="Meaning"/> says.</param>
/// <param name="Meaning">What it decides, for the operator's manual.</param>
/// <param name="Allowed">What may be given, so that it can follow "it must be".</param>
/// <param name="Example">A value that is right.</param>
/// <param name="IsSecret">Its value is never shown, and it may be read from the file that <c>…_FILE</c> names.</param>
/// <param name="Apply">The settings with this value in them; null when the text is not allowed.</param>
public sealed record Setting(
    string Name, string Default, string Meaning, string Allowed, string Example, bool IsSecret,
    Func<ServerSettings, string, ServerSettings?> Apply)
{
    /// <summary>What the name of every environment variable begins with.</summary>
    public const string Prefix = "COUNTERSIGN_";

    /// <summary>What to do about a text that is not allowed; null where what is allowed says it all. It quotes nothing.</summary>
    public Func<string, string?> Why { get; private init; } = _ => null;

    /// <summary>Whether that says it all where there is something to say.</summary>
    public bool SaysWhyAlone { get; private init; }

    /// <summary>A row whose value is of the given kind.</summary>
    public static Setting Of<T>(
        string name, string defaultText, SettingKind<T> kind, Func<ServerSettings, T, ServerSettings> put, string meaning) =>
        new(name, defaultText, meaning, kind.Allowed, kind.Example.Length > 0 ? kind.Example : defaultText, IsSecret: false,
            (settings, text) => kind.TryRead(text, out var value) ? put(settings, value) : null)
        {
            Why = kind.Why,
            SaysWhyAlone = kind.SaysWhyAlone,
        };

    /// <summary>The same row, its value kept from sight.</summary>
    public Setting Secret() => this with { IsSecret = true };
}

/// <summary>Reads a value; false: the text is not allowed.</summary>
public delegate bool TryRead<T>(string text, out T value);

/// <summary>What the values of a setting look like.</summary>
/// <param name="Allowed">What may be given, so that it can follow "it must be".</param>
/// <param name="Example">A value that is right; empty: the default of the setting is as good as any.</param>
/// <param name="TryRead">Reads one.</param>
public sealed record SettingKind<T>(string Allowed, string Example, TryRead<T> TryRead)
{
    /// <summary>What to do about a text that is not allowed, where there is more to say than what is.</summary>
    public Func<string, string?> Why { get; init; } = _ => null;

    /// <summary>Whether that says it all where there is something to say: what else may be given would only hide it.</summary>
    public bool SaysWhyAlone { get; init; }
}
