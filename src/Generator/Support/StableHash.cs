using System.Globalization;

namespace QueryGen.Support;

/// <summary>A text's fingerprint, the same on every machine and in every run (FNV-1a, 64 bits).</summary>
internal static class StableHash
{
    public static string Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash.ToString("X16", CultureInfo.InvariantCulture);
    }
}
