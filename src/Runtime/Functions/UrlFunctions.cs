using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of URLs.</summary>
public static class UrlFunctions
{
    /// <summary>URL_EXTRACT_HOST; NULL where there is none or the text is no URL.</summary>
    public static Text UrlExtractHost(RecordArena arena, Text url)
    {
        ArgumentNullException.ThrowIfNull(arena);
        string? text = url.ToString();
        bool isUrl = text is not null && !text.Contains(' ', StringComparison.Ordinal);
        return isUrl && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0
            ? arena.Text(HostOf(text!, uri)) : default;
    }

    // As written: System.Uri makes small letters of a host, Java keeps it.
    private static string HostOf(string text, Uri uri)
    {
        int at = text.IndexOf(uri.Host, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? uri.Host : text.Substring(at, uri.Host.Length);
    }
}
