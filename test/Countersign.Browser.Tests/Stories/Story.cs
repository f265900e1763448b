using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Whether a person's browser runs scripts. Everything works in both; with them it is nicer.</summary>
public enum Scripts
{
    On,
    Off,
}

/// <summary>What somebody wants, from its beginning to its end, told once and lived twice: with scripts and without.</summary>
[Trait("Part", "Stories")]
public abstract class Story(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>For a theory.</summary>
    public static TheoryData<Scripts> EitherWay => [Scripts.On, Scripts.Off];

    /// <summary>Somebody sits down at a browser of their own.</summary>
    protected Task<Visitor> Somebody(Scripts scripts, Language language = Language.English) =>
        Visit(new(HasScripts: scripts is Scripts.On, Language: language));
}
