using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>Who may know whom (docs/architecture.md). An arrow that is not here is not in the house.</summary>
public sealed partial class ArrowTests
{
    private static readonly string[] Doors = ["VastApi", "VssApi", "Apps", "Reports", "Pages"];

    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Countersign.Core"] = [],
        ["Countersign.Wire"] = [],
        ["Countersign.Client"] = ["Countersign.Wire"],
        ["Countersign.Cli"] = ["Countersign.Client"],
        ["Countersign.Phones"] = ["Countersign.Core"],
        ["Countersign.Server"] = ["Countersign.Core", "Countersign.Phones", "Countersign.Wire"],
    };

    [Fact]
    public void Core_and_wire_stand_on_the_base_library_alone()
    {
        foreach (var assembly in (Assembly[])[typeof(Account).Assembly, typeof(VastErrorCode).Assembly])
            Assert.All(assembly.GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_refer_to_what_they_may()
    {
        foreach (var (project, allowed) in Projects)
        {
            var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
            var referred = file.Descendants("ProjectReference").Select(
                reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(referred.Except(allowed));
        }
    }

    [Fact]
    public void One_room_alone_can_name_a_type_of_the_phone_library()
    {
        var users = Projects.Keys.Where(project =>
            File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Contains(
                "libphonenumber", StringComparison.Ordinal));

        Assert.Equal(["Countersign.Phones"], users);
        Assert.DoesNotContain(typeof(ServerSettings).Assembly.GetReferencedAssemblies(), name => name.Name == "PhoneNumbers");
    }

    [Fact]
    public void A_room_knows_the_floors_below_it_and_nothing_else()
    {
        var wrong = Known.Arrows.Where(arrow => !Rooms.May(arrow.Room, arrow.Other)).Select(arrow => arrow.ToString());

        None(wrong);
    }

    // A constant or a member of an enum leaves no name in the compiled program, but it needs its using directive.
    [Fact]
    public void A_file_names_no_room_but_those_below_it()
    {
        var wrong =
            from file in SourceFile.Of("Countersign.Server")
            let room = file.Room.Length == 0 ? Rooms.Root : file.Room
            from named in file.NamedRooms()
            where !Rooms.May(room, named.Room)
            select $"{file.Path}({named.Line}): {room} knows {named.Room}";

        None(wrong);
    }

    [Fact]
    public void The_picture_shows_the_floors_as_they_are()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var picture = Picture().Match(page).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var drawn = picture.Select(line => string.Join(" · ", Name().Matches(line.Split("  ", 2)[0]).Select(name => name.Value)));

        Assert.Equal(Rooms.Floors.Reverse().Select(floor => string.Join(" · ", floor)).Append("Core"), drawn);
    }

    [Fact]
    public void Every_folder_is_a_room_of_the_plan_and_every_room_a_folder()
    {
        var folders = SourceFile.Of("Countersign.Server").Select(file => file.Room).Where(room => room.Length > 0).Distinct();

        Assert.Equal(Rooms.Floors.SelectMany(floor => floor).Except([Rooms.Root]).Order(), folders.Order());
    }

    [Fact]
    public void SQL_stands_in_Storage_and_nowhere_else()
    {
        string[] sql = [nameof(Statement), nameof(SqlPart)];

        None(Known.Arrows.Where(arrow => sql.Contains(arrow.To.Name) && arrow.Room != "Storage").Select(arrow => arrow.ToString()));
        None(Known.Drivers.Where(arrow => arrow.Room != "Storage").Select(arrow => $"{arrow.Place}: {arrow.To.FullName}"));
    }

    /// <summary>A door calls verbs: it opens no database and asks no store.</summary>
    [Fact]
    public void Doors_read_no_store()
    {
        string[] store = [nameof(Db), nameof(Sql), nameof(Tx), nameof(AuditLog)];

        None(Known.Arrows
            .Where(arrow => Doors.Contains(arrow.Room) && arrow.Other == "Storage")
            .Where(arrow => store.Contains(arrow.To.Name) || arrow.To.Name.EndsWith("Store", StringComparison.Ordinal))
            .Select(arrow => arrow.ToString()));
    }

    [Fact]
    public void Rules_of_locks_and_codes_are_asked_by_verbs_only()
    {
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => file.Room == "VastApi"))
            Assert.DoesNotMatch(@"\b(VerificationRules|LockoutRules|ChallengeRules|Totp|Verifier|ProofVerifier)\b\.", file.Code);
    }

    /// <summary>
    /// What compares a password without charging, counting and writing down the try is a door for guessers. Where a mailed link sets one,
    /// it is compared with the old one, and nobody is told what came of it.
    /// </summary>
    [Fact]
    public void A_password_is_compared_in_one_place()
    {
        var places =
            from file in SourceFile.Of("Countersign.Server")
            where file.Room is not "Secrets"
            let given = Regex.Matches(file.Code, @"\bPasswordHash\??>? (\w+)").Select(name => name.Groups[1].Value)
            where given.Append("Passwords").Append(@"Part<PasswordHash>\(\)").Append(@"GetRequiredService<PasswordHash>\(\)")
                .Any(name => Regex.IsMatch(file.Code, $@"(?<!\w){name}\s*\.Check\("))
            select Path.GetFileName(file.Path);

        Assert.Equal(["NewPassword.cs", "PasswordVerifier.cs"], places.Order());
    }

    /// <summary>What goes with the last factor goes in one place, and so does what begins with one that nobody has vouched for.</summary>
    [Theory]
    [InlineData(@"(MethodStore|BackupCodeStore)\.RemoveAll\(", "SecondFactorOff.cs")]
    [InlineData(@"MarkStore\.Set\([^;]*AccountMark\.AwaitsMailbox", "OlderFactors.cs")]
    public void What_hangs_on_the_factors_is_decided_in_one_place(string call, string place) => Assert.Equal(
        [place],
        SourceFile.Of("Countersign.Server").Where(file => Regex.IsMatch(file.Code, call)).Select(file => Path.GetFileName(file.Path)));

    [Fact]
    public void Time_and_chance_are_parameters_in_core()
    {
        foreach (var file in SourceFile.Of("Countersign.Core"))
            Assert.DoesNotMatch(
                @"UtcNow|DateTime\.Now|Random|Guid\.NewGuid|Stopwatch|TimeProvider|\bFile\.|HttpClient|\basync\b", file.Code);
    }

    /// <summary>
    /// Several servers on one database have one time: what is decided or stored goes by <c>Tx.Now</c> or <c>Ground.Now()</c>. The clock of
    /// the machine itself is for what is told of the machine, and to others.
    /// </summary>
    [Fact]
    public void The_clock_of_a_machine_decides_nothing()
    {
        string[] mayAsk =
        [
            "Storage/SqliteDb.cs", "Storage/DatabaseClock.cs", // they make the time of the others
            "OpenId/DatabaseTime.cs", // hands that time on to a library
            "Composition/Custody.cs", // the first key, before there is a database
            "Admin/Doctor.cs", "Admin/OperatorShell.cs", // they look at the machine
            "Hosting/Sweeper.cs", "Hosting/LogLines.cs", // a pace of its own, and when a line was written
            "Delivery/SmtpSender.cs", "Delivery/DevInbox.cs", // the date of a letter
            "Delivery/Gateways/WebhookSmsSender.cs", "Delivery/Gateways/SnsSmsSender.cs", // the date in a signature
            "Admin/DoctorSms.cs", // the same
            "Delivery/Gateways/VonageSmsSender.cs", "Delivery/Gateways/VonageCallSender.cs", "Delivery/Bounces/MailgunBounceTeller.cs",
            "Delivery/Bounces/SesBounceTeller.cs", "Hooks/HookSender.cs",
        ];
        var server = Path.Combine(Repository.Root, "src", "Countersign.Server");
        var ask = SourceFile.Of("Countersign.Server").Where(file => file.Code.Contains("UtcNow", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(server, file.Path).Replace('\\', '/'));

        Assert.Equal(mayAsk.Order(), ask.Order());
    }

    [Fact]
    public void Wire_words_stay_at_the_doors()
    {
        string[] mayKnow = [.. Doors, "Hosting", "Requests"];
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => !mayKnow.Contains(file.Room)))
            Assert.DoesNotContain("using Countersign.Wire", file.Code, StringComparison.Ordinal);
    }

    // Said line by line and whole: a list that is cut short names no place.
    private static void None(IEnumerable<string> wrong)
    {
        var all = wrong.Distinct().ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    [GeneratedRegex("```rooms\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Name();
}
