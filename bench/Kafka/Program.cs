using System.Globalization;
using QueryGen.Bench.Kafka;
using QueryGen.Bench.Kafka.Contenders;

if (args is ["run", var name, var servers, var count])
{
    long records = long.Parse(count, CultureInfo.InvariantCulture);
    Measured measured = name switch
    {
        "raw" => RawLoop.Run(servers, KafkaBench.Filtered, KafkaBench.Partitions, records),
        "confluent" => ConfluentLoop.Run(servers, KafkaBench.Filtered, KafkaBench.Partitions, records),
        "at-least-once" => await WorkerRun.RunAsync(servers, KafkaBench.Filtered, records, isExactlyOnce: false).ConfigureAwait(false),
        "exactly-once" => await WorkerRun.RunAsync(servers, KafkaBench.Filtered, records, isExactlyOnce: true).ConfigureAwait(false),
        "pipeline" => await WorkerRun.RunAsync(servers, KafkaBench.Joined, records, isExactlyOnce: false).ConfigureAwait(false),
        _ => throw new ArgumentException($"There is no contender {name}."),
    };
    Console.WriteLine(measured.Line);
    return 0;
}

bool hasCount = args.Length > 0 && char.IsAsciiDigit(args[0][0]);
return KafkaBench.Run(hasCount ? long.Parse(args[0], CultureInfo.InvariantCulture) : 2_000_000, args[(hasCount ? 1 : 0)..]);
