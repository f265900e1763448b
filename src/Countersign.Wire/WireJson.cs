using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Countersign.Wire;

/// <summary>How our messages become JSON and back: the same rules at the server's door and in the client.</summary>
public static class WireJson
{
    /// <summary>The rules, ready to use and closed to change.</summary>
    public static JsonSerializerOptions Options { get; } = MadeReadOnly(Apply(new JsonSerializerOptions()));

    /// <summary>Puts the rules on options that belong to somebody else, such as a web framework.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 8;
        options.AllowDuplicateProperties = false;
        // The answers are never put into HTML, so that a '+' may stay a '+' for the people who read them.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new EpochSeconds());
        options.TypeInfoResolverChain.Insert(0, WireContext.Default);
        return options;
    }

    /// <summary>How one message is read and written.</summary>
    public static JsonTypeInfo<T> For<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions MadeReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(LogInRequest))]
[JsonSerializable(typeof(LogInAnswer))]
[JsonSerializable(typeof(RemoveMethodRequest))]
[JsonSerializable(typeof(RemoveMethodAnswer))]
[JsonSerializable(typeof(SendEmailRequest))]
[JsonSerializable(typeof(SendEmailAnswer))]
[JsonSerializable(typeof(SendSmsRequest))]
[JsonSerializable(typeof(SendSmsAnswer))]
[JsonSerializable(typeof(ResendSmsRequest))]
[JsonSerializable(typeof(ResendSmsAnswer))]
[JsonSerializable(typeof(TotpSetupAnswer))]
[JsonSerializable(typeof(AskToAddRequest))]
[JsonSerializable(typeof(AskToAddAnswer))]
[JsonSerializable(typeof(ProveToAddRequest))]
[JsonSerializable(typeof(ProveToAddAnswer))]
[JsonSerializable(typeof(ConfirmNewRequest))]
[JsonSerializable(typeof(ConfirmNewAnswer))]
[JsonSerializable(typeof(UpdateMethodRequest))]
[JsonSerializable(typeof(UpdateMethodAnswer))]
[JsonSerializable(typeof(RegenerateCodesRequest))]
[JsonSerializable(typeof(RegenerateCodesAnswer))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(SignUpRequest))]
[JsonSerializable(typeof(SignUpAnswer))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(PasswordAnswer))]
[JsonSerializable(typeof(ProgramLogInRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ExportAccountRequest))]
[JsonSerializable(typeof(DeleteAccountRequest))]
[JsonSerializable(typeof(DeletionAnswer))]
[JsonSerializable(typeof(MessageShown))]
[JsonSerializable(typeof(MessagesAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(VerifyEmailRequest))]
[JsonSerializable(typeof(AskForVerificationRequest))]
[JsonSerializable(typeof(TfaRequiredAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(ApiKeyShown))]
[JsonSerializable(typeof(ApiKeysAnswer))]
[JsonSerializable(typeof(CreateApiKeyRequest))]
[JsonSerializable(typeof(CreateApiKeyAnswer))]
[JsonSerializable(typeof(ResetApiKeyAnswer))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(RevokeSessionRequest))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(CountedErrorAnswer))]
[JsonSerializable(typeof(EnableRequest))]
[JsonSerializable(typeof(EnableAnswer))]
[JsonSerializable(typeof(OtpRequest))]
[JsonSerializable(typeof(InfoAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(PersonAnswer))]
[JsonSerializable(typeof(TokensAnswer))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(VssErrorAnswer))]
[JsonSerializable(typeof(KeepPersonRequest))]
[JsonSerializable(typeof(KeptPersonAnswer))]
[JsonSerializable(typeof(FactorProofRequest))]
[JsonSerializable(typeof(FactorVerifiedAnswer))]
[JsonSerializable(typeof(AppFactorAnswer))]
[JsonSerializable(typeof(ConfirmAppFactorRequest))]
[JsonSerializable(typeof(FactorAddedAnswer))]
[JsonSerializable(typeof(RecoveryCodesAnswer))]
[JsonSerializable(typeof(FactorRemovedAnswer))]
[JsonSerializable(typeof(PersonForgottenAnswer))]
[JsonSerializable(typeof(AppsErrorAnswer))]
[JsonSerializable(typeof(SendFactorCodeRequest))]
[JsonSerializable(typeof(BeginSmsFactorRequest))]
[JsonSerializable(typeof(FactorCodeSentAnswer))]
[JsonSerializable(typeof(ConfirmSmsFactorRequest))]
internal sealed partial class WireContext : JsonSerializerContext;
