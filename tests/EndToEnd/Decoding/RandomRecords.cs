using System.Globalization;
using System.Text;

namespace QueryGen.EndToEnd.Decoding;

/// <summary>Makes JSON objects as producers write them, and as they should not: of one seed always the same ones.</summary>
internal sealed class RandomRecords(int seed, IReadOnlyList<(string Name, string Type)> columns)
{
    private const string Letters = "abcdefgh ijklmnopqrstuvwxyz0123456789,:{}[]'/_-.ABC";
    private const string Signs = "\"\\,:{}[]0-.e \t\u0001\u007f";

    private static readonly string[] OddIntegers =
    [
        "-0", "00", "01", "-", "-1", "+1", "-2147483648", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "99999999", "100000000", "999999999999999", "1000000000000000", "123456789012345678",
        "86399999", "86400000",
    ];

    private static readonly string[] OddFractions =
    [
        "1e3", "1E-3", "1.5e+2", "-0.0", "0.0", "1.", ".5", "1.0e", "1e999", "-1e-999", "123456789012345.678", "0.1234567890123456789",
    ];

    private static readonly string[] OddTexts =
    [
        "", "caf\u00e9", "\u20ac 5", "\ud83d\ude00", "a\\u00e9b", "\\ud83d\\ude00", "\\ud83d", "say \\\"hi\\\"", "\\\\", "\\n\\t\\/", "\\x",
        "\\u12", "\u0001", "tab\there", "\u007f", "\\u0000", "\\",
    ];

    private static readonly string[] Spaces = ["", "", "", " ", "  ", "\t", "\n", "\r\n", "                    "];

    private readonly Random _random = new(seed);

    // One value in so many is odd, so that records of many columns are read too.
    private readonly int _rarity = Math.Max(12, columns.Count * 2);

    /// <summary>Where the records take their chances from.</summary>
    public Random Random => _random;

    /// <summary>The next record.</summary>
    public byte[] Next()
    {
        byte[] record = Encoding.UTF8.GetBytes(_random.Next(4) == 0 ? Unusual() : Usual());
        int changes = _random.Next(3) == 0 ? _random.Next(1, 4) : 0;
        for (int i = 0; i < changes; i++)
        {
            record = Mutate(record);
        }

        return record;
    }

    // The columns in their order; rarely a value of another type, an odd name or white space.
    private string Usual()
    {
        bool hasSpaces = _random.Next(8) == 0;
        StringBuilder json = new("{");
        foreach ((string name, string type) in columns)
        {
            json.Append(json.Length > 1 ? "," : "").Append(hasSpaces ? Space() : "")
                .Append(Name(name)).Append(hasSpaces ? Space() : "").Append(':').Append(hasSpaces ? Space() : "")
                .Append(_random.Next(3 * _rarity) == 0 ? AnyValue(depth: 0) : Value(type))
                .Append(hasSpaces ? Space() : "");
        }

        return json.Append('}').Append(_random.Next(20) == 0 ? "trailing" : "").ToString();
    }

    // Any order; members missing, twice, unknown.
    private string Unusual()
    {
        List<string> members = [];
        foreach ((string name, string type) in columns)
        {
            int times = _random.Next(8) switch { 0 => 0, 1 => 2, _ => 1 };
            for (int i = 0; i < times; i++)
            {
                members.Add($"{Name(name)}{Space()}:{Space()}{Value(type)}");
            }
        }

        if (_random.Next(2) == 0)
        {
            members.Add($"\"unknown\":{AnyValue(depth: 0)}");
        }

        string[] shuffled = [.. members];
        _random.Shuffle(shuffled);
        return $"{Space()}{{{Space()}{string.Join($",{Space()}", _random.Next(2) == 0 ? shuffled : members)}}}{Space()}";
    }

