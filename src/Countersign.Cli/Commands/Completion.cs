using System.CommandLine;

namespace Countersign.Cli.Commands;

/// <summary>Prints a script that asks <c>countersign [suggest]</c> what may come next.</summary>
internal static class Completion
{
    private const string Bash = """
        _countersign() {
            local IFS=$'\n'
            local line="${COMP_LINE:0:$COMP_POINT}"
            COMPREPLY=($(compgen -W "$(countersign "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _countersign countersign
        """;

    private const string Zsh = """
        #compdef countersign
        _countersign() {
            local -a found
            found=("${(@f)$(countersign "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
        }
        compdef _countersign countersign
        """;

    private const string Fish = """
        complete --command countersign --no-files --arguments '(countersign "[suggest:"(commandline --cursor)"]" (commandline --current-buffer | string collect) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName countersign -ScriptBlock {
            param($word, $tree, $position)
            countersign "[suggest:$position]" "$tree" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly Argument<string> Shell = ShellArgument();

    public static Command Verb(string name, string what) => new Command(name, what) { Shell }.Does(Run);

    private static Task Run(Invocation call, CancellationToken ct)
    {
        call.Screen.Drawing(Script(call.Value(Shell)!) + "\n");
        return Task.CompletedTask;
    }

    private static string Script(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };

    private static Argument<string> ShellArgument()
    {
        var argument = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" };
        argument.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        return argument;
    }
}
