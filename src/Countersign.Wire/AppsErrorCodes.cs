namespace Countersign.Wire;

/// <summary>Every refusal of the <c>/apps/v1</c> interface.</summary>
public enum AppsErrorCode
{
    /// <summary>The request is not what the interface takes.</summary>
    BadRequest,

    /// <summary>No application has this name and secret.</summary>
    Unauthorized,

    /// <summary>The application has no such person, or the person no such thing.</summary>
    NotFound,

    /// <summary>The code is not right; it was counted.</summary>
    WrongCode,

    /// <summary>The code was right, and was used before.</summary>
    UsedCode,

    /// <summary>What came has not the form of a code; it was not counted.</summary>
    NotACode,

    /// <summary>Too many codes were wrong.</summary>
    Locked,

    /// <summary>The person has no factor that could be proven.</summary>
    NoFactor,

    /// <summary>A code of a factor that the person has is to come along.</summary>
    CodeNeeded,

    /// <summary>What was begun is over: begin again.</summary>
    Expired,

    /// <summary>It is there already, or there are as many as there may be.</summary>
    Conflict,

    /// <summary>Too much was asked for.</summary>
    TooManyRequests,

    /// <summary>Too large.</summary>
    PayloadTooLarge,

    /// <summary>It was not decided.</summary>
    Unavailable,
}

/// <summary>Codes, words and statuses.</summary>
public static class AppsErrorCodes
{
    /// <summary>The code as it stands in <c>error</c>.</summary>
    public static string Word(this AppsErrorCode code) => code switch
    {
        AppsErrorCode.BadRequest => "bad_request",
        AppsErrorCode.Unauthorized => "unauthorized",
        AppsErrorCode.NotFound => "not_found",
        AppsErrorCode.WrongCode => "wrong_code",
        AppsErrorCode.UsedCode => "used_code",
        AppsErrorCode.NotACode => "not_a_code",
        AppsErrorCode.Locked => "locked",
        AppsErrorCode.NoFactor => "no_factor",
        AppsErrorCode.CodeNeeded => "code_needed",
        AppsErrorCode.Expired => "expired",
        AppsErrorCode.Conflict => "conflict",
        AppsErrorCode.TooManyRequests => "too_many_requests",
        AppsErrorCode.PayloadTooLarge => "payload_too_large",
        AppsErrorCode.Unavailable => "unavailable",
    };

    /// <summary>The HTTP status that goes with a code.</summary>
    public static int Status(this AppsErrorCode code) => code switch
    {
        AppsErrorCode.BadRequest or AppsErrorCode.NotACode => 400,
        AppsErrorCode.Unauthorized => 401,
        AppsErrorCode.WrongCode or AppsErrorCode.UsedCode or AppsErrorCode.CodeNeeded => 403,
        AppsErrorCode.NotFound => 404,
        AppsErrorCode.NoFactor or AppsErrorCode.Conflict => 409,
        AppsErrorCode.Expired => 410,
        AppsErrorCode.PayloadTooLarge => 413,
        AppsErrorCode.Locked or AppsErrorCode.TooManyRequests => 429,
        AppsErrorCode.Unavailable => 503,
    };

    /// <summary>The code for a status that was decided before the door could choose one.</summary>
    public static AppsErrorCode OfStatus(int status) => status switch
    {
        401 => AppsErrorCode.Unauthorized,
        404 => AppsErrorCode.NotFound,
        413 => AppsErrorCode.PayloadTooLarge,
        429 => AppsErrorCode.TooManyRequests,
        >= 500 => AppsErrorCode.Unavailable,
        _ => AppsErrorCode.BadRequest, // an open list: the statuses of HTTP
    };
}
