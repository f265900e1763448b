using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>Who may know whom (docs/architecture.md). An arrow that is not here is not in the house.</summary>
public sealed partial class ArrowTests
{
    private static readonly string[] Doors = ["VastApi", "VssApi", "Pages"];

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
            var referred = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(referred.Except(allowed));
        }
    }

    [Fact]
    public void One_room_alone_can_name_a_type_of_the_phone_library()
    {
        var users = Projects.Keys.Where(project =>
            File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Contains("libphonenumber", StringComparison.Ordinal));

        Assert.Equal(["Countersign.Phones"], users);
        Assert.DoesNotContain(typeof(Settings).Assembly.GetReferencedAssemblies(), name => name.Name == "PhoneNumbers");
    }

    [Fact]
    public void Rooms_behind_the_doors_do_not_know_the_doors()
    {
        // The composition of the server, development and the operator's commands stand above the doors.
        string[] above = ["", "Development", "Admin", "Hosting"];
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => !Doors.Contains(file.Room) && !above.Contains(file.Room)))
            foreach (var door in Doors)
                Assert.False(file.Mentions(door), $"{file.Path} knows the door {door}");
    }

    [Fact]
    public void No_door_knows_another_door()
    {
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => Doors.Contains(file.Room)))
            foreach (var door in Doors.Where(door => door != file.Room))
                Assert.False(file.Mentions(door), $"{file.Path} knows the door {door}");
    }

    /// <summary>A door may read what it shows through the stores; it writes nothing and asks nothing in SQL.</summary>
    [Fact]
    public void The_tfa_door_writes_nothing_and_holds_no_SQL()
    {
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => file.Room == "VastApi"))
            Assert.False(Writing().IsMatch(file.Code), $"{file.Path}: {Writing().Match(file.Code).Value}");
    }

    [Fact]
    public void Rules_of_locks_and_codes_are_asked_by_verbs_only()
    {
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => file.Room == "VastApi"))
            Assert.DoesNotMatch(@"\b(VerificationRules|LockoutRules|ChallengeRules|Totp|Verifier|ProofGate)\b\.", file.Code);
    }

    [Fact]
    public void Time_and_chance_are_parameters_in_core()
    {
        foreach (var file in SourceFile.Of("Countersign.Core"))
            Assert.DoesNotMatch(@"UtcNow|DateTime\.Now|Random|Guid\.NewGuid|Stopwatch|TimeProvider|\bFile\.|HttpClient|\basync\b", file.Code);
    }

    [Fact]
    public void Wire_words_stay_at_the_doors()
    {
        string[] mayKnow = [.. Doors, "Hosting"];
        foreach (var file in SourceFile.Of("Countersign.Server").Where(file => !mayKnow.Contains(file.Room)))
            Assert.DoesNotContain("using Countersign.Wire", file.Code, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bTx\b|\.Write\(|\bStatement\b|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM) ")]
    private static partial Regex Writing();
}
