using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>The rights an API key can carry, as its permissions name them: <c>{"api": {"user_read": {}}}</c>.</summary>
public static class ApiKeyRights
{
    /// <summary>May look at the account.</summary>
    public const string Read = "user_read";

    /// <summary>May change the account.</summary>
    public const string Write = "user_write";

    /// <summary>
    /// May say at which address the person is that a request is made for (<c>EndUserAddress</c>). Only an operator gives it: whoever has it
    /// can be at any address.
    /// </summary>
    public const string NameEndUsers = "end_user_address";

    /// <summary>The permissions of a key made without any: all that an account may do for itself.</summary>
    public const string Everything = "{}";

    private static readonly ImmutableHashSet<string> Own = [Read, Write];
    private static readonly ImmutableHashSet<string> All = [.. Own, NameEndUsers];

    /// <summary>The rights in stored permissions.</summary>
    public static ImmutableHashSet<string> Of(string permissions) =>
        permissions == Everything ? Own
        : TryParse(permissions, out var rights) ? rights : throw new InvalidDataException("An API key's stored permissions cannot be read.");

    /// <summary>
    /// Whether an application names its people by this key. Only while it has the value that the operator was shown: whoever gave it
    /// another one is not the operator.
    /// </summary>
    public static bool NamesEndUsers(ApiKey key) => key.IsByOperator && Of(key.Permissions).Contains(NameEndUsers);

    /// <summary>Reads permissions; false when they are not an object of this form. Unknown rights are kept but open nothing.</summary>
    public static bool TryParse(string permissions, out ImmutableHashSet<string> rights)
    {
        rights = [];
        using var json = JsonDocument.Parse(permissions);
        if (json.RootElement.ValueKind is not JsonValueKind.Object) return false;
        if (!json.RootElement.EnumerateObject().Any())
        {
            rights = Own;
            return true;
        }

        if (!json.RootElement.TryGetProperty("api", out var api) || api.ValueKind is not JsonValueKind.Object) return false;

        rights = All.Intersect(api.EnumerateObject().Select(right => right.Name));
        return true;
    }

    /// <summary>
    /// Whether a key with one's own permissions may make a key with those that are asked: nobody hands on what they do not have. That
    /// holds for rights that open nothing yet, too.
    /// </summary>
    public static bool Cover(string own, string asked) =>
        NamesIn(own) is not { } mine || (NamesIn(asked) is { } theirs && theirs.IsSubsetOf(mine));

    // Null: everything.
    private static ImmutableHashSet<string>? NamesIn(string permissions)
    {
        using var json = JsonDocument.Parse(permissions);
        return json.RootElement.EnumerateObject().Any()
            ? [.. json.RootElement.GetProperty("api").EnumerateObject().Select(right => right.Name)]
            : null;
    }
}
