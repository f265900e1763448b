using System.Globalization;
using Countersign.Bench;

// What the scripts beside this folder call: a name and a number.
var number = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : (int?)null;
switch (args.FirstOrDefault())
{
    case "logins": await Logins.Run(number ?? 10); return 0;
    case "flood": await Flood.Run(number ?? 150); return 0;
    case "messages": await Messages.Run(number ?? 10_000); return 0;
    case "start": await Starts.Run(number ?? 20_000); return 0;
    case "operator": await OperatorPages.Run(number ?? 100_000); return 0;
    case "verify": await Verify.Run(number ?? 20_000); return 0;
    case "forward": await Forward.Run(number ?? 3_000); return 0;
    case "floor": await Floor.Serve(number!.Value); return 0;
    default: Console.Error.WriteLine("Say logins, operator, verify, forward, flood, messages or start."); return 2;
}
