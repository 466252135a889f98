using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>A small file system of its own, where this process may mount one.</summary>
internal sealed class Tmpfs : IDisposable
{
    private static readonly Lazy<bool> s_canMount = new(() =>
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        try
        {
            new Tmpfs(64).Dispose();
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private readonly TemporaryFolder _folder = new();

    public Tmpfs(int sizeKiB)
    {
        try
        {
            Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={sizeKiB}k"), "tmpfs", Path);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    public static bool CanMount => s_canMount.Value;

    public string Path => _folder.Path;

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static void Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command}: {error}");
        }
    }
}

/// <summary>A test on a file system of its own; skipped, and said so, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    /// <summary>Looks whether one can be mounted.</summary>
    public TmpfsFactAttribute()
    {
        if (!Tmpfs.CanMount)
        {
            Skip = "needs a file system of its own, and this process may mount none; the same is tested on a simulated disk";
        }
    }
}
