using System.Globalization;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Operate;

/// <summary>What became of messages.</summary>
public static class MessageRoutes
{
    public static async Task<IResult> Show(PageCall call, ShowMessages show, CancellationToken ct) =>
        call.Show<MessagesPage>(await show.Run(Read(call), ct));

    /// <summary>The address that shows these messages.</summary>
    public static string PathOf(MessageAsk ask)
    {
        string?[] parts =
        [
            ask.Choice is MessageChoice.All ? null : $"show={Word(ask.Choice)}",
            ask.Channel is { } channel ? $"channel={Word(channel)}" : null,
            ask.Account is { } account ? string.Create(CultureInfo.InvariantCulture, $"account={account.Value}") : null,
            ask.Before is { } before ? string.Create(CultureInfo.InvariantCulture, $"before={before}") : null,
        ];
        var query = string.Join('&', parts.OfType<string>());
        return query.Length == 0 ? PagePaths.OperateMessages : $"{PagePaths.OperateMessages}?{query}";
    }

    /// <summary>The address that shows an account's messages.</summary>
    public static string PathOf(AccountId account) => PathOf(new MessageAsk(MessageChoice.All, null, account, null));

    private static MessageAsk Read(PageCall call) => new(
        Find<MessageChoice>(call.Query("show")) ?? MessageChoice.All, Find<Channel>(call.Query("channel")),
        PageCall.NumberOf(call.Query("account")) is { } account ? new AccountId(account) : null, PageCall.NumberOf(call.Query("before")));

    private static string Word<T>(T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();

    private static T? Find<T>(string word)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(member => Word(member) == word).Select(member => (T?)member).FirstOrDefault();
}
