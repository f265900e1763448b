using System.Collections.Concurrent;
using System.Text;

namespace Countersign.Server.Storage;

/// <summary>Closed lists are stored as words (<c>backup_code</c>), so that a row can be read without the code.</summary>
internal static class Words
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary>The word for a member: its name in snake_case.</summary>
    public static string Of(Enum member) => Known.GetOrAdd(member, static choice => SnakeCase(choice.ToString()));

    /// <summary>The member for a stored word; a word we do not know is a broken database and throws.</summary>
    public static T To<T>(string word)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
            if (Of(member) == word) return member;

        throw new InvalidDataException($"The database holds the word '{word}' where a {typeof(T).Name} belongs.");
    }

    private static string SnakeCase(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
