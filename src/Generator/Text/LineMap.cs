using Microsoft.CodeAnalysis.Text;
using QueryGen.Diagnostics;

namespace QueryGen.Text;

/// <summary>From offsets in a script to lines and columns of the file that it stands in.</summary>
internal sealed class LineMap
{
    private readonly SqlScript _script;
    private readonly List<int> _lineStarts = [0];

    public LineMap(SqlScript script)
    {
        _script = script;
        string text = script.Text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    public SqlLocation Locate(SourceSpan span)
    {
        (TextPosition start, TextPosition end) = _script.Embedded is { } embedded ? Locate(span, embedded) : (At(span.Start), At(span.End));
        return new SqlLocation(
            _script.Path,
            span,
            new LinePositionSpan(new LinePosition(start.Line, start.Column), new LinePosition(end.Line, end.Column)));
    }

    private static (TextPosition Start, TextPosition End) Locate(SourceSpan span, EmbeddedText text)
    {
        TextPosition At(int offset) => text.Positions[Math.Min(offset, text.Positions.Count - 1)];
        return text.Positions.Count == 0 ? (text.Start, text.End) : (At(span.Start), At(span.End));
    }

    private TextPosition At(int offset)
    {
        int found = _lineStarts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        return new TextPosition(line, offset - _lineStarts[line]);
    }
}
