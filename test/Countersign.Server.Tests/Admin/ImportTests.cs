using System.Text;
using Countersign.Core;
using Countersign.Server.Admin;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

public sealed class ImportTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Theory]
    [InlineData(
        "email,username,fullname,phone,email_verified,legacy,language\r\nada@example.org,ada,\"Ada, of " +
        "\"\"L\"\"\",,yes,,DE\r\n\r\nlinus@example.org,linus,,+1 202 555 0143,1,true,\r\n")]
    [InlineData("{\"email\":\"ada@example.org\",\"username\":\"ada\",\"fullname\":\"Ada, of \\\"L\\\"\",\"email_verified\":true,\"language\":\"de\"}\n\n{\"email\":\"linus@example.org\",\"phone\":\"+12025550143\",\"email_verified\":1,\"legacy\":true,\"password_hash\":null}")]
    public async Task Both_forms_of_a_file_make_the_same_accounts_once(string content)
    {
        var file = office.Write("people", content);

        var first = await office.Run("account", "import", file);
        var again = await office.Run("account", "import", file);

        Assert.Equal("Created 2, already there 0, faults 0.\n", first.Output);
        Assert.Equal("Created 0, already there 2, faults 0.\n", again.Output);
        await using var db = office.OpenDb();
        var (ada, linus) = await db.Read(
            async sql => (await AccountStore.FindByName(sql, "ada"), await AccountStore.FindByName(sql, "linus")), Ct);
        Assert.Equal(("Ada, of \"L\"", true, false, Language.German), (ada!.FullName, ada.IsEmailVerified, ada.IsLegacy, ada.Language));
        Assert.Equal(("+12025550143", true, true), (linus!.Phone!.E164, linus.IsLegacy, linus.NeedsSecondFactor(0)));
        Assert.Equal("account import", (await db.Read(sql => AuditLog.Newest(sql, ada.Id, 1), Ct))[0].ApiRoute);
    }

    [Fact]
    public async Task Every_faulty_line_is_told_with_its_number_and_nothing_is_made()
    {
        await office.Run("account", "add", "--email", "taken@example.org", "--username", "owner");
        var file = office.Write("people.csv", """
            email,username,phone,password_hash,email_verified,legacy
            ada@example.org,ada,,,,
            nonsense,bob,,,,
            bob@example.org,b b,,,,
            carl@example.org,carl,123,,,
            dora@example.org,dora,,$2b$12$abc,,
            emil@example.org,emil,,,perhaps,
            fritz@example.org,fritz,,,,true
            ADA@example.org,ada2,,,,
            taken@example.org,taken,,,,
            gina@example.org,owner,,,,
            hans@example.org,hans,,,,,1
            "ida@example.org",ida,"+1 202
            555 014",,,
            """);

        var told = await office.Run("account", "import", file);
        var skipping = await office.Run("account", "import", file, "--skip-faulty");

        Assert.Equal((1, "Created 0, already there 0, faults 11.\n"), (told.Exit, told.Output));
        Assert.Equal(
            [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
            told.Errors.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)).Select(
                line => int.Parse(line[5..line.IndexOf(':', StringComparison.Ordinal)], null)));
        Assert.Equal((0, "Created 1, already there 0, faults 11.\n"), (skipping.Exit, skipping.Output));
    }

    [Theory]
    [InlineData("email,emial\na@example.org,b\n", "line 1: 'emial' is not a field")]
    [InlineData("email,email\n", "appears twice in the header")]
    [InlineData("email\n\"ada@example.org\n", "line 2: a quote opens here")]
    [InlineData("email,fullname\nada@example.org,\"A\nB\"\nbob@example.org,\"Bob\ncarl@example.org,Carl\n", "line 4: a quote opens here")]
    [InlineData("", "empty")]
    [InlineData("\n \n,\n", "empty")]
    [InlineData("{\"email\":\"ada@example.org\",\"admin\":true}", "line 1: 'admin' is not a field")]
    [InlineData("{\"email\":[\"ada@example.org\"]}", "line 1: A field must be")]
    [InlineData("{\"email\":\"a@example.org\",\"email\":\"b@example.org\"}", "line 1: This is not one JSON object")]
    [InlineData("{\"email\":\"ada@example.org\"}\nnonsense", "line 2: This is not one JSON object")]
    [InlineData("[{\"email\":\"ada@example.org\"},\n\"bob@example.org\"]", "line 2: This is not one JSON object")]
    [InlineData("[{\"email\":\"ada@example.org\"},\n{\"emial\":\"\"}]", "line 2: 'emial' is not a field")]
    [InlineData("[{\"email\":\"ada@example.org\"},\n{\"email\":", "line 2: the JSON array is damaged")]
    [InlineData("ada@example.org,ada\nbob@example.org,bob\n", "line 1: this is an account already")]
    [InlineData("username,fullname\nada,Ada\n", "no field 'email'")]
    [InlineData("email,fullname,\nada@example.org,Ada,x\n", "'x' stands in column 3, which has no name")]
    [InlineData("email,fullname,phone\nada@example.org,Ada", "the file ends in the middle of a line")]
    [InlineData("<table><tr><td>email</td></tr></table>", "HTML")]
    [InlineData("{\\rtf1\\ansi email}", "RTF")]
    [InlineData("PK\u0003\u0004 and so on", ".xlsx")]
    public async Task A_file_that_cannot_be_understood_is_refused(string content, string why)
    {
        var told = await office.Run("account", "import", office.Write("people", content));

        Assert.Equal(1, told.Exit);
        Assert.Contains(why, told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_hashes_are_taken_over_and_open_the_account()
    {
        await office.Pipe("a lantern over the harbour\n", "account", "add", "--email", "ada@example.org", "--password-stdin");
        await using var db = office.OpenDb();
        var hash = (await db.Read(sql => AccountStore.FindByName(sql, "ada"), Ct))!.PasswordHash;

        var told = await office.Run(
            "account", "import", office.Write("people.csv", $"email,password_hash\ngrace@example.org,\"{hash}\"\n"));

        Assert.Equal(0, told.Exit);
        Assert.Equal(hash, (await db.Read(sql => AccountStore.FindByName(sql, "grace"), Ct))!.PasswordHash);
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused() =>
        Assert.Contains("UTF-8", ImportFile.Read([0x65, 0xff, 0x0a]).Refused!.Detail, StringComparison.Ordinal);

    [Fact]
    public async Task A_thousand_accounts_and_more_are_made_in_one_go()
    {
        var lines = Enumerable.Range(1, 1200).Select(i => $"person{i}@example.org");

        var told = await office.Run("account", "import", office.Write("people.csv", $"email\n{string.Join('\n', lines)}\n"));

        Assert.Equal("Created 1200, already there 0, faults 0.\n", told.Output);
    }

    [Theory]
    [InlineData("email,fullname\nada@example.org,\"Lovelace, Ada\"", "Lovelace, Ada")]
    [InlineData("email;fullname\r\nada@example.org;\"Lovelace; Ada\"\r\n", "Lovelace; Ada")]
    [InlineData("email;fullname\r\nada@example.org;Lovelace, Ada, Countess\r\n", "Lovelace, Ada, Countess")]
    [InlineData("email,fullname\nada@example.org,\"A; B; C; D\"\n", "A; B; C; D")]
    [InlineData("email\tfullname\nada@example.org\tAda\n", "Ada")]
    [InlineData("sep=;\r\nemail;fullname\r\nada@example.org;Ada\r\n", "Ada")]
    [InlineData("email,fullname\nada@example.org,\"Ada \"\"the first\"\"\"", "Ada \"the first\"")]
    [InlineData("email,fullname\nada@example.org,5\" Ada", "5\" Ada")]
    [InlineData("email,fullname\nada@example.org, \"Lovelace, Ada\" ", "Lovelace, Ada")]
    [InlineData("email,fullname\nada@example.org,\"Ada\nLovelace\"", "Ada\nLovelace")]
    [InlineData("email,fullname\r\nada@example.org,\"Ada\r\nLovelace\"\r\n", "Ada\r\nLovelace")]
    [InlineData(" EMail , Fullname\nada@example.org,Ada\n", "Ada")]
    [InlineData("E-Mail;Full name\nada@example.org;Ada\n", "Ada")]
    [InlineData("emai\u200Bl,full_name\nada@example.org,Ada\n", "Ada")]
    [InlineData("email,fullname\nada@example.org,=\"Ada\"\n", "Ada")]
    [InlineData("email,fullname\nada@example.org,\"=\"\"Ada\"\"\"\n", "Ada")]
    [InlineData("email,fullname\r\nada@example.org,Ada\r\n\u001A", "Ada")]
    [InlineData("\n\nemail,fullname\n\n  \nada@example.org,Ada\n,\n\n\n", "Ada")]
    [InlineData("email,fullname,phone\nada@example.org,Ada,\n", "Ada")]
    [InlineData("email,fullname,phone\nada@example.org,Ada\n", "Ada")]
    [InlineData("email,fullname,\nada@example.org,Ada,\n", "Ada")]
    [InlineData("email;fullname;;\r\nada@example.org;Ada;;\r\n", "Ada")]
    [InlineData("email\tfullname\t\nada@example.org\tAda\t\n", "Ada")]
    [InlineData("email,fullname\nada@example.org,Ada,,\n", "Ada")]
    [InlineData(",email,fullname\n,ada@example.org,Ada\n", "Ada")]
    [InlineData("email,fullname\rada@example.org,Ada\r", "Ada")]
    [InlineData("email,fullname\rada@example.org,\"Fay\rMiller\"", "Fay\nMiller")]
    [InlineData("email,fullname\r\r\nada@example.org,Ada\r\r\n", "Ada")]
    [InlineData("sep=;\remail;fullname\rada@example.org;Ada\r", "Ada")]
    [InlineData("sep=,\nemail,fullname\nada@example.org,Ada\n", "Ada")]
    [InlineData("sep=\t\nemail\tfullname\nada@example.org\tAda\n", "Ada")]
    [InlineData("\"sep=;\"\r\nemail;fullname\r\nada@example.org;Ada\r\n", "Ada")]
    [InlineData("[{\"email\":\"ada@example.org\",\"fullname\":\"Ada\"}]", "Ada")]
    [InlineData("[\n  {\n    \"email\": \"ada@example.org\",\n    \"fullname\": \"Ada\",\n  },\n]\n", "Ada")]
    [InlineData("{\n  \"email\": \"ada@example.org\",\n  \"fullname\": \"Ada\"\n}\n", "Ada")]
    [InlineData("{\"email\":\"ada@example.org\",\"fullname\":\"Ada\"}\r", "Ada")]
    public void A_file_is_read_as_spreadsheets_and_editors_write_it(string content, string fullName)
    {
        Encoding[] encodings =
        [
            new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode,
            new UnicodeEncoding(bigEndian: false, byteOrderMark: false), new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        ];
        foreach (var encoding in encodings)
        {
            var row = Assert.Single(ImportFile.Read([.. encoding.Preamble, .. encoding.GetBytes(content)]).Given!);

            Assert.Equal((null, "ada@example.org", fullName), (row.Fault, row.Find("email"), row.Find("fullname")));
        }
    }

    [Theory]
    [InlineData("email,fullname\nada@example.org,\"A\nB\"\nbob@example.org,Bob,Smith\n", 4, "There are 3 fields, but the header has 2")]
    [InlineData("email;fullname\r\n\r\nbob@example.org", 3, "There are 1 fields, but the header has 2")]
    [InlineData("email,fullname\nada@example.org,\"Ada \"L\" Lovelace\"\n", 2, "closing quote")]
    public void A_line_that_cannot_be_what_was_meant_is_told_with_its_number(string content, int line, string why)
    {
        var row = ImportFile.Read(Encoding.UTF8.GetBytes(content)).Given!.Single(row => row.Fault is not null);

        Assert.Equal(line, row.Line);
        Assert.Contains(why, row.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_made_of_the_addresses_beside_those_that_are_written_and_the_same_file_changes_nothing()
    {
        await office.Run("account", "add", "--email", "info@example.edu");
        var file = office.Write("people.csv", """
            email,username
            info@example.org,
            info@example.com,
            ada+lists@example.org,
            ada.o'neil@example.org,
            jo@example.org,
            other@example.org,info2
            """ + "\n");

        var first = await office.Run("account", "import", file);
        var again = await office.Run("account", "import", file);

        Assert.Equal("Created 6, already there 0, faults 0.\n", first.Output);
        Assert.Equal("Created 0, already there 6, faults 0.\n", again.Output);
        await using var db = office.OpenDb();
        Assert.Equal(
            ["info", "info3", "info4", "ada-lists", "ada.oneil", "jo", "info2"],
            await db.Read(sql => sql.Query<string>($"SELECT username FROM accounts ORDER BY id"), Ct));
    }

    [Fact]
    public async Task Yes_and_no_are_read_as_spreadsheets_of_other_languages_write_them()
    {
        var told = await office.Run("account", "import", office.Write("people.csv", """
            email;email_verified
            a@example.org;WAHR
            b@example.org;VRAI
            c@example.org;ja
            d@example.org;VERDADERO
            e@example.org;FALSCH
            f@example.org;FAUX
            g@example.org;nein
            h@example.org;
            """ + "\n"));

        Assert.Equal("Created 8, already there 0, faults 0.\n", told.Output);
        await using var db = office.OpenDb();
        Assert.Equal(
            ["a", "b", "c", "d"],
            await db.Read(sql => sql.Query<string>($"SELECT username FROM accounts WHERE email_verified_at IS NOT NULL ORDER BY id"), Ct));
    }

    [Theory]
    [InlineData("4.91512E+12")]
    [InlineData("\"4,91512E+12\"")]
    [InlineData("4E+12")]
    public async Task A_number_that_a_spreadsheet_has_rounded_is_told_as_one(string phone)
    {
        var told = await office.Run("account", "import", office.Write("people.csv", $"email,phone\nada@example.org,{phone}\n"));

        Assert.Contains("Format the column as text", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_no_name_can_be_made_of_is_named()
    {
        var told = await office.Run("account", "import", office.Write("people.csv", "email\n用户@例子.广告\n"));

        Assert.Equal(1, told.Exit);
        Assert.Contains("line 2: No user name can be made of '用户@例子.广告'", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_without_SMTPUTF8_is_the_reason_that_is_told()
    {
        await using var host = MailHost.Start([]);
        office.Environment["COUNTERSIGN_SMTP"] = $"smtp://127.0.0.1:{host.Port}";

        var told = await office.Run(
            "account", "import", office.Write("people.csv", "email,username\n用户@例子.广告,yonghu\nada@例子.广告,\n"));

        Assert.Contains("line 2: No mail can go to '用户@例子.广告'", told.Errors, StringComparison.Ordinal);
        Assert.Contains("SMTPUTF8", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("line 3", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_an_array_are_counted_as_an_editor_shows_them()
    {
        var rows = ImportFile.Read(Encoding.UTF8.GetBytes("[\n {\"email\":\"a@example.org\"},\n\n {\"email\":\n\"b@example.org\"}, 7]")).Given!;

        Assert.Equal([(2, false), (4, false), (5, true)], rows.Select(row => (row.Line, row.Fault is not null)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
