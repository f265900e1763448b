using System.Collections.Frozen;
using System.Reflection;
using Countersign.Core;

namespace Countersign.Server.Vocabulary;

/// <summary>
/// Finds the class in which a language says what an abstract class of texts names: <c>FrenchCodeTexts</c> for <c>CodeTexts</c> in
/// French, beside it or in a room of the language. So a new language registers nowhere; where a class of it is missing, nothing is said
/// in any language, and every test shows it.
/// </summary>
public static class InEachLanguage
{
    /// <summary>The texts of a language.</summary>
    /// <param name="given">What their constructor takes.</param>
    public static T Make<T>(Language language, params object?[] given)
        where T : class => (T)Makers<T>.Of[language].Invoke(given.AsSpan());

    private static class Makers<T>
    {
        public static readonly FrozenDictionary<Language, ConstructorInvoker> Of =
            Languages.All.ToFrozenDictionary(language => language, Find);

        private static ConstructorInvoker Find(Language language)
        {
            var (name, room) = ($"{language}{typeof(T).Name}", typeof(T).Namespace);
            // By its whole name: to look at every type would load what any of them stands on.
            var found = ((string[])[$"{room}.{name}", $"{room}.{language}.{name}"]).Select(each => typeof(T).Assembly.GetType(each))
                .SingleOrDefault(type => type?.IsSubclassOf(typeof(T)) is true);
            return found is null
                ? throw new InvalidOperationException($"There is no class {name}, which {language} needs.")
                : ConstructorInvoker.Create(found.GetConstructors().Single());
        }
    }
}
