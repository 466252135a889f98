using System.Globalization;
using QueryGen.Durability.Simulation;

return args switch
{
    ["simulate", "--seed", var seed] => SimulateVerb.Seed(ulong.Parse(seed, CultureInfo.InvariantCulture)),
    ["simulate"] => SimulateVerb.Seeds(1_000),
    ["simulate", var count] => SimulateVerb.Seeds(int.Parse(count, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("simulate [N | --seed S]");
    return 2;
}
