using System.Runtime.InteropServices;

namespace QueryGen.Bench;

/// <summary>Zeroed memory for tables, in large pages where the system has them: a look-up then misses one cache and not two.</summary>
internal static unsafe partial class HugePages
{
    private const int PageBytes = 2 * 1024 * 1024;
    private const int UseHugePages = 14;

    /// <summary>Memory to be freed by <see cref="Free"/>.</summary>
    public static void* Allocate(long bytes)
    {
        bool isLarge = bytes >= PageBytes;
        void* memory = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)(isLarge ? PageBytes : 64));
        if (isLarge && OperatingSystem.IsLinux())
        {
            _ = Advise(memory, (nuint)bytes, UseHugePages);
        }

        NativeMemory.Clear(memory, (nuint)bytes);
        return memory;
    }

    /// <summary>Gives it back.</summary>
    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* memory, nuint bytes, int advice);
}
