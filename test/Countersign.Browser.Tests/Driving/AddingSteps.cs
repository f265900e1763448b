using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Driving;

/// <summary>What people do to get an account, and to add a method to it.</summary>
public static class AddingSteps
{
    /// <summary>Makes an account; its address is not confirmed yet.</summary>
    public static async Task SignUp(this Visitor visitor, string email, string name, string password = TestPerson.Password)
    {
        await visitor.Open(PagePaths.SignUp);
        await visitor.Fill("email", email);
        await visitor.Fill("username", name);
        await visitor.Fill("password", password);
        await visitor.Submit();
    }

    /// <summary>The operator makes somebody an account; its address is not confirmed yet.</summary>
    public static Task MakeAccount(this Visitor visitor, string email, string name) => visitor.Server.Db.Write(async tx =>
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        var password = (await AccountStore.FindByName(tx, visitor.Server.People.Ada.Name))!.PasswordHash;
        Assert.NotNull(await AccountStore.TryAdd(tx, new(address, name, PasswordHash: password)));
    }, TestContext.Current.CancellationToken);

    /// <summary>Opens the link in the mail, and presses its button.</summary>
    public static async Task ConfirmAddress(this Visitor visitor, string email)
    {
        await visitor.OpenLinkTo(email);
        await visitor.Submit();
    }

    /// <summary>Gives a name and the password of the tests.</summary>
    public static async Task SignInAs(this Visitor visitor, string name)
    {
        await visitor.Open(PagePaths.SignIn);
        await visitor.Fill("name", name);
        await visitor.Fill("password", TestPerson.Password);
        await visitor.Submit();
    }

    /// <summary>Begins to add a method.</summary>
    public static async Task BeginAdding(this Visitor visitor)
    {
        await visitor.Open(PagePaths.Security);
        await visitor.Send(PagePaths.AddStart);
    }

    /// <summary>Begins to add a first method, and proves with the code that was sent at once to be the owner of the address.</summary>
    public static async Task BeginAddingByMail(this Visitor visitor, string email)
    {
        await visitor.BeginAdding();
        await visitor.GiveCode(await visitor.CodeTo(email));
    }

    /// <summary>Chooses an app and reads its setup key.</summary>
    public static async Task<Phone> ChooseApp(this Visitor visitor)
    {
        await visitor.Send(PagePaths.AddApp);
        return await visitor.ReadSetupKey();
    }

    /// <summary>Types the setup key of the page into an app.</summary>
    public static async Task<Phone> ReadSetupKey(this Visitor visitor)
    {
        var key = await visitor.Page.Locator("#key").TextContentAsync();
        return Phone.Type(key!.Replace(" ", "", StringComparison.Ordinal), visitor.Server.Clock);
    }

    /// <summary>Types a number, and waits for the page that asks for its code.</summary>
    public static async Task GiveNumber(this Visitor visitor, string number)
    {
        await visitor.Open(PagePaths.AddPhone);
        await visitor.Fill("number", number);
        await visitor.Submit();
    }

    /// <summary>Types the first code of the new method, with a name for it.</summary>
    public static async Task Activate(this Visitor visitor, string code, string label = "")
    {
        await visitor.Fill("label", label);
        await visitor.GiveCode(code);
    }

    /// <summary>Says that the recovery codes are kept, and goes on.</summary>
    public static async Task KeepCodes(this Visitor visitor)
    {
        await visitor.Page.Locator("[name=kept]").CheckAsync();
        await visitor.Submit();
    }
}
