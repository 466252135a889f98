using System.Runtime.CompilerServices;
using System.Text.Json;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Reads the ratings that a decoder does not expect: columns in another order, fewer, more, NULL; escapes; spaces.</summary>
internal static unsafe class OddRating
{
    private static readonly string[] Names = ["rating_id", "user_id", "stars", "route_id", "rating_time", "channel", "message"];

    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    /// <summary>False where it is not a rating.</summary>
    /// <param name="scratch">Takes text that must be unescaped; as long as the JSON.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(ReadOnlySpan<byte> json, byte* scratch, out Rating rating)
    {
        rating = new Rating { Oddities = Oddities.AllNull };
        try
        {
            Utf8JsonReader reader = new(json, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int column = Column(reader);
                reader.Read();
                if (column < 0)
                {
                    reader.Skip();
                }
                else if (!TryReadColumn(column, ref reader, ref scratch, ref rating))
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Column(in Utf8JsonReader reader)
    {
        string name = reader.GetString()!;
        return Array.FindIndex(Names, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryReadColumn(int column, ref Utf8JsonReader reader, ref byte* scratch, ref Rating rating)
    {
        Oddities isNull = (Oddities)(1 << column);
        if (reader.TokenType == JsonTokenType.Null)
        {
            rating.Oddities |= isNull;
            return true;
        }

        rating.Oddities &= ~isNull;
        if (column >= 5)
        {
            rating.Oddities |= Oddities.Escapes;
            return TryReadText(ref reader, ref scratch, out column == 5 ? ref rating.Channel : ref rating.Message);
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number))
        {
            return false;
        }

        switch (column)
        {
            case 0:
                rating.RatingId = number;
                break;
            case 1:
                rating.UserId = (int)number;
                break;
            case 2:
                rating.Stars = (int)number;
                break;
            case 3:
                rating.RouteId = (int)number;
                break;
            default:
                rating.RatingTime = number;
                break;
        }

        return true;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, ref byte* scratch, out Slice text)
    {
        text = default;
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        text.Start = scratch;
        text.Length = reader.CopyString(new Span<byte>(scratch, reader.ValueSpan.Length));
        scratch += text.Length;
        return true;
    }
}
