using System.Runtime.InteropServices;

namespace QueryGen.State;

/// <summary>Native memory for tables: on the lines of the cache, and in huge pages where it is large enough to gain by them.</summary>
/// <remarks>A probe of a large table would else miss the processor's table of pages as well as its cache.</remarks>
internal static unsafe partial class NativePages
{
    /// <summary>From this size on memory is given in huge pages, where the system has them.</summary>
    public const int HugePageBytes = 2 << 20;

    private const int CacheLineBytes = 64;
    private const int AdviseHugePages = 14;

    // False once the system has said that it does not know the call.
    private static bool s_canAdvise = OperatingSystem.IsLinux();

    /// <summary>Memory that is not set to anything.</summary>
    public static byte* Allocate(nuint bytes)
    {
        if (bytes < HugePageBytes)
        {
            return (byte*)NativeMemory.AlignedAlloc(bytes, CacheLineBytes);
        }

        byte* memory = (byte*)NativeMemory.AlignedAlloc(bytes, HugePageBytes);
        Advise(memory, bytes);
        return memory;
    }

    /// <summary>Gives memory back.</summary>
    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    // It is advice: without it everything works, in small pages.
    private static void Advise(byte* memory, nuint bytes)
    {
        if (!s_canAdvise)
        {
            return;
        }

        try
        {
            _ = madvise(memory, bytes, AdviseHugePages);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            s_canAdvise = false;
        }
    }

#pragma warning disable IDE1006, SA1300 // The name is the system's.
    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int madvise(void* address, nuint length, int advice);
#pragma warning restore IDE1006, SA1300
}
