using System.Globalization;
using System.Text.Json;
using QueryGen.Conformance.Cases;

namespace QueryGen.Conformance.Workers;

/// <summary>
/// The child's side: reads batches from standard input, a line of indexes each, and answers on standard output. Emitted code works on
/// bare memory; if it breaks the process, only this one is lost.
/// </summary>
internal static class Worker
{
    public static int Run(string folder)
    {
        IReadOnlyList<TestCase> cases = CaseFile.ReadFolder(folder);
        CaseBatch batch = new(
            index => Answer(WorkerMessage.Starting(index)),
            (index, outcome) => Answer(WorkerMessage.Ended(index, outcome)));
        while (Console.ReadLine() is { } line)
        {
            batch.Run(cases, [.. line.Split(' ').Select(index => int.Parse(index, CultureInfo.InvariantCulture))]);
            Answer(WorkerMessage.Idle);
        }

        return 0;
    }

    private static void Answer(WorkerMessage message) => Console.Out.WriteLine(JsonSerializer.Serialize(message));
}

/// <summary>A line of a worker's output.</summary>
/// <param name="Index">The case; <see cref="CaseBatch.Everyone"/> for the C# compilation; null: the batch is done.</param>
/// <param name="Outcome">Null: the case starts.</param>
internal sealed record WorkerMessage(int? Index, Outcome? Outcome)
{
    public static readonly WorkerMessage Idle = new(null, null);

    public static WorkerMessage Starting(int index) => new(index, null);

    public static WorkerMessage Ended(int index, Outcome outcome) => new(index, outcome);
}
