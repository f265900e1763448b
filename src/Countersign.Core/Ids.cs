namespace Countersign.Core;

/// <summary>Names one account, for ever.</summary>
public readonly record struct AccountId(long Value);

/// <summary>Names one registered second factor.</summary>
public readonly record struct MethodId(long Value);

/// <summary>Names one challenge: a code we sent, or a sign-in that waits for its second factor.</summary>
public readonly record struct ChallengeId(long Value);

/// <summary>Names one session.</summary>
public readonly record struct SessionId(long Value);

/// <summary>Names one API key (its record, not its value).</summary>
public readonly record struct ApiKeyId(long Value);

/// <summary>Names one webhook.</summary>
public readonly record struct HookId(long Value);

/// <summary>Names one application that signs people in here.</summary>
public readonly record struct AppId(long Value);
