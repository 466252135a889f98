using System.Text.RegularExpressions;

namespace QueryGen.Connectors;

/// <summary>
/// Puts secrets into a property when a connector starts: <c>${env:NAME}</c>, <c>${file:path}</c>,
/// <c>${file:path:key}</c>.
/// </summary>
/// <remarks>A value that was put in is never logged: errors name the reference.</remarks>
internal static partial class SecretReference
{
    /// <summary>The text with its references resolved.</summary>
    /// <exception cref="ConnectorException">A variable, file or key is not there.</exception>
    public static string Resolve(string text) => Reference().Replace(text, found => found.Groups[1].Value switch
    {
        "env" => Environment.GetEnvironmentVariable(found.Groups[2].Value)
            ?? throw new ConnectorException($"{found.Value}: there is no such environment variable."),
        _ => FromFile(found.Value, found.Groups[2].Value),
    });

    private static string FromFile(string reference, string path)
    {
        try
        {
            if (File.Exists(path))
            {
                return File.ReadAllText(path).TrimEnd('\r', '\n');
            }

            int colon = path.LastIndexOf(':');
            string? line = colon <= 0 ? null : File.ReadLines(path[..colon])
                .FirstOrDefault(line => line.StartsWith(path[(colon + 1)..] + "=", StringComparison.Ordinal));
            return line?[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]
                ?? throw new ConnectorException($"{reference}: there is no such file or key.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException($"{reference}: the file cannot be read.", cause);
        }
    }

    [GeneratedRegex(@"\$\{(env|file):([^}]+)\}")]
    private static partial Regex Reference();
}
