using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The pages for the people who run the service.</summary>
public static class OperateScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("operate-admins-only", PagePaths.Operate, BeNobody),
    ];

    /// <summary>Signs in as grace, who is an admin from now on, and goes to a page.</summary>
    internal static async Task Operate(Visitor visitor, string path)
    {
        var grace = visitor.Server.People.Grace;
        await visitor.Server.Db.Write(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {grace.Name}"), CancellationToken.None);
        await visitor.SignIn(grace);
        await visitor.Open(path);
    }

    private static async Task BeNobody(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.Operate);
    }
}
