using System.Collections.Frozen;

namespace Countersign.Server.Storage;

/// <summary>
/// Closed lists are stored as words (<c>backup_code</c>), so that a row can be read without the code. The words stand in
/// <see cref="WordList"/>, spelled out: they are data. A member may be given another name; its word stays as it is for ever.
/// </summary>
internal static class Words
{
    /// <summary>The word for a member.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => Closed<T>.Words.TryGetValue(member, out var word) ? word : throw HasNone(member);

    /// <inheritdoc cref="Of{T}(T)"/>
    public static string Of(Enum member) => WordList.All.TryGetValue(member, out var word) ? word : throw HasNone(member);

    /// <summary>The member for a stored word; a word we do not know is a broken database and throws.</summary>
    public static T To<T>(string word)
        where T : struct, Enum =>
            Find<T>(word) ?? throw new InvalidDataException($"The database holds the word '{word}' where a {typeof(T).Name} belongs.");

    /// <summary>The member for a stored word; null when it is no word of this list.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum => Closed<T>.Members.TryGetValue(word, out var member) ? member : null;

    private static ArgumentException HasNone(Enum member) =>
        new($"{member.GetType().Name}.{member} has no stored word. Give it one in WordList.", nameof(member));

    // Of one list alone: nothing is put into an object to be looked up.
    private static class Closed<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            WordList.All.Where(pair => pair.Key is T).ToFrozenDictionary(pair => (T)pair.Key, pair => pair.Value);

        public static readonly FrozenDictionary<string, T> Members = Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }
}
