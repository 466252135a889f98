using System.Globalization;
using System.Text.Json;

namespace QueryGen.Conformance.Comparing;

/// <summary>Compares a JSON value that came out with the one that a case expects, by the rules of ksqlDB's runner.</summary>
/// <param name="isExact">An expected 5 is not met by 5.0.</param>
internal sealed class ValueComparison(bool isExact)
{
    /// <summary>Where the two differ, as a path with both values; null where they agree.</summary>
    public string? Difference(JsonElement expected, JsonElement actual) => Difference(expected, actual, "");

    private string? Difference(JsonElement expected, JsonElement actual, string path)
    {
        bool agrees = expected.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => actual.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null,
            JsonValueKind.True or JsonValueKind.False => actual.ValueKind == expected.ValueKind,
            JsonValueKind.Number => actual.ValueKind == JsonValueKind.Number && AreEqual(expected.GetRawText(), actual.GetRawText()),
            JsonValueKind.String => actual.ValueKind switch
            {
                JsonValueKind.String => expected.GetString() == actual.GetString(),
                JsonValueKind.Number => AreEqualDecimals(expected.GetString()!, actual.GetRawText()),
                _ => false,
            },
            _ => actual.ValueKind == expected.ValueKind,
        };
        if (!agrees)
        {
            return $"{(path.Length == 0 ? "value" : path)}: expected {Print(expected)}, actual {Print(actual)}";
        }

        return expected.ValueKind switch
        {
            JsonValueKind.Object => DifferenceOfMembers(expected, actual, path),
            JsonValueKind.Array => DifferenceOfElements(expected, actual, path),
            _ => null,
        };
    }

    private string? DifferenceOfMembers(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.EnumerateObject().Count() != actual.EnumerateObject().Count())
        {
            return $"{(path.Length == 0 ? "value" : path)}: expected {Print(expected)}, actual {Print(actual)}";
        }

        foreach (JsonProperty member in expected.EnumerateObject())
        {
            if (!actual.TryGetProperty(member.Name, out JsonElement found))
            {
                actual.TryGetProperty(member.Name.ToUpperInvariant(), out found);
            }

            if (Difference(member.Value, found, $"{path}.{member.Name}") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private string? DifferenceOfElements(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            return $"{(path.Length == 0 ? "value" : path)}: expected {Print(expected)}, actual {Print(actual)}";
        }

        return expected.EnumerateArray()
            .Zip(actual.EnumerateArray(), (left, right) => (left, right))
            .Select((pair, index) => Difference(pair.left, pair.right, $"{path}[{index}]"))
            .FirstOrDefault(difference => difference is not null);
    }

    // The suite's files went through a tool that keeps a number with a point as a double: zeros at its end, and digits behind the
    // sixteenth, are lost. So it is compared as a double; the digits of DECIMALs are compared where a case has them as text.
    private bool AreEqual(string expected, string actual)
    {
        if (IsIntegerToken(actual) || IsIntegerToken(expected))
        {
            return ExactNumber.TryParse(expected, out ExactNumber left) && ExactNumber.TryParse(actual, out ExactNumber right)
                && left.Whole == right.Whole && (IsIntegerToken(actual) || right.IsInteger || !isExact);
        }

        return double.TryParse(expected, CultureInfo.InvariantCulture, out double wanted)
            && double.TryParse(actual, CultureInfo.InvariantCulture, out double found)
            && wanted.Equals(found);
    }

    private static bool AreEqualDecimals(string expected, string actual) =>
        ExactNumber.TryParse(expected, out ExactNumber left) && ExactNumber.TryParse(actual, out ExactNumber right) && left == right;

    /// <summary>Whether two DOUBLEs are the same but for noise in their last digits.</summary>
    public static bool AreClose(string expected, string actual) =>
        double.TryParse(expected, CultureInfo.InvariantCulture, out double left)
        && double.TryParse(actual, CultureInfo.InvariantCulture, out double right)
        && (left.Equals(right) || Math.Abs(left - right) < 1e-6);

    private static bool IsIntegerToken(string number) => number.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static string Print(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText();
}
