using QueryGen.Build;

if (args.Length > 0 && Verbs.All.FirstOrDefault(verb => verb.Name == args[0]) is { } chosen)
{
    // "./build.sh demo -- --seconds 20" and "./build.sh demo --seconds 20" mean the same.
    string[] rest = args.Skip(1).SkipWhile((argument, index) => index == 0 && argument == "--").ToArray();
    LibRdKafka.Settle();
    return chosen.Run(rest);
}

Console.WriteLine("usage: ./build.sh VERB [-- ARGUMENTS]");
Console.WriteLine();
foreach (Verb verb in Verbs.All)
{
    Console.WriteLine($"  {verb.Name,-12} {verb.Summary}");
}

return args.Length == 0 || args[0] is "help" or "--help" or "-h" ? 0 : 2;
