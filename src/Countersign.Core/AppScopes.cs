namespace Countersign.Core;

/// <summary>What an application may ask for (OpenID Connect Core §5.4, §11). That somebody is who they are, it always hears.</summary>
public static class AppScopes
{
    /// <summary>Who somebody is: the number of their account, and what was proven.</summary>
    public const string OpenId = "openid";

    /// <summary>Their names and language.</summary>
    public const string Profile = "profile";

    /// <summary>Their address, and whether it is proven.</summary>
    public const string Email = "email";

    /// <summary>To go on when they have gone.</summary>
    public const string Offline = "offline_access";

    /// <summary>What may be given beside <see cref="OpenId"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [Profile, Email, Offline];

    /// <summary>What is given where nothing else was said.</summary>
    public const string Usual = $"{Profile},{Email}";
}
