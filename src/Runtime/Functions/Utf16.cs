using System.Text;

namespace QueryGen.Functions;

/// <summary>UTF-8 text as Java and SQL count it: in UTF-16 units.</summary>
internal static class Utf16
{
    /// <summary>How many UTF-16 units a text has.</summary>
    public static int Length(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetCharCount(utf8);
}
