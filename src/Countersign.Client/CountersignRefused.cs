using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>The server understood and said no, or said that it cannot now.</summary>
public sealed class CountersignRefused : Exception
{
    private CountersignRefused(int status, string error, string message, TimeSpan? retryAfter) : base(message)
    {
        Status = status;
        Error = error;
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status { get; }

    /// <summary>The server's error word; empty when the answer carried none.</summary>
    public string Error { get; }

    /// <summary>The same as a member of the closed list; <c>null</c> for a word that this version does not know.</summary>
    public VastErrorCode? Code => VastErrorCodes.Find(Status, Error, Message);

    /// <summary>Failures of the method so far, when one was tried.</summary>
    public int? FailCount { get; private init; }

    /// <summary>When the method opens again, when it is locked.</summary>
    public DateTimeOffset? LockedUntil { get; private init; }

    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the session key that came with the call is no longer good for anything.</summary>
    public bool IsDeadSession => Code is VastErrorCode.SessionExpired or VastErrorCode.InvalidUserKey;

    internal static CountersignRefused From(int status, ReadOnlySpan<byte> body, TimeSpan? retryAfter)
    {
        var answer = TryRead(body);
        var message = answer?.Msg ?? NoReason(status);
        return new(status, answer?.Error ?? "", message, retryAfter) { FailCount = answer?.FailCount, LockedUntil = answer?.LockedUntil };
    }

    /// <summary>Whether a one-time password was asked for that was missing or wrong.</summary>
    public bool AsksForOtp => Message.Contains($"{VssErrorCode.InvalidParameterValue.Word()}: {VssTexts.Otp}", StringComparison.Ordinal);

    internal static CountersignRefused FromTf(int status, ReadOnlySpan<byte> body, TimeSpan? retryAfter)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(body, WireJson.For<VssErrorAnswer>());
            return new(status, answer?.Error ?? "", answer?.Message ?? NoReason(status), retryAfter);
        }
        catch (JsonException)
        {
            return new(status, "", NoReason(status), retryAfter);
        }
    }

    private static string NoReason(int status) => $"The server answered with status {status} and gave no reason.";

    // A proxy in between may answer with a page of its own.
    private static CountedErrorAnswer? TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.For<CountedErrorAnswer>());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
