using Xunit;

namespace QueryGen.Tidy;

/// <summary>Fails with one line for each place that breaks a rule.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string> found)
    {
        string[] offenders = found.Distinct().ToArray();
        Assert.True(offenders.Length == 0, string.Join(Environment.NewLine, offenders));
    }
}
