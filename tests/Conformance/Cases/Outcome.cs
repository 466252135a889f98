namespace QueryGen.Conformance.Cases;

internal enum Verdict
{
    Passed,
    ErrorRight,
    Failed,
    Skipped,
}

/// <summary>What became of a case.</summary>
/// <param name="Reason">Why it did not pass, in words that cases with one cause share; empty where it passed.</param>
/// <param name="Detail">The particulars: expected and actual, the message, the place.</param>
internal sealed record Outcome(Verdict Verdict, string Reason = "", string Detail = "")
{
    public static readonly Outcome Passed = new(Verdict.Passed);
    public static readonly Outcome ErrorRight = new(Verdict.ErrorRight);

    public bool IsGood => Verdict is Verdict.Passed or Verdict.ErrorRight;

    public static Outcome Failed(string reason, string detail = "") => new(Verdict.Failed, reason, detail);
}
