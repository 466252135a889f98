using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Compiling;
using QueryGen.Conformance.Running;

namespace QueryGen.Conformance.Comparing;

/// <summary>Says what became of a case.</summary>
internal static class Judge
{
    /// <summary>By its statements alone; null where it must run.</summary>
    public static Outcome? OfStatements(TestCase @case, CompiledCase compiled) => @case.Error is null or { IsAtRunTime: true }
        ? OfMistakes(compiled)
        : OfExpectedError(@case.Error, compiled);

    /// <summary>By its records.</summary>
    public static Outcome OfRecords(TestCase @case, CompiledCase compiled, CaseRunner run)
    {
        if (@case.Error is { } error)
        {
            return Outcome.Failed("ran where ksqlDB fails at run time", error.Message);
        }

        foreach (IGrouping<string, CaseRecord> topic in (@case.Outputs ?? []).GroupBy(record => record.Topic))
        {
            RecordComparison comparison = new(CaseRunner.SourceOf(compiled, topic.Key), @case);
            if (comparison.Compare(topic.Key, [.. topic], run.Topic(topic.Key)) is { } difference)
            {
                return difference with { Detail = string.Join('\n', [difference.Detail, .. run.Events.Select(line => "  " + line)]) };
            }
        }

        return PostConditions.Check(@case, compiled) ?? Outcome.Passed;
    }

    /// <summary>Its run ended with an exception.</summary>
    public static Outcome OfFailure(TestCase @case, Exception failure) => @case.Error is { IsAtRunTime: true }
        ? Outcome.ErrorRight
        : Outcome.Failed($"run failed: {failure.GetType().Name}", failure.ToString());

    private static Outcome? OfMistakes(CompiledCase compiled)
    {
        if (compiled.Mistakes.Count == 0)
        {
            return null;
        }

        Mistake cause = compiled.Mistakes.FirstOrDefault(mistake => mistake.IsNotBuiltYet) ?? compiled.Mistakes[0];
        return Outcome.Failed(Reason(cause), string.Join('\n', compiled.Mistakes));
    }

    private static Outcome OfExpectedError(ExpectedError error, CompiledCase compiled)
    {
        if (compiled.Mistakes.Count == 0)
        {
            return Outcome.Failed("accepted where ksqlDB refuses", error.Message);
        }

        string detail = $"expected {error.Type}: {error.Message}\nactual {string.Join('\n', compiled.Mistakes)}";
        if (compiled.Mistakes.FirstOrDefault(mistake => mistake.IsNotBuiltYet) is { } gap)
        {
            return Outcome.Failed(Reason(gap), detail);
        }

        if (compiled.Mistakes.FirstOrDefault(mistake => !mistake.IsInLastStatement) is { } early)
        {
            return Outcome.Failed(Reason(early), detail);
        }

        return compiled.Mistakes.Any(mistake => ErrorKinds.Agree(error, mistake, out _))
            ? Outcome.ErrorRight
            : Outcome.Failed("refused for another reason than ksqlDB's", detail);
    }

    private static string Reason(Mistake mistake) => mistake.IsNotBuiltYet
        ? "not supported yet: " + mistake.Subject
        : $"refused, {mistake.Id} {mistake.Title}";
}
