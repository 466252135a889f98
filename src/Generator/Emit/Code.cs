using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QueryGen.Emit;

/// <summary>A piece of C# text. Emitters are pure functions from a plan to a <see cref="Code"/>, and look like what they print.</summary>
internal readonly struct Code(string text)
{
    public static readonly Code None = new("");

    public bool IsEmpty => string.IsNullOrEmpty(text);

    /// <summary>A raw string template. A hole of several lines keeps the column that it stands in.</summary>
    public static Code Of(ref Template template) => new(template.ToText());

    /// <summary>The parts one below the other, with a blank line between them.</summary>
    public static Code Sections(IEnumerable<Code> parts) => new(string.Join("\n\n", parts.Where(part => !part.IsEmpty)));

    /// <summary>The parts one below the other.</summary>
    public static Code Lines(IEnumerable<Code> parts) => new(string.Join("\n", parts.Where(part => !part.IsEmpty)));

    /// <summary>The lines one below the other.</summary>
    public static Code Lines(IEnumerable<string> lines) => new(string.Join("\n", lines));

    /// <summary>Conditions of which one must hold, one below the other.</summary>
    public static Code Alternatives(IEnumerable<string> conditions) => new(string.Join("\n    || ", conditions));

    /// <summary>Conditions that must all hold, one below the other.</summary>
    public static Code AllOf(IEnumerable<string> conditions) => new(string.Join("\n    && ", conditions));

    /// <summary>A C# string literal, quotes and escapes included.</summary>
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A C# UTF-8 literal. Half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD.</summary>
    public static string Utf8(string value) => Literal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value))) + "u8";

    /// <summary>SQL for a line comment: on one line, whatever it holds.</summary>
    public static string Comment(string sql)
    {
        StringBuilder line = new(sql.Length);
        foreach (char c in sql)
        {
            bool isSpace = char.IsControl(c) || char.IsWhiteSpace(c);
            if (!isSpace)
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[line.Length - 1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().Trim();
    }

    /// <summary>Text for an XML comment, on one line.</summary>
    /// <remarks>U+0085, U+2028 and U+2029 end a line of C# too: what stands behind them would be code.</remarks>
    public static string Xml(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public override string ToString() => text ?? "";

    /// <summary>Builds the text of one template.</summary>
    /// <remarks>
    /// Three rules let templates nest. A hole of several lines is indented like the line that it stands in. A line with nothing but an
    /// empty hole disappears, and with it the blank line behind it, so that an optional part needs no condition. A blank line before a
    /// closing brace disappears. Line ends are <c>\n</c>.
    /// </remarks>
    [InterpolatedStringHandler]
    internal readonly ref struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));
        private readonly Line _line = new();

        public void AppendLiteral(string literal)
        {
            foreach (char c in literal)
            {
                if (c == '\n')
                {
                    EndLine();
                }
                else if (c != '\r')
                {
                    _text.Append(c);
                }
            }
        }

        public void AppendFormatted(Code hole) => AppendHole(hole.ToString());

        public void AppendFormatted(string hole) => AppendHole(hole);

        public void AppendFormatted(long hole) => AppendHole(hole.ToString(CultureInfo.InvariantCulture));

        public string ToText()
        {
            if (IsDropped)
            {
                _text.Length = Math.Max(0, _line.Start - 1);
            }
            else
            {
                CloseUp();
            }

            return _text.ToString();
        }

        // Nothing but white space and holes that gave nothing, or the blank line behind such a line.
        private bool IsDropped => (_line.HasEmptyHole || _line.FollowsDropped) && IsBlank(_line.Start);

        private bool IsBlank(int start)
        {
            for (int i = start; i < _text.Length; i++)
            {
                if (_text[i] != ' ')
                {
                    return false;
                }
            }

            return true;
        }

        private void CloseUp()
        {
            int first = _line.Start;
            while (first < _text.Length && _text[first] == ' ')
            {
                first++;
            }

            bool isAfterBlank = _line.Start > 1 && _text[_line.Start - 1] == '\n' && _text[_line.Start - 2] == '\n';
            if (isAfterBlank && first < _text.Length && _text[first] == '}')
            {
                _text.Remove(_line.Start - 1, 1);
            }
        }

        private void AppendHole(string hole)
        {
            if (hole.Length == 0)
            {
                _line.HasEmptyHole = true;
                return;
            }

            int column = 0;
            while (_line.Start + column < _text.Length && _text[_line.Start + column] == ' ')
            {
                column++;
            }

            string[] lines = hole.Split('\n');
            _text.Append(lines[0]);
            foreach (string line in lines.Skip(1))
            {
                EndLine();
                _text.Append(' ', line.Length == 0 ? 0 : column).Append(line);
            }
        }

        private void EndLine()
        {
            bool isDropped = IsDropped;
            if (isDropped)
            {
                _text.Length = _line.Start;
            }
            else
            {
                CloseUp();
                _text.Append('\n');
            }

            _line.Start = _text.Length;
            _line.FollowsDropped = isDropped && _line.HasEmptyHole;
            _line.HasEmptyHole = false;
        }

        private sealed class Line
        {
            public int Start;
            public bool HasEmptyHole;
            public bool FollowsDropped;
        }
    }
}
