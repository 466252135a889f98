using System.Text.RegularExpressions;
using Xunit;

namespace QueryGen.Tidy;

/// <summary>A folder is a stage; data goes one way. A stage may name those before it in its list, never one behind it.</summary>
public sealed partial class StageOrderTests
{
    private static readonly string[] Compiler =
        ["Support", "Text", "Diagnostics", "Syntax", "Types", "Functions", "Binding", "Inputs", "Planning", "Emit"];

    private static readonly string[] Runtime =
        ["Storage", "Values", "Serdes", "Time", "Operators", "Functions", "State", "Joins", "Topologies", "Metrics", "Tasks", "Access",
            "Log", "Checkpoints", "Connectors", "Hosting"];

    // LineMap gives locations, and a location is what a diagnostic holds: the two are one thing in two folders.
    private static readonly (string Stage, string Uses)[] Agreed = [("Text", "Diagnostics")];

    public static TheoryData<string, string[]> Projects => new() { { "src/Generator", Compiler }, { "src/Runtime", Runtime } };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_stage_uses_only_those_before_it(string project, string[] stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        List<string> backwards = [];
        foreach (string path in Repository.Files(project, ".cs"))
        {
            string[] parts = path.Split('/');
            int own = Array.IndexOf(stages, parts[2]);
            if (own < 0)
            {
                continue;
            }

            foreach (Match found in UsedNamespace().Matches(Repository.Text(path)))
            {
                int used = Array.IndexOf(stages, found.Groups[1].Value);
                if (used > own && !Agreed.Contains((stages[own], stages[used])))
                {
                    backwards.Add($"{path} uses {stages[used]}");
                }
            }
        }

        Offenders.None(backwards.Distinct());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_is_a_stage(string project, string[] stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        IEnumerable<string> folders = Repository.Files(project, ".cs").Select(path => path.Split('/'))
            .Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct();
        Offenders.None(folders.Except(stages));
    }

    [GeneratedRegex(@"^using (?:static )?QueryGen\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedNamespace();
}
