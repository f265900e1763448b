
namespace Countersign.Server.Secrets;

/// <summary>What a token opens. The kind is its first four characters, for people and for scanners that look for leaked secrets.</summary>
public enum TokenKind
{
    /// <summary><c>tfs_</c>: a login that waits for its second factor, or a code that was sent.</summary>
    Challenge,

    /// <summary><c>ses_</c>: a signed-in state.</summary>
    Session,

    /// <summary><c>key_</c>: an API key.</summary>
    ApiKey,

    /// <summary><c>lnk_</c>: a link in a mail.</summary>
    Link,

    /// <summary><c>brw_</c>: a remembered browser.</summary>
    Browser,

    /// <summary><c>tok_</c>: the id inside a signed access token; it opens nothing without the signature around it.</summary>
    Access,

    /// <summary><c>prg_</c>: the code by which a program that was allowed at a page gets its session.</summary>
    Program,

    /// <summary><c>app_</c>: the secret by which an application shows that it is itself.</summary>
    App,
}