    private string Value(string type) => _random.Next(12) == 0 ? "null" : type switch
    {
        "BOOLEAN" => Pick("true", "false"),
        "INTEGER" or "BIGINT" or "DATE" or "TIMESTAMP" or "TIME" => Integer(),
        "DOUBLE" or "DECIMAL(8, 3)" => _random.Next(3) == 0 ? Integer() : Fraction(),
        "BYTES" => Quoted(Convert.ToBase64String(Encoding.UTF8.GetBytes(PlainText()))),
        "ARRAY<INTEGER>" => $"[{string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => Integer()))}]",
        "MAP<VARCHAR, DOUBLE>" => $"{{{string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(i => $"\"k{i}\":{Fraction()}"))}}}",
        "STRUCT<X INTEGER, Y VARCHAR>" => $"{{\"x\":{Integer()},\"Y\":{Text()}}}",
        _ => Text(),
    };

    private string Integer() => _random.Next(_rarity) switch
    {
        0 => "0",
        1 => Pick(OddIntegers),
        2 => Fraction(),
        3 => Quoted(Pick("12", "-7", "0012", "1.5", "", " 1", "99999999999")),
        _ => _random.NextInt64((long)Math.Pow(10, _random.Next(1, 18))).ToString(CultureInfo.InvariantCulture),
    };

    private string Fraction() => _random.Next(_rarity) switch
    {
        0 => Pick(OddFractions),
        1 => Quoted(Pick("1.5", "NaN", "Infinity", "1e3", "x", "-12.250")),
        2 => (_random.NextDouble() * Math.Pow(10, _random.Next(-10, 20))).ToString("R", CultureInfo.InvariantCulture),
        _ => (_random.Next(-100_000, 100_000) / 1000m).ToString(CultureInfo.InvariantCulture),
    };

    private string Text() => _random.Next(_rarity) switch
    {
        0 => Quoted(Pick(OddTexts)),
        1 => AnyValue(depth: 0),
        _ => Quoted(PlainText()),
    };

    private string PlainText()
    {
        int length = _random.Next(4) switch
        {
            0 => _random.Next(4),
            1 => _random.Next(200),
            2 => 60 + _random.Next(8),
            _ => _random.Next(30),
        };
        return string.Create(length, _random, static (text, random) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Letters[random.Next(Letters.Length)];
            }
        });
    }

    private string AnyValue(int depth) => _random.Next(depth > 3 ? 5 : 9) switch
    {
        0 => Integer(),
        1 => Fraction(),
        2 => Quoted(PlainText()),
        3 => Pick("true", "false", "null", "nul", "nullx", "TRUE", "truex", "tru", "falsey"),
        4 => Pick("", "x", "}", "]", "[", "{", ":", "\"", "1 2", "'a'", Nested(70), Nested(63)),
        5 or 6 => $"[{string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => AnyValue(depth + 1)))}]",
        _ => $"{{{string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(i => $"\"m{i}\":{AnyValue(depth + 1)}"))}}}",
    };

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private string Name(string name) => Quoted(
        Cased(name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));

    private string Cased(string name) => _random.Next(30) switch
    {
        < 12 => name.ToLowerInvariant(),
        < 28 => name,
        28 => name.ToUpperInvariant(),
        _ => string.Concat(name.Select(c => _random.Next(2) == 0 ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))),
    };

    private string Space() => _random.Next(3) == 0 ? Pick(Spaces) : "";

    private string Pick(params ReadOnlySpan<string> values) => values[_random.Next(values.Length)];

    private static string Quoted(string text) => $"\"{text}\"";

    private byte[] Mutate(byte[] record)
    {
        if (record.Length == 0)
        {
            return record;
        }

        int at = _random.Next(record.Length);
        int length = Math.Min(_random.Next(1, 12), record.Length - at);
        return _random.Next(6) switch
        {
            0 => record[..at],
            1 => [.. record[..at], .. record[(at + length)..]],
            2 => [.. record[..at], .. record[at..(at + length)], .. record[at..]],
            3 => [.. record[..at], (byte)_random.Next(256), .. record[(at + 1)..]],
            4 => [.. record[..at], (byte)Signs[_random.Next(Signs.Length)], .. record[at..]],
            _ => [.. record[..at], (byte)(record[at] ^ (1 << _random.Next(8))), .. record[(at + 1)..]],
        };
    }
}
