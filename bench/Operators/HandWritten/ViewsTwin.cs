using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>What the twins over views of pages have in common: how a view is read, and a count and a sum written.</summary>
internal abstract unsafe class ViewsTwin : Twin
{
    /// <summary>Reads a view, and counts it where it is in another form than the usual one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool TryRead(in RecordRef record, out int user, out int tookMs)
    {
        byte* json = Start(record.Value);
        byte* at;
        tookMs = 0;
        if (!TryKey(in record, out user))
        {
            return false;
        }

        if (Scan.Is(json, "{\"page\":\""u8) && (at = Scan.StringEnd(json + 9)) != null && Scan.Is(at, "\",\"took_ms\":"u8)
            && (at = Scan.Int(at + 12, out tookMs)) != null && at + 1 == json + record.Value.Length && *at == '}')
        {
            return true;
        }

        FailedRecords++;
        return false;
    }

    /// <summary>Writes a result's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static byte* Result(byte* to, long views, int took)
    {
        to = Encode.Number(Encode.Constant(to, "{\"VIEWS\":"u8), views);
        return Encode.Constant(Encode.Number(Encode.Constant(to, ",\"TOOK\":"u8), took), "}"u8);
    }
}
