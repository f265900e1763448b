using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>The words in the database are data: a member may be renamed, its word may not change.</summary>
public sealed class WordsTests
{
    private static readonly Type[] Stored =
    [
        typeof(AccountMark), typeof(AuditEvent), typeof(AuditOutcome), typeof(ChallengePurpose), typeof(Channel), typeof(GuardKind),
        typeof(MessageKind), typeof(MethodKind), typeof(OutboxState), typeof(ProofKind), typeof(SessionKind),
        typeof(HookState), typeof(MessageNews), typeof(AppKind), typeof(AppLevel), typeof(AppAlgorithm),
    ];

    [Fact]
    public void Every_member_has_a_word_and_the_words_are_the_approved_ones()
    {
        var text = new StringBuilder();
        foreach (var list in Stored)
            text.AppendLine(list.Name).AppendJoin("", Enum.GetValues(list).Cast<Enum>().Select(member => $"  {Words.Of(member)}\n"));

        Approved.Check(File("stored-words.txt"), text.ToString());
    }

    [Fact]
    public void No_list_has_the_same_word_twice() =>
        Assert.All(Stored, list => Assert.Distinct(Enum.GetValues(list).Cast<Enum>().Select(Words.Of)));

    [Fact]
    public void A_word_leads_back_to_its_member() =>
        Assert.All(Enum.GetValues<AuditEvent>(), member => Assert.Equal(member, Words.To<AuditEvent>(Words.Of(member))));

    [Fact]
    public void A_word_that_nobody_knows_is_a_broken_database() => Assert.Throws<InvalidDataException>(() => Words.To<Channel>("pigeon"));

    private static string File(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Approved", name);
}
