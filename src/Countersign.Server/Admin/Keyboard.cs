using System.Text;

namespace Countersign.Server.Admin;

/// <summary>Where answers come from: a person at a terminal, or a stream.</summary>
/// <param name="Lines">What is typed or piped in.</param>
/// <param name="IsTerminal">Whether somebody can be asked.</param>
/// <param name="ReadHidden">Reads a line that does not show on the screen; only at a terminal.</param>
public sealed record Keyboard(TextReader Lines, bool IsTerminal, Func<string> ReadHidden)
{
    /// <summary>The standard input.</summary>
    public static Keyboard OfProcess() => new(Console.In, !Console.IsInputRedirected, ReadKeys);

    private static string ReadKeys()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key is not ConsoleKey.Enter)
        {
            if (key.Key is ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        return typed.ToString();
    }
}
