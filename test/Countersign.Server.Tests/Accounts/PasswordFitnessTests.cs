using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Accounts;

public sealed class PasswordFitnessTests
{
    [Theory]
    [InlineData("meadowbank1", false)]
    [InlineData("1MEADOWBANK!", false)]
    [InlineData("meadowbank-and-a-lot-more", true)]
    public async Task The_name_of_the_service_is_no_password_there(string password, bool isTaken)
    {
        await using var server = await TestServer.Start(("ISSUER", "Meadowbank"));

        var answer = await server.As(server.People.Ada).Put(
            "/users/password/", new { old_password = TestPerson.Password, new_password = password });

        if (isTaken) answer.Ok();
        else answer.IsRefused(400, "invalid_params");
    }
}
