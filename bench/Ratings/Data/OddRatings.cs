using System.Globalization;
using System.Text;

namespace QueryGen.Bench.Ratings.Data;

/// <summary>JSON that no producer of the benchmark writes, ratings and not: what the slow paths are compared on.</summary>
internal sealed class OddRatings(int seed, RatingKey key, int customers)
{
    private const int Kinds = 18;
    private const int BytesEach = 1024;

    private static readonly string[] Numbers = ["rating_id", "user_id", "stars", "route_id", "rating_time"];

    private readonly Random _random = new(seed);
    private readonly RatingRecords _ratings = new(seed, key, customers);

    /// <summary>Makes a number of them, of each kind alike.</summary>
    public RecordSet Make(int count)
    {
        RecordSet records = new(count, BytesEach);
        for (int i = 0; i < count; i++)
        {
            RatingRecords.Rating rating = _ratings.Next(i + 1L);
            records.Add(_ratings.Key(rating), Encoding.UTF8.GetBytes(Json(Members(rating), i % Kinds)), rating.RatingTime);
        }

        return records;
    }

    private List<(string Name, string Value)> Members(in RatingRecords.Rating rating)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        List<(string Name, string Value)> members =
        [
            ("rating_id", rating.RatingId.ToString(plain)), ("user_id", rating.UserId.ToString(plain)),
            ("stars", rating.Stars.ToString(plain)), ("route_id", rating.RouteId.ToString(plain)),
            ("rating_time", rating.RatingTime.ToString(plain)),
            ("channel", Quote(rating.Channel)), ("message", Quote(rating.Message)),
        ];
        members.RemoveAll(member => member.Name == (key == RatingKey.User ? "user_id" : key == RatingKey.Route ? "route_id" : ""));
        return members;
    }

    private string Json(List<(string Name, string Value)> members, int kind)
    {
        switch (kind)
        {
            case 0:
                return Join([.. members.OrderBy(_ => _random.Next())]);
            case 1:
                return " " + Join(members, colon: " :\n", comma: " ,\t") + "\r\n";
            case 2:
                return Join([.. members.Select(member => (member.Name.ToUpperInvariant(), member.Value))]);
            case 3:
                members.Insert(_random.Next(members.Count + 1), ("extra", "{\"a\":[1,-2.5e3,{\"b\":null}],\"c\":\"]}\",\"d\":true}"));
                return Join(members);
            case 4:
                members.RemoveAt(_random.Next(members.Count));
                return Join(members);
            case 5:
                members.Add((members[0].Name, "17"));
                return Join(members);
            case 6:
                string whole = Join(members);
                return whole[.._random.Next(whole.Length)];
            case 7:
                return "{}";
            case 8:
                return _random.Next(2) == 0 ? "[1]" : "17";
            default:
                int changed = _random.Next(members.Count);
                members[changed] = (members[changed].Name, Value(Array.IndexOf(Numbers, members[changed].Name), kind));
                return Join(members);
        }
    }

    // Of a column that has a number or, with -1, a text.
    private string Value(int number, int kind) => kind switch
    {
        9 => "null",
        10 => number < 0 ? "\"\"" : "0",
        11 => number switch { < 0 => Quote("he said \\\"no\\\" \\\\ \\/ \\n\\t\\u0001\\u00e9\\ud83d\\ude00"), 2 => "3", _ => "-12345" },
        12 => number switch { < 0 => Quote("Zürich – 東京 ✈ 🛫"), 0 or 4 => "1234567890123456", _ => "123456789" },
        13 => number switch { < 0 => Quote(new string('x', _random.Next(30, 40))), 0 or 4 => "-1234567890123456789", _ => "2147483647" },
        14 => number < 0 ? Quote(new string('y', _random.Next(60, 70))) : "-2147483648",
        15 => number < 0 ? Quote(new string('z', _random.Next(300, 600))) : "12345678",
        16 => number < 0 ? Quote("?") : "-0",
        _ => number < 0 ? "\"not closed" : "007",
    };

    private static string Quote(string text) => $"\"{text}\"";

    private static string Join(List<(string Name, string Value)> members, string colon = ":", string comma = ",") =>
        "{" + string.Join(comma, members.Select(member => $"\"{member.Name}\"{colon}{member.Value}")) + "}";
}
