using System.Buffers;
using System.Buffers.Text;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>The encodings that SQL names: between bytes and the text that stands for them.</summary>
internal static unsafe class TextEncoding
{
    public enum Kind
    {
        Unknown,
        Hex,
        Utf8,
        Ascii,
        Base64,
    }

    /// <summary>By its name, in capitals or small letters.</summary>
    public static Kind Find(Text name) =>
        Ascii.EqualsIgnoreCase(name.Span, "hex"u8) ? Kind.Hex
        : Ascii.EqualsIgnoreCase(name.Span, "utf8"u8) ? Kind.Utf8
        : Ascii.EqualsIgnoreCase(name.Span, "ascii"u8) ? Kind.Ascii
        : Ascii.EqualsIgnoreCase(name.Span, "base64"u8) ? Kind.Base64
        : Kind.Unknown;

    /// <summary>The bytes that a text stands for; false where it stands for none.</summary>
    public static bool TryDecode(RecordArena arena, Text text, Kind kind, out ReadOnlySpan<byte> bytes)
    {
        bytes = text.Span;
        switch (kind)
        {
            case Kind.Utf8:
                return true;
            case Kind.Ascii when Ascii.IsValid(text.Span):
                return true;
            case Kind.Ascii:
                ReadOnlySpan<char> characters = Utf16.Decode(arena, text);
                Span<byte> ascii = new(arena.Allocate(characters.Length), characters.Length);
                bytes = ascii[..Encoding.ASCII.GetBytes(characters, ascii)];
                return true;
            case Kind.Hex:
                return TryDecodeHex(arena, text.Span, out bytes);
            case Kind.Base64:
                Span<byte> decoded = new(arena.Allocate(text.Length), text.Length);
                bool isDone = Base64.DecodeFromUtf8(text.Span, decoded, out _, out int length) == OperationStatus.Done;
                bytes = decoded[..length];
                return isDone;
            default:
                return false;
        }
    }

    /// <summary>The text that stands for bytes; NULL for an unknown encoding.</summary>
    public static Text Encode(RecordArena arena, ReadOnlySpan<byte> bytes, Kind kind, bool isUpper = false)
    {
        switch (kind)
        {
            case Kind.Hex:
                byte* digits = arena.Allocate(bytes.Length * 2);
                for (int i = 0; i < bytes.Length; i++)
                {
                    digits[2 * i] = Digit(bytes[i] >> 4, isUpper);
                    digits[(2 * i) + 1] = Digit(bytes[i] & 15, isUpper);
                }

                return new Text(digits, bytes.Length * 2, isPlain: true);
            case Kind.Base64:
                int most = Base64.GetMaxEncodedToUtf8Length(bytes.Length);
                byte* base64 = arena.Allocate(most);
                Base64.EncodeToUtf8(bytes, new Span<byte>(base64, most), out _, out int length);
                return new Text(base64, length, isPlain: true);
            case Kind.Utf8 or Kind.Ascii:
                Span<char> characters = Utf16.Room(arena, bytes.Length);
                int count = kind == Kind.Utf8 ? Encoding.UTF8.GetChars(bytes, characters) : DecodeAscii(bytes, characters);
                return arena.Text((ReadOnlySpan<char>)characters[..count]);
            default:
                return default;
        }
    }

    private static int DecodeAscii(ReadOnlySpan<byte> bytes, Span<char> characters)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            characters[i] = bytes[i] < 0x80 ? (char)bytes[i] : '\uFFFD';
        }

        return bytes.Length;
    }

    private static byte Digit(int value, bool isUpper) => isUpper ? "0123456789ABCDEF"u8[value] : "0123456789abcdef"u8[value];

    // "0x1ff" (a digit is missing: it is a zero at the left), "X'01ff'" or "01ff".
    private static bool TryDecodeHex(RecordArena arena, ReadOnlySpan<byte> text, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        bool isPadded = text.StartsWith("0x"u8);
        if (isPadded)
        {
            text = text[2..];
        }
        else if (text.Length >= 3 && text[0] is (byte)'X' or (byte)'x' && text[1] == '\'' && text[^1] == '\'')
        {
            text = text[2..^1];
        }

        if (!isPadded && text.Length % 2 != 0)
        {
            return false;
        }

        Span<byte> made = new(arena.Allocate((text.Length + 1) / 2), (text.Length + 1) / 2);
        made.Clear();
        int offset = text.Length % 2;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = Value(text[i]);
            if (digit < 0)
            {
                return false;
            }

            made[(i + offset) / 2] = (byte)((made[(i + offset) / 2] << 4) | digit);
        }

        bytes = made;
        return true;
    }

    private static int Value(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
