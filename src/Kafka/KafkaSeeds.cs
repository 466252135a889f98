using System.Globalization;
using QueryGen.Serdes;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Kafka;

/// <summary>Writes what INSERT VALUES says, once for all workers of an application.</summary>
internal sealed class KafkaSeeds(KafkaRuntime runtime)
{
    private const int MostTries = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    /// <summary>Writes those of a topology that are not written yet.</summary>
    /// <exception cref="KafkaException">Kafka refuses again and again.</exception>
    public void Write(Topology topology)
    {
        if (topology.Seeds.Length == 0)
        {
            return;
        }

        string name = $"{runtime.Options.ApplicationId}-seeds-{topology.Name}";
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (Number(PositionedWriter.Read(runtime.Settings, name, topology.Seeds[0].Topic).Position) < topology.Seeds.Length)
                {
                    Write(topology, name);
                }

                return;
            }
            catch (KafkaException) when (attempt < MostTries)
            {
                // Another worker starts at the same time and has fenced this one; one of them comes through.
                Thread.Sleep(Rest);
            }
        }
    }

    private void Write(Topology topology, string name)
    {
        using PositionedWriter writer = new(runtime.Settings, name, topology.Seeds[0].Topic, new KafkaPatience());
        using RecordArena arena = new(runtime.Clock);
        using OutputBuffer output = new();
        int written = Number(writer.Position);
        if (written >= topology.Seeds.Length)
        {
            return;
        }

        foreach (SeedRecord seed in topology.Seeds.Skip(written))
        {
            int partitions = runtime.Partitions.Partitions(seed.Topic);
            seed.Write(arena, output);
            for (int i = 0; i < output.Count; i++)
            {
                RecordRef record = output[i];
                writer.Write(seed.Topic, record.HasKey ? Murmur2.Partition(record.Key, partitions) : 0, in record);
            }

            output.Clear();
            arena.Reset();
        }

        writer.Commit(topology.Seeds.Length.ToString(CultureInfo.InvariantCulture));
    }

    private static int Number(string? position) => position is null ? 0 : int.Parse(position, CultureInfo.InvariantCulture);
}
