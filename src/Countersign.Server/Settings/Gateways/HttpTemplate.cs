using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Countersign.Server.Settings.Gateways;

/// <summary>What an answer of a gateway means.</summary>
public enum AnswerMeaning
{
    /// <summary>The gateway has the message.</summary>
    Taken,

    /// <summary>It will never take it: the number, or what it says.</summary>
    Refused,

    /// <summary>It takes nothing from us as we are set up.</summary>
    OurFault,

    /// <summary>Not now.</summary>
    Later,
}

/// <summary>Answers with one of these statuses, and perhaps a word at a place of their JSON body, mean this.</summary>
/// <param name="At">The place, such as <c>messages.0.status</c>; null: the status alone.</param>
/// <param name="Words">What stands there; empty: anything.</param>
public sealed record AnswerRule(int From, int To, string? At, ImmutableArray<string> Words, AnswerMeaning Means);

/// <summary>What a call-back about a message says.</summary>
/// <param name="At">Where the state stands in its query, form or JSON body.</param>
/// <param name="Delivered">Words for "the phone has it".</param>
/// <param name="Failed">Words for "it will not arrive". Any other word: it is on its way.</param>
public sealed record ReportRule(string At, ImmutableArray<string> Delivered, ImmutableArray<string> Failed);

/// <summary>
/// A gateway by HTTP in words alone: what is asked, and what its answers mean. Holes stand in braces; those that everybody has are
/// <c>{to}</c>, <c>{to-digits}</c>, <c>{to-number}</c>, <c>{text}</c>, <c>{id}</c>, <c>{from}</c>, <c>{report}</c>. One that calls has
/// <c>{spoken}</c> instead of the text, and <c>{language}</c>.
/// </summary>
/// <param name="Api">Where it listens, if it is the same for everybody.</param>
/// <param name="Path">What follows there.</param>
/// <param name="Form">The body as a form; empty: none.</param>
/// <param name="Json">The body as JSON; null: none.</param>
/// <param name="Fields">The holes that the operator fills, in the order of user, password; the others are options.</param>
/// <param name="Reference">Where in the answer the gateway's own name of the message stands; null: nowhere.</param>
/// <param name="Reports">Null: it tells nothing of deliveries.</param>
public sealed record HttpTemplate(
    string Name, string Method, string? Api, string Path, ImmutableArray<KeyValuePair<string, string>> Headers,
    ImmutableArray<KeyValuePair<string, string>> Form, JsonNode? Json, ImmutableArray<string> Fields,
    ImmutableArray<AnswerRule> Answers, string? Reference, ReportRule? Reports)
{
    /// <summary>Whether it calls people, and reads out what it is given.</summary>
    public bool Calls { get; init; }
}
