using QueryGen.Bench.Log;

if (args is ["restore", .. var rest])
{
    return RestoreBench.Run(rest);
}

Console.Error.WriteLine("usage: restore [ENTRIES]");
return 2;
