using System.Globalization;
using Xunit;

namespace QueryGen.Generator.Tests.Emit;

/// <summary>Whatever the SQL, what is emitted is C#: of programs without a mistake, and of what is left of those with some.</summary>
/// <remarks><c>QUERYGEN_SEEDS=1000-1999</c> tries other programs than those of every run.</remarks>
public sealed class RandomProgramTests
{
    private const int Programs = 25;

    [Fact]
    public void Every_program_compiles()
    {
        int[] bounds = [.. (Environment.GetEnvironmentVariable("QUERYGEN_SEEDS") ?? $"1-{Programs}")
            .Split('-').Select(bound => int.Parse(bound, CultureInfo.InvariantCulture))];
        int withoutMistake = 0;
        for (int seed = bounds[0]; seed <= bounds[1]; seed++)
        {
            string script = RandomProgram.Of(seed);
            StrictProject project = StrictProject.With(script);
            string[] mistakes = [.. project.SqlMistakes];
            withoutMistake += mistakes.Length == 0 ? 1 : 0;
            string[] wrong = [.. mistakes.Where(IsFault), .. project.CSharpMistakes];
            Assert.True(wrong.Length == 0, $"seed {seed}:\n{string.Join('\n', wrong)}\n--- of\n{script}");
        }

        Assert.True(
            withoutMistake > (bounds[1] - bounds[0]) / 2,
            $"Only {withoutMistake} programs had no mistake of their own: the others prove little.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_program() => Assert.Equal(RandomProgram.Of(7), RandomProgram.Of(7));

    private static bool IsFault(string mistake) => mistake.StartsWith("QG9", StringComparison.Ordinal);
}
