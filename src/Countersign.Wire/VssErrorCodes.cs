namespace Countersign.Wire;

/// <summary>
/// Every error code of the <c>/tf</c> interface. The word of a code also begins its message: that is where clients look for it.
/// </summary>
public enum VssErrorCode
{
    BadRequest,
    InvalidParameterValue,
    Unauthorized,
    Forbidden,
    TotpEnforcement,
    NotFound,
    Conflict,
    PayloadTooLarge,
    TooManyRequests,
    ServiceUnavailable,
}

/// <summary>Codes, words and statuses.</summary>
public static class VssErrorCodes
{
    /// <summary>The code as it stands in <c>error</c> and at the beginning of <c>message</c>.</summary>
    public static string Word(this VssErrorCode code) => code.ToString();

    /// <summary>The HTTP status that goes with a code.</summary>
    public static int Status(this VssErrorCode code) => code switch
    {
        VssErrorCode.BadRequest or VssErrorCode.InvalidParameterValue => 400,
        VssErrorCode.Unauthorized => 401,
        VssErrorCode.Forbidden or VssErrorCode.TotpEnforcement => 403,
        VssErrorCode.NotFound => 404,
        VssErrorCode.Conflict => 409,
        VssErrorCode.PayloadTooLarge => 413,
        VssErrorCode.TooManyRequests => 429,
        VssErrorCode.ServiceUnavailable => 503,
    };

    /// <summary>The code for a status that was decided before a door could choose one.</summary>
    public static VssErrorCode OfStatus(int status) => status switch
    {
        401 => VssErrorCode.Unauthorized,
        403 => VssErrorCode.Forbidden,
        404 => VssErrorCode.NotFound,
        413 => VssErrorCode.PayloadTooLarge,
        429 => VssErrorCode.TooManyRequests,
        >= 500 => VssErrorCode.ServiceUnavailable,
        _ => VssErrorCode.BadRequest, // an open list: the statuses of HTTP
    };

    /// <summary>Code and sentence as they stand in <c>message</c>.</summary>
    public static VssErrorAnswer Say(this VssErrorCode code, string what) => new(code.Word(), $"{code.Word()}: {what}");
}
