using Countersign.Server;

return await ServerCommands.Root.Parse(args).InvokeAsync();
