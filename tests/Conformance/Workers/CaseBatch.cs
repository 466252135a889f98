using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Comparing;
using QueryGen.Conformance.Compiling;
using QueryGen.Conformance.Running;

namespace QueryGen.Conformance.Workers;

/// <summary>Takes some cases from their statements to their outcomes.</summary>
/// <param name="starting">Called before each case is compiled or run: who is at fault if the process dies.</param>
/// <param name="ended">Called with each outcome.</param>
internal sealed class CaseBatch(Action<int> starting, Action<int, Outcome> ended)
{
    /// <summary>Stands for the C# compilation, which all cases share.</summary>
    public const int Everyone = -1;

    /// <param name="all">The suite.</param>
    /// <param name="chosen">Indexes of the cases to run.</param>
    public void Run(IReadOnlyList<TestCase> all, IReadOnlyList<int> chosen)
    {
        List<(int Index, CompiledCase Compiled)> runnable = [];
        foreach (int index in chosen)
        {
            starting(index);
            if (Compile(all[index], index, out CompiledCase? compiled) is { } outcome)
            {
                ended(index, outcome);
            }
            else
            {
                runnable.Add((index, compiled!));
            }
        }

        starting(Everyone);
        BatchCompiler batch = BatchCompiler.Compile(runnable.SelectMany(one => one.Compiled.Queries));
        foreach ((int index, CompiledCase compiled) in runnable)
        {
            starting(index);
            ended(index, Run(all[index], compiled, batch));
        }
    }

    private static Outcome? Compile(TestCase @case, int index, out CompiledCase? compiled)
    {
        compiled = null;
        if (@case.SkipReason is { } reason)
        {
            return new Outcome(Verdict.Skipped, reason);
        }

        try
        {
            compiled = CaseCompiler.Compile(@case, $"Case{index}");
            return Judge.OfStatements(@case, compiled);
        }
        catch (Exception fault)
        {
            return Outcome.Failed($"fault of the compiler: {fault.GetType().Name}", fault.ToString());
        }
    }

    private static Outcome Run(TestCase @case, CompiledCase compiled, BatchCompiler batch)
    {
        foreach (QueryProgram program in compiled.Queries)
        {
            if (batch.MistakeOf(program) is { } mistake)
            {
                return Outcome.Failed("emitted code is wrong: " + mistake[..mistake.IndexOf(':', StringComparison.Ordinal)], mistake);
            }
        }

        try
        {
            return Judge.OfRecords(@case, compiled, CaseRunner.Run(@case, compiled, batch.TopologyOf));
        }
        catch (Exception failure)
        {
            return Judge.OfFailure(@case, failure);
        }
    }
}
