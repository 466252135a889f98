using System.Globalization;
using QueryGen.Serdes;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Kafka;

/// <summary>Writes what INSERT VALUES says, once for all workers of an application.</summary>
internal sealed class KafkaSeeds(KafkaRuntime runtime)
{
    private const int MostTries = 20;
    private const int LongestRestMs = 300;

    /// <summary>Writes those of a topology that are not written yet.</summary>
    /// <param name="topology">Its seeds.</param>
    /// <param name="stop">The worker is stopped while it starts.</param>
    /// <exception cref="KafkaException">Kafka refuses again and again.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Write(Topology topology, CancellationToken stop)
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
                // Another worker starts at the same time and has fenced this one; where they do not wait alike, one comes through.
#pragma warning disable CA5394 // It keeps no secret.
                stop.WaitHandle.WaitOne(Random.Shared.Next(LongestRestMs * attempt));
#pragma warning restore CA5394
                stop.ThrowIfCancellationRequested();
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
