using System.CommandLine;

namespace Countersign.Server.Admin;

/// <summary>The operator's commands of the server binary, in the order of its help.</summary>
public static class AdminCommands
{
    /// <summary>
    /// All of them, for the root command; each understands <see cref="OperatorCommand.SettingsFile"/> once the root has it.
    /// </summary>
    public static IEnumerable<Command> All(OperatorShell shell) =>
    [
        AccountCommands.Build(shell),
        KeyCommands.Build(shell),
        BudgetCommands.Build(shell),
        MessageCommands.Build(shell),
        AppCommands.Build(shell),
        HookCommands.Build(shell),
        MigrateCommand.Build(shell),
        DoctorCommand.Build(shell),
        HealthCommand.Build(shell),
        AuditCommands.Build(shell),
        BackupCommand.Build(shell),
        RestoreCommand.Build(shell),
        CopyCommand.Build(shell),
        AfterRestoreCommand.Build(shell),
    ];
}
