using System.Reflection;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Settings;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>Sizes and names of the house (STYLE.md).</summary>
public sealed class HouseTests
{
    private const int LongestFile = 200;

    private static readonly Assembly[] Ours = [typeof(Account).Assembly,
        typeof(VastErrorCode).Assembly, typeof(PhoneReader).Assembly, typeof(ServerSettings).Assembly, typeof(TestServer).Assembly];

    // Words that say nothing of what a thing does.
    private static readonly string[] Unwanted = ["Manager", "Helper", "Util", "Utils", "Service", "Processor", "Info", "Impl"];

    [Fact]
    public void No_file_is_longer_than_can_be_read_at_once()
    {
        var files = SourceFile.Below(Path.Combine(Repository.Root, "src"));

        Assert.Empty(files.Where(file => file.Lines > LongestFile).Select(file => $"{file.Path}: {file.Lines} lines"));
    }

    [Fact]
    public void No_namespace_has_the_name_of_a_type()
    {
        var types = Ours.SelectMany(assembly => assembly.GetTypes()).Where(
            type => type.Namespace?.StartsWith("Countersign", StringComparison.Ordinal) ?? false).ToList();
        var rooms = types.SelectMany(type => type.Namespace!.Split('.').Skip(1)).Except(["Server", "Core", "Phones", "Wire"]).ToHashSet();

        Assert.Empty(types.Where(type => rooms.Contains(type.Name)).Select(type => type.FullName));
    }

    [Fact]
    public void No_name_says_nothing()
    {
        var types = Ours.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsPublic);

        Assert.Empty(
            types.Where(type => Unwanted.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal))).Select(type => type.FullName));
    }

    // Pages are made by the Razor compiler, which seals nothing.
    [Fact]
    public void Classes_are_sealed_abstract_or_static()
    {
        var open = Ours.Except([typeof(TestServer).Assembly]).SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Countersign.Server.Pages", StringComparison.Ordinal) is false)
            .Where(type => type is { IsPublic: true, IsClass: true, IsSealed: false, IsAbstract: false })
            .Where(type => !Ours.SelectMany(assembly => assembly.GetTypes()).Any(other => other.BaseType == type));

        Assert.Empty(open.Select(type => type.FullName));
    }
}
