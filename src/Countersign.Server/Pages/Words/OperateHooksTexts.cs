using Countersign.Core;
using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <summary>What the pages of the webhooks say.</summary>
public abstract class OperateHooksTexts(Texts all) : Sentences(all)
{
    public abstract string Lead { get; }
    public abstract string None { get; }
    public abstract string Beside { get; }
    public abstract string Told { get; }
    public abstract string OnTheWay { get; }
    public abstract string LastTaken { get; }
    public abstract string Never { get; }
    public abstract string Well { get; }
    public abstract string Failing { get; }
    public abstract string Disabled { get; }
    public abstract string DisabledBody { get; }
    public abstract string SeeThem { get; }
    public abstract string Deliveries { get; }
    public abstract string NothingSent { get; }
    public abstract string Newest { get; }
    public abstract string Older { get; }
    public abstract string NextTry { get; }
    public abstract string Kept { get; }
    public abstract string Test { get; }
    public abstract string TestTitle { get; }
    public abstract string TestLead { get; }
    public abstract string Enable { get; }
    public abstract string EnableTitle { get; }
    public abstract string EnableLead { get; }
    public abstract string Remove { get; }
    public abstract string RemoveTitle { get; }
    public abstract string RemoveLead { get; }
    public abstract string Replay { get; }
    public abstract string ReplayTitle { get; }
    public abstract string ReplayLead { get; }

    public abstract string NameOf(HookId hook);

    public abstract string Counts(HookSight sight);

    public abstract string Of(HookState state);

    public abstract string Tries(int attempts);

    public abstract string AccountOf(AccountId account);

    /// <summary>For those who look at other pages: webhooks that are told nothing any more.</summary>
    public abstract string SomeDisabled(int count);

    /// <summary>The colour of a state.</summary>
    public static string ToneOf(HookState state) => state switch
    {
        HookState.Waiting => "warn",
        HookState.Taken => "good",
        HookState.GivenUp => "bad",
    };
}
