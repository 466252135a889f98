using QueryGen.Bench.Log;

switch (args)
{
    case ["restore", .. var rest]:
        return RestoreBench.Run(rest);
    case ["log", .. var rest]:
        return LogBench.Run(rest);
    default:
        Console.Error.WriteLine("usage: restore [ENTRIES], or log [RECORDS OF A TURN]");
        return 2;
}
