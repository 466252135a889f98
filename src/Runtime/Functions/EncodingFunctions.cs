using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions between text, bytes and numbers. NULL in, an unknown encoding, and what does not fit one give NULL.</summary>
/// <remarks>Encodings: hex, utf8, ascii, base64, in capitals or small letters.</remarks>
public static unsafe class EncodingFunctions
{
    /// <summary>CHR of a code point.</summary>
    public static Text Chr(RecordArena arena, int? codePoint)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (codePoint is not { } value || !Rune.IsValid(value))
        {
            return default;
        }

        byte* to = arena.Allocate(4);
        return new Text(to, new Rune(value).EncodeToUtf8(new Span<byte>(to, 4)));
    }

    /// <summary>CHR of a text that begins with <c>\u</c> and four hexadecimal digits; more such may follow.</summary>
    public static Text Chr(RecordArena arena, Text escaped)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (escaped.Length < 6 || !escaped.Span.StartsWith(@"\u"u8))
        {
            return default;
        }

        ReadOnlySpan<char> text = Utf16.Decode(arena, escaped);
        Span<char> made = Utf16.Room(arena, text.Length);
        int count = 0;
        for (int i = 0; i < text.Length;)
        {
            if (!text[i..].StartsWith(@"\u"))
            {
                made[count++] = text[i++];
                continue;
            }

            int digits = i + 2;
            while (digits < text.Length && text[digits] == 'u')
            {
                digits++;
            }

            if (text.Length - digits < 4 || !ushort.TryParse(
                text.Slice(digits, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
            {
                return default;
            }

            made[count++] = (char)unit;
            i = digits + 4;
        }

        return arena.Text((ReadOnlySpan<char>)made[..count]);
    }

    /// <summary>ENCODE: a text of one encoding in another one. Hexadecimal digits come out small.</summary>
    public static Text Encode(RecordArena arena, Text value, Text from, Text to)
    {
        ArgumentNullException.ThrowIfNull(arena);
        TextEncoding.Kind source = TextEncoding.Find(from);
        TextEncoding.Kind target = TextEncoding.Find(to);
        return !value.IsNull && source != target && target != TextEncoding.Kind.Unknown
            && TextEncoding.TryDecode(arena, value, source, out ReadOnlySpan<byte> bytes)
            ? TextEncoding.Encode(arena, bytes, target) : default;
    }

    /// <summary>TO_BYTES: the bytes that a text of an encoding stands for.</summary>
    public static Bytes ToBytes(RecordArena arena, Text value, Text encoding)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return !value.IsNull && TextEncoding.TryDecode(arena, value, TextEncoding.Find(encoding), out ReadOnlySpan<byte> bytes)
            ? arena.Bytes(bytes) : default;
    }

    /// <summary>FROM_BYTES: the text of an encoding that stands for bytes. Hexadecimal digits come out as capitals.</summary>
    public static Text FromBytes(RecordArena arena, Bytes value, Text encoding)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return value.IsNull ? default : TextEncoding.Encode(arena, value.Span, TextEncoding.Find(encoding), isUpper: true);
    }

    /// <summary>INT_FROM_BYTES: of 4 bytes, big-endian.</summary>
    public static int? IntFromBytes(Bytes value) => value.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(value.Span) : null;

    /// <summary>INT_FROM_BYTES in an order: BIG_ENDIAN or LITTLE_ENDIAN.</summary>
    public static int? IntFromBytes(Bytes value, Text order) => IsLittle(order) is not { } isLittle ? null
        : isLittle && value.Length == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(value.Span)
        : IntFromBytes(value);

    /// <summary>BIGINT_FROM_BYTES: of 8 bytes, big-endian.</summary>
    public static long? BigintFromBytes(Bytes value) =>
        value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(value.Span) : null;

    /// <summary>BIGINT_FROM_BYTES in an order: BIG_ENDIAN or LITTLE_ENDIAN.</summary>
    public static long? BigintFromBytes(Bytes value, Text order) => IsLittle(order) is not { } isLittle ? null
        : isLittle && value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(value.Span)
        : BigintFromBytes(value);

    /// <summary>DOUBLE_FROM_BYTES: of 8 bytes, big-endian.</summary>
    public static double? DoubleFromBytes(Bytes value) =>
        value.Length == sizeof(double) ? BinaryPrimitives.ReadDoubleBigEndian(value.Span) : null;

    /// <summary>DOUBLE_FROM_BYTES in an order: BIG_ENDIAN or LITTLE_ENDIAN.</summary>
    public static double? DoubleFromBytes(Bytes value, Text order) => IsLittle(order) is not { } isLittle ? null
        : isLittle && value.Length == sizeof(double) ? BinaryPrimitives.ReadDoubleLittleEndian(value.Span)
        : DoubleFromBytes(value);

    /// <summary>MD5: small hexadecimal digits of the hash of the UTF-8 bytes.</summary>
    public static Text Md5(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // MD5 is what the SQL function is called; it protects nothing here.
        MD5.HashData(value.Span, hash);
#pragma warning restore CA5351
        return TextEncoding.Encode(arena, hash, TextEncoding.Kind.Hex);
    }

    /// <summary>UUID: a random one.</summary>
    public static Text Uuid(RecordArena arena) => Print(arena, Guid.NewGuid());

    /// <summary>UUID of its 16 bytes, big-endian.</summary>
    public static Text Uuid(RecordArena arena, Bytes value) =>
        value.Length == 16 ? Print(arena, new Guid(value.Span, bigEndian: true)) : default;

    private static Text Print(RecordArena arena, Guid value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        byte* to = arena.Allocate(36);
        value.TryFormat(new Span<byte>(to, 36), out int length, "D");
        return new Text(to, length, isPlain: true);
    }

    private static bool? IsLittle(Text order) => order.Span.SequenceEqual("LITTLE_ENDIAN"u8) ? true
        : order.Span.SequenceEqual("BIG_ENDIAN"u8) ? false
        : null;
}
