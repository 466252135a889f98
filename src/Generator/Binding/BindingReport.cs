using System.Text;
using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Binding;

/// <summary>What binding says about one script: what is wrong with it, and where its clauses stand.</summary>
internal sealed class BindingReport(SqlScript script)
{
    private readonly DiagnosticBag _bag = new(script);
    private readonly LineMap _lines = new(script);
    private int _muted;
    private int _mutedErrors;

    /// <summary>How many errors are reported so far; a statement whose binding raises it is not compiled.</summary>
    public int Errors { get; private set; }

    public string Path => script.Path;

    public void Report(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments)
    {
        if (_muted > 0)
        {
            _mutedErrors++;
            return;
        }

        if (descriptor.DefaultSeverity == DiagnosticSeverity.Error)
        {
            Errors++;
        }

        _bag.Report(descriptor, span, arguments);
    }

    /// <summary>The statement cannot be compiled, by a mistake that is reported where it is made.</summary>
    public void Break() => Errors++;

    /// <summary>Binds without a word: null if it would have reported something.</summary>
    public T? Try<T>(Func<T> bind)
        where T : class
    {
        int before = _mutedErrors;
        T bound = Mute(bind);
        return _mutedErrors == before ? bound : null;
    }

    /// <summary>Binds what has a mistake that is reported already: what follows from it is no mistake of its own.</summary>
    public T Mute<T>(Func<T> bind)
    {
        _muted++;
        T bound = bind();
        _muted--;
        return bound;
    }

    public Clause ClauseOf(string sql, SourceSpan span) => new(sql, PlaceOf(span));

    public SqlPlace PlaceOf(SourceSpan span)
    {
        SqlLocation found = _lines.Locate(span);
        return new SqlPlace(
            script.DisplayPath,
            found.Lines.Start.Line + 1,
            found.Lines.Start.Character + 1,
            found.Lines.End.Line + 1,
            found.Lines.End.Character + 1);
    }

    /// <summary>In the order of the text.</summary>
    public IEnumerable<SqlDiagnostic> InOrder() => _bag.ToArray().OrderBy(found => found.Location.Span.Start);
}

/// <summary>The way out of a misspelt name.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean 'X'?</c>, or nothing where no candidate is near.</summary>
    public static string For(string written, IEnumerable<string> candidates) =>
        written.Length > 1
            && EditDistance.Nearest(written, candidates.OrderBy(name => name, StringComparer.Ordinal)) is { } nearest
            ? $"; did you mean '{nearest}'?"
            : "";

    /// <summary>As <see cref="For"/>; where no candidate is near, a short list of all.</summary>
    public static string Among(string written, string of, IReadOnlyCollection<string> candidates)
    {
        string near = For(written, candidates);
        return near.Length > 0 || candidates.Count is 0 or > 12 ? near : $"; {of}: {string.Join(", ", candidates)}";
    }
}
