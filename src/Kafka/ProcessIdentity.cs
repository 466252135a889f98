using System.Text;

namespace QueryGen.Kafka;

/// <summary>A name for a worker that stays over restarts, kept in the folder of its state.</summary>
/// <remarks>
/// Transactional ids are made of it, so that a worker that comes again ends at once what it has left open; others need not wait for that.
/// A second worker in the same folder gets a name of its own, which lasts as long as it does.
/// </remarks>
internal sealed class ProcessIdentity : IDisposable
{
    private const int Length = 32;
    private readonly FileStream? _file;

    public ProcessIdentity(string folder, string applicationId)
    {
        Id = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(folder);
        try
        {
            // Open as long as the worker lives: nobody else can open it meanwhile.
            _file = new FileStream(
                Path.Combine(folder, $"{applicationId}.worker"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return;
        }

        Span<byte> text = stackalloc byte[Length];
        if (_file.ReadAtLeast(text, Length, throwOnEndOfStream: false) == Length
            && Guid.TryParseExact(Encoding.ASCII.GetString(text), "N", out Guid former))
        {
            Id = former.ToString("N");
            return;
        }

        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes(Id));
        _file.Flush(flushToDisk: true);
    }

    public string Id { get; }

    public void Dispose() => _file?.Dispose();
}
