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
        TextPosition start = PositionOf(span.Start);
        TextPosition end = PositionOf(span.End);
        return new SqlLocation(
            _script.Path,
            SourceSpan.FromBounds(start.Offset, end.Offset),
            new LinePositionSpan(new LinePosition(start.Line, start.Column), new LinePosition(end.Line, end.Column)));
    }

    /// <summary>The place of an offset in its file, lines and columns from 0.</summary>
    public TextPosition PositionOf(int offset)
    {
        if (_script.Embedded is { } embedded)
        {
            return embedded.Positions[Math.Min(offset, embedded.Positions.Count - 1)];
        }

        int found = _lineStarts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        return new TextPosition(offset, line, offset - _lineStarts[line]);
    }
}
