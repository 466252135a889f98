using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using QueryGen.Serdes;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Serdes;

public sealed unsafe class JsonWriterTests : IDisposable
{
    private const int Page = 4096;

    private readonly byte* _pages = (byte*)NativeMemory.AlignedAlloc(2 * Page, Page);
    private readonly OutputBuffer _output = new(256);

    [Fact]
    public void A_text_comes_back_whatever_it_holds_and_wherever_it_lies()
    {
        Random random = new(1);
        for (int i = 0; i < 50_000; i++)
        {
            string expected = RandomText(random);
            int length = Encoding.UTF8.GetByteCount(expected);

            // Often so that vectors would run over the end of a page, or exactly up to it.
            byte* at = _pages + (random.Next(2) == 0 ? Page - length - random.Next(3) : random.Next(Page - length));
            Encoding.UTF8.GetBytes(expected, new Span<byte>(at, length));
            Assert.Equal(expected, JsonSerializer.Deserialize<string>(Written(new Text(at, length))));
            if (expected.All(c => c is >= ' ' and < '\u007f' and not ('"' or '\\')))
            {
                Assert.Equal($"\"{expected}\"", Encoding.UTF8.GetString(Written(new Text(at, length, isPlain: true))));
            }
        }
    }

    [Theory]
    [InlineData("\"", "\\\"")]
    [InlineData("\\", "\\\\")]
    [InlineData("/", "/")]
    [InlineData("\b\f\n\r\t", "\\b\\f\\n\\r\\t")]
    [InlineData("\u0000\u001f", "\\u0000\\u001F")]
    [InlineData("\u007f", "\u007f")]
    [InlineData("caf\u00e9 \u20ac", "caf\u00e9 \u20ac")]
    public void Only_what_must_be_escaped_is(string text, string expected)
    {
        int length = Encoding.UTF8.GetBytes(text, new Span<byte>(_pages, Page));
        Assert.Equal($"\"{expected}\"", Encoding.UTF8.GetString(Written(new Text(_pages, length))));
    }

    [Fact]
    public void Values_of_all_types_are_written_and_null_is_null()
    {
        JsonWriter json = Begin(1024);
        json.Write((int?)-5);
        json.Raw(" "u8);
        json.Write((long?)1_760_000_040_000);
        json.Raw(" "u8);
        json.Write((bool?)true);
        json.Write((bool?)false);
        json.Raw(" "u8);
        json.Write((double?)double.NaN);
        json.Write((double?)1.5);
        json.Raw(" "u8);
        json.Write((decimal?)12.30m);
        json.Raw(" "u8);
        json.Write((SqlDate?)new SqlDate(-1));
        json.Write((SqlTime?)new SqlTime(2));
        json.Write((SqlTimestamp?)new SqlTimestamp(3));
        json.Raw(" "u8);
        json.Write(default(Text));
        json.Write(default(Bytes));
        json.Write((int?)null);
        json.Write((bool?)null);
        json.Write((double?)null);
        json.Write((decimal?)null);
        json.EndValue();

        Assert.Equal(
            "-5 1760000040000 truefalse \"NaN\"1.5 12.30 -123 nullnullnullnullnullnull", Encoding.UTF8.GetString(End()));
    }

    [Fact]
    public void Bytes_are_Base64()
    {
        for (int length = 0; length < 200; length++)
        {
            byte[] expected = Encoding.Latin1.GetBytes(new string('\u00e9', length));
            expected.CopyTo(new Span<byte>(_pages, Page));
            JsonWriter json = Begin(JsonWriter.MostBytes(new Bytes(_pages, length)));
            json.Write(new Bytes(_pages, length));
            json.EndValue();
            Assert.Equal(expected, JsonSerializer.Deserialize<byte[]>(End()));
        }
    }

    [Fact]
    public void A_collection_makes_its_own_room_and_leaves_the_rows()
    {
        JsonWriter json = Begin(20);
        json.Raw("["u8);
        for (int i = 0; i < 10_000; i++)
        {
            json.Reserve(JsonWriter.IntegerBytes + 1);
            json.Raw(i == 0 ? ""u8 : ","u8);
            json.Write((int?)i);
        }

        json.Raw("] the row goes on"u8);
        json.EndValue();
        Assert.Equal($"[{string.Join(',', Enumerable.Range(0, 10_000))}] the row goes on", Encoding.UTF8.GetString(End()));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_pages);
        _output.Dispose();
    }

    private static string RandomText(Random random)
    {
        const string Odd = "\"\\\n\u0001\u007f\u00e9\u20ac";
        int oddOnes = random.Next(3) == 0 ? random.Next(1, 30) : 0;
        StringBuilder text = new();
        for (int length = random.Next(200); length > 0; length--)
        {
            bool isOdd = oddOnes > 0 && random.Next(10) == 0;
            text.Append(isOdd ? Odd[random.Next(Odd.Length)] : (char)random.Next(' ', '\u007f'));
        }

        return text.ToString();
    }

    private JsonWriter Begin(long room)
    {
        _output.Clear();
        _output.Begin(0);
        return new JsonWriter(_output, room);
    }

    private byte[] End()
    {
        _output.End();
        return _output[0].Value.ToArray();
    }

    private byte[] Written(Text text)
    {
        JsonWriter json = Begin(JsonWriter.MostBytes(text));
        json.Write(text);
        json.EndValue();
        return End();
    }
}
