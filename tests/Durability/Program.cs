using System.Globalization;
using QueryGen.Durability.Crash;
using QueryGen.Durability.Simulation;
using QueryGen.Storage;

return args switch
{
    ["simulate", "--seed", var seed] => SimulateVerb.Seed(ulong.Parse(seed, CultureInfo.InvariantCulture)),
    ["simulate", "planted", var bug, "--seed", var seed] => PlantedVerb.One(
        Enum.Parse<PlantedBug>(bug), ulong.Parse(seed, CultureInfo.InvariantCulture)),
    ["simulate", "planted"] => PlantedVerb.All(),
    ["simulate"] => SimulateVerb.Seeds(1_000),
    ["simulate", var count] => SimulateVerb.Seeds(int.Parse(count, CultureInfo.InvariantCulture)),
    ["crash"] => CrashVerb.Run(30, 1_000_000),
    ["crash", var kills] => CrashVerb.Run(int.Parse(kills, CultureInfo.InvariantCulture), 1_000_000),
    ["crash", var kills, "--records", var records] => CrashVerb.Run(
        int.Parse(kills, CultureInfo.InvariantCulture), long.Parse(records, CultureInfo.InvariantCulture)),
    ["crash-kafka"] => KafkaCrashVerb.Run(10, 200_000),
    ["crash-kafka", var kills] => KafkaCrashVerb.Run(int.Parse(kills, CultureInfo.InvariantCulture), 200_000),
    ["crash-kafka", var kills, "--records", var records] => KafkaCrashVerb.Run(
        int.Parse(kills, CultureInfo.InvariantCulture), long.Parse(records, CultureInfo.InvariantCulture)),
    ["kafka-worker", var folder, var servers] => await KafkaCrashWorker.RunAsync(folder, servers).ConfigureAwait(false),
    ["worker", var folder] => await CrashWorker.RunAsync(folder).ConfigureAwait(false),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("simulate [N | --seed S | planted [BUG --seed S]] | crash [N [--records R]] | crash-kafka [N [--records R]]");
    return 2;
}
