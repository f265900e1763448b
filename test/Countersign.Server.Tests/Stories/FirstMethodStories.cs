using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>How a person who has no second factor gets the first one.</summary>
public sealed class FirstMethodStories
{
    [Fact]
    public async Task Ada_turns_on_2FA_with_an_app_after_proving_her_address()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        var asked = (await ada.Post("/tfa/authorize-new-method/")).Ok();
        var mail = await server.Inbox.Next("ada@example.org", TestContext.Current.CancellationToken);
        (await ada.Put("/tfa/authorize-new-method/", new { code = mail.Code, secret = asked.Secret })).Ok();

        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Scan(setup.Text("provisioning_uri")!, server.Clock);
        var added = (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = phone.NextCode(), secret = setup.Secret })).Ok();
        Assert.Equal("TOTP 2FA method added successfully.", added.Msg);
        Assert.Equal(10, added.Texts("backup_codes").Count);

        var refused = await ada.Post("/tfa/totp-setup/");
        Assert.Equal(401, refused.Status);
        Assert.Contains("Two Factor Authentication", refused.Msg, StringComparison.Ordinal);

        var login = (await ada.Post("/tfa/", new { tfa_method = "totp", code = phone.NextCode() })).Ok();
        (await server.With(login.Text("session_key")!).Post("/tfa/totp-setup/")).Ok();
    }
}
