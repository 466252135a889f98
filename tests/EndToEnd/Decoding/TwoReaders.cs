using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Values;
using Xunit;

namespace QueryGen.EndToEnd.Decoding;

/// <summary>The two ways in which emitted code reads one side of a source's records: the whole, and the exact one that it falls
/// back to.</summary>
internal abstract class TwoReaders : IDisposable
{
    /// <summary>Those of stream <c>S</c> of a script.</summary>
    /// <param name="script">Declares the stream and a query over it.</param>
    /// <param name="side">"Key" or "Value".</param>
    public static TwoReaders Of(string script, string side)
    {
        Assembly assembly = CompiledScript.LoadAssembly(script, csharp: "");
        Type serde = assembly.GetType("Test.Queries.Compiled.SSerde", throwOnError: true)!;
        Type row = assembly.GetType("Test.Queries.Compiled.SRow", throwOnError: true)!;
        return (TwoReaders)Activator.CreateInstance(typeof(TwoReaders<>).MakeGenericType(row), serde, side)!;
    }

    /// <summary>Reads a record in both ways: both read it to the same row, or both refuse it for the same reason.</summary>
    /// <returns>Whether it was read.</returns>
    public abstract bool Compare(ReadOnlySpan<byte> json, Random random);

    /// <summary>Reads a record and writes its row anew, into a buffer that has no more room than the row asks for.</summary>
    /// <returns>The written value.</returns>
    public abstract string Rewrite(string json);

    public abstract void Dispose();
}

/// <typeparam name="TRow">The emitted row.</typeparam>
internal sealed unsafe class TwoReaders<TRow> : TwoReaders
    where TRow : struct
{
    private const int MostBytes = 64 * 1024;
    private const int Readable = 64;

    private readonly byte* _memory = (byte*)NativeMemory.Alloc(MostBytes + Readable);
    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _output = new();
    private readonly Read _read;
    private readonly ReadRest _readInAnyOrder;
    private readonly Write _write;
    private readonly bool _isKey;

    public TwoReaders(Type serde, string side)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        _read = serde.GetMethod($"TryRead{side}", Any)!.CreateDelegate<Read>();
        _readInAnyOrder = serde.GetMethod($"TryRead{side}InAnyOrder", Any)!.CreateDelegate<ReadRest>();
        _write = serde.GetMethod("Write", Any)!.CreateDelegate<Write>();
        _isKey = side == "Key";
    }

    private delegate bool Read(in RecordRef record, RecordArena arena, ref TRow row, out SerdeError error);

    private delegate bool ReadRest(in RecordRef record, int left, RecordArena arena, ref TRow row, out SerdeError error);

    private delegate void Write(OutputBuffer output, in TRow row, in RecordContext context);

    public override bool Compare(ReadOnlySpan<byte> json, Random random)
    {
        // What lies behind a record means nothing, also where it would go on with it.
        Span<byte> behind = new(_memory + json.Length, Readable);
        const string Signs = "0123456789\"}:,{[]ea. \\";
        for (int i = 0; i < Readable; i++)
        {
            behind[i] = (byte)Signs[random.Next(Signs.Length)];
        }

        json.CopyTo(new Span<byte>(_memory, json.Length));
        RecordRef record = _isKey
            ? new RecordRef(_memory, json.Length, null, -1, null, 0, 0, 0)
            : new RecordRef(null, -1, _memory, json.Length, null, 0, 0, 0);
        TRow usual = default;
        TRow exact = default;
        bool isRead = _read(record, _arena, ref usual, out SerdeError usualError);
        bool isReadExactly = _readInAnyOrder(record, int.MaxValue, _arena, ref exact, out SerdeError exactError);

        Assert.True(
            isRead == isReadExactly && usualError == exactError,
            Describe(json, $"{isRead} {usualError}", $"{isReadExactly} {exactError}"));
        if (isRead)
        {
            RecordContext context = new(0);
            _write(_output, usual, context);
            _write(_output, exact, context);
            bool isSame = _output[0].Key.SequenceEqual(_output[1].Key) && _output[0].Value.SequenceEqual(_output[1].Value);
            Assert.True(isSame, Describe(json, Encoding.UTF8.GetString(_output[0].Value), Encoding.UTF8.GetString(_output[1].Value)));
            _output.Clear();
        }

        _arena.Reset();
        return isRead;
    }

    public override string Rewrite(string json)
    {
        int length = Encoding.UTF8.GetBytes(json, new Span<byte>(_memory, MostBytes));
        RecordRef record = new(null, -1, _memory, length, null, 0, 0, 0);
        TRow row = default;
        Assert.True(_read(record, _arena, ref row, out SerdeError error), $"{error}");
        using OutputBuffer output = new(initialBytes: 0);
        _write(output, row, new RecordContext(0));
        return Encoding.UTF8.GetString(output[0].Value);
    }

    public override void Dispose()
    {
        NativeMemory.Free(_memory);
        _arena.Dispose();
        _output.Dispose();
    }

    private static string Describe(ReadOnlySpan<byte> json, string usual, string exact) =>
        $"{Encoding.Latin1.GetString(json)}\n  usual: {usual}\n  exact: {exact}";
}
