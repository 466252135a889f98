using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QueryGen.Bench;

/// <summary>The processor time of the calling thread, so that what else runs on the machine counts less.</summary>
/// <remarks>Elsewhere than on Linux it is the time on the wall.</remarks>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Nanoseconds from some fixed point.</summary>
    public static long NowNs()
    {
        if (!OperatingSystem.IsLinux())
        {
            return (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
        }

        _ = ClockGetTime(ThreadCpuTime, out Time time);
        return ((long)time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
