namespace Countersign.Server.Storage;

/// <summary>
/// Closed lists are stored as words (<c>backup_code</c>), so that a row can be read without the code. The words stand in
/// <see cref="WordList"/>, spelled out: they are data. A member may be given another name; its word stays as it is for ever.
/// </summary>
internal static class Words
{
    /// <summary>The word for a member.</summary>
    public static string Of(Enum member) => WordList.All.TryGetValue(member, out var word)
        ? word
        : throw new ArgumentException($"{member.GetType().Name}.{member} has no stored word. Give it one in WordList.", nameof(member));

    /// <summary>The member for a stored word; a word we do not know is a broken database and throws.</summary>
    public static T To<T>(string word)
        where T : struct, Enum =>
            Find<T>(word) ?? throw new InvalidDataException($"The database holds the word '{word}' where a {typeof(T).Name} belongs.");

    /// <summary>The member for a stored word; null when it is no word of this list.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
            if (Of(member) == word) return member;

        return null;
    }
}
