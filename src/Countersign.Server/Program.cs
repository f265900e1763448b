using Countersign.Server;
using Countersign.Server.Admin;

// The server stops in its own time (its drain, and what is under way); nobody else is to end it two seconds after it was told.
return await CommandWords.Run(ServerCommands.Root, args, new() { ProcessTerminationTimeout = null }, CancellationToken.None);
