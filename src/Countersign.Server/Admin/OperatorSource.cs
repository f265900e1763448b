using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>How the audit log and notices name an operator: by the machine itself, the command and the user of the shell.</summary>
public static class OperatorSource
{
    /// <summary>The audit entry of a command.</summary>
    public static AuditEntry Entry(OperatorShell shell, AuditEvent what, string command, AccountId? account, string? reason = null) =>
        new(what, ShellOperator.SourceOf(command), account)
        {
            Credential = Credential.OfShell(shell.User),
            Args = reason is null ? "{}" : JsonSerializer.Serialize(new Dictionary<string, string> { ["reason"] = reason }),
        };
}
