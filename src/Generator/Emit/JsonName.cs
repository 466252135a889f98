using System.Text;

namespace QueryGen.Emit;

/// <summary>A column's name as a member of a JSON object.</summary>
internal static class JsonName
{
    public static string Quote(string name)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in name)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
