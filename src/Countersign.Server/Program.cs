using Countersign.Server;

// The server stops in its own time (its drain, and what is under way); nobody else is to end it two seconds after it was told.
return await ServerCommands.Root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
