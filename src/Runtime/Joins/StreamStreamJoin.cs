using System.Runtime.CompilerServices;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;

namespace QueryGen.Joins;

/// <summary>Which rows of two streams are near enough to each other. Milliseconds.</summary>
/// <param name="BeforeMs">How much earlier than the left row the right one may be.</param>
/// <param name="AfterMs">How much later than the left row the right one may be.</param>
/// <param name="GraceMs">
/// How long a row without a partner waits in stream time, behind the range in which one may come. Null: it does not wait, and goes on
/// at once.
/// </param>
public readonly record struct JoinWithin(long BeforeMs, long AfterMs, long? GraceMs);

/// <summary>Joins two streams: a row meets the rows of the other side with its key that lie near it in event time.</summary>
/// <remarks>
/// Stream time is the greatest event time of both sides. A side whose rows are all wanted has those that find nobody written with NULLs:
/// at once, or, where there is a grace period, when stream time has passed it.
/// </remarks>
/// <typeparam name="TKey">What the rows are joined on.</typeparam>
/// <typeparam name="TLeft">A row of the left stream.</typeparam>
/// <typeparam name="TRight">A row of the right stream.</typeparam>
public sealed unsafe class StreamStreamJoin<TKey, TLeft, TRight>
    where TKey : unmanaged, IStoredKey<TKey>
    where TLeft : unmanaged, IStored<TLeft>
    where TRight : unmanaged, IStored<TRight>
{
    private readonly JoinBuffer<TKey, TLeft> _left;
    private readonly JoinBuffer<TKey, TRight> _right;
    private readonly JoinWithin _within;
    private readonly bool _keepsLeft;
    private readonly bool _keepsRight;

    // Whether rows without a partner wait, how long past their range, and up to which stream time they were looked for.
    private readonly bool _waits;
    private readonly long _graceMs;
    private long _flushedMs = -1;

    // Pointers to the rows that a row meets.
    private nint[] _found = new nint[16];

    /// <summary>A join over its buffers.</summary>
    /// <param name="left">Keeps the left rows.</param>
    /// <param name="right">Keeps the right rows.</param>
    /// <param name="within">Which rows are near enough.</param>
    /// <param name="keepsLeft">Left rows without a partner are wanted: LEFT and FULL.</param>
    /// <param name="keepsRight">Right rows without a partner are wanted: RIGHT and FULL.</param>
    public StreamStreamJoin(
        JoinBuffer<TKey, TLeft> left, JoinBuffer<TKey, TRight> right, JoinWithin within, bool keepsLeft, bool keepsRight)
    {
        (_left, _right, _within, _keepsLeft, _keepsRight) = (left, right, within, keepsLeft, keepsRight);
        _waits = within.GraceMs is not null && (keepsLeft || keepsRight);
        _graceMs = within.GraceMs ?? 0;
    }

    /// <summary>Takes a left row.</summary>
    public void TakeLeft<TOutput>(in TKey key, in TLeft row, in RecordContext context, TOutput output)
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight> => Take<TLeft, TRight, LeftSide, TOutput>(
            _left, _right, new Range(_within.BeforeMs, _within.AfterMs, _keepsLeft, _keepsRight), key, row, context, output);

    /// <summary>Takes a right row.</summary>
    public void TakeRight<TOutput>(in TKey key, in TRight row, in RecordContext context, TOutput output)
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight> => Take<TRight, TLeft, RightSide, TOutput>(
            _right, _left, new Range(_within.AfterMs, _within.BeforeMs, _keepsRight, _keepsLeft), key, row, context, output);

    /// <summary>Takes a left row that can have no partner: what it is joined on is NULL.</summary>
    public void TakeLeftWithoutKey<TOutput>(in TLeft row, in RecordContext context, TOutput output)
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        _left.Observe(context.TimestampMs);
        if (_keepsLeft)
        {
            Alone<TLeft, TRight, LeftSide, TOutput>(row, context, output);
        }
    }

    /// <summary>Takes a right row that can have no partner.</summary>
    public void TakeRightWithoutKey<TOutput>(in TRight row, in RecordContext context, TOutput output)
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        _right.Observe(context.TimestampMs);
        if (_keepsRight)
        {
            Alone<TRight, TLeft, RightSide, TOutput>(row, context, output);
        }
    }

    /// <summary>A left record without a value: it moves stream time, and nothing else.</summary>
    public void ObserveLeft(long timestampMs) => _left.Observe(timestampMs);

    /// <summary>A right record without a value.</summary>
    public void ObserveRight(long timestampMs) => _right.Observe(timestampMs);

    private void Take<TOwn, TOther, TSide, TOutput>(
        JoinBuffer<TKey, TOwn> own, JoinBuffer<TKey, TOther> other, in Range range, in TKey key, in TOwn row, in RecordContext context,
        TOutput output)
        where TOwn : unmanaged, IStored<TOwn>
        where TOther : unmanaged, IStored<TOther>
        where TSide : struct, ISide<TOwn, TOther>
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        long timestampMs = context.TimestampMs;
        own.Observe(timestampMs);
        long streamTimeMs = Math.Max(own.ClockMs, other.ClockMs);
        bool mayWait = _waits && range.KeepsOwn && timestampMs + range.AfterMs >= streamTimeMs;
        BufferedRow<TKey, TOwn>* kept = timestampMs > own.ExpiredMs || mayWait ? own.Put(key, row, timestampMs) : null;
        if (!_waits)
        {
            own.Expire(long.MaxValue);
        }
        else if (timestampMs == streamTimeMs && streamTimeMs > _flushedMs)
        {
            Flush(streamTimeMs, context, output);
        }

        bool isMatched = false;
        long fromMs = Math.Max(timestampMs - range.BeforeMs, other.ExpiredMs + 1);
        long toMs = timestampMs + range.AfterMs;
        for (int i = other.Find(key, fromMs, toMs, ref _found) - 1; i >= 0; i--)
        {
            BufferedRow<TKey, TOther>* match = (BufferedRow<TKey, TOther>*)_found[i];
            isMatched = true;
            if (match->IsOpen)
            {
                other.Close(match);
            }

            TSide.Join(output, row, match->Row, context.At(Math.Max(timestampMs, match->TimestampMs)));
        }

        if (isMatched || !range.KeepsOwn)
        {
            return;
        }

        if (mayWait)
        {
            own.Wait(kept, Order(output));
        }
        else
        {
            Alone<TOwn, TOther, TSide, TOutput>(row, context, output);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Alone<TOwn, TOther, TSide, TOutput>(in TOwn row, in RecordContext context, TOutput output)
        where TOther : unmanaged
        where TSide : struct, ISide<TOwn, TOther>
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        TOther none = default;
        TSide.Join(output, row, none, context);
    }

    // Writes the rows that have waited long enough, by event time; of one time the right ones first.
    private void Flush<TOutput>(long streamTimeMs, in RecordContext context, TOutput output)
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        _flushedMs = streamTimeMs;
        KeyOrder<TOutput> order = Order(output);
        if (_left.IsRestored || _right.IsRestored)
        {
            _left.CollectOpen(order);
            _right.CollectOpen(order);
        }

        long leftMs = streamTimeMs - _within.AfterMs - _graceMs;
        long rightMs = streamTimeMs - _within.BeforeMs - _graceMs;
        while (true)
        {
            bool isLeft = _left.Open.Count > 0 && _left.Open.First->TimestampMs < leftMs;
            bool isRight = _right.Open.Count > 0 && _right.Open.First->TimestampMs < rightMs;
            if (isRight && (!isLeft || _right.Open.First->TimestampMs <= _left.Open.First->TimestampMs))
            {
                Pop<TRight, TLeft, RightSide, TOutput>(_right, context, output, order);
            }
            else if (isLeft)
            {
                Pop<TLeft, TRight, LeftSide, TOutput>(_left, context, output, order);
            }
            else
            {
                break;
            }
        }

        // Rows that have found a partner lie among the open ones until their time has passed.
        long passedMs = streamTimeMs - _within.BeforeMs - _within.AfterMs - _graceMs;
        _left.Expire(passedMs);
        _right.Expire(passedMs);
    }

    private static void Pop<TOwn, TOther, TSide, TOutput>(
        JoinBuffer<TKey, TOwn> own, in RecordContext context, TOutput output, KeyOrder<TOutput> order)
        where TOwn : unmanaged, IStored<TOwn>
        where TOther : unmanaged
        where TSide : struct, ISide<TOwn, TOther>
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        BufferedRow<TKey, TOwn>* row = own.Open.First;
        own.Open.Pop(order);
        if (row->IsOpen)
        {
            own.Close(row);
            Alone<TOwn, TOther, TSide, TOutput>(row->Row, context.At(row->TimestampMs), output);
        }
    }

    private KeyOrder<TOutput> Order<TOutput>(TOutput output)
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight> => new(output, _left.KeyBytes, _right.KeyBytes);

    /// <summary>What a row of one side looks for on the other, and which rows are wanted without a partner.</summary>
    private readonly record struct Range(long BeforeMs, long AfterMs, bool KeepsOwn, bool KeepsOther);

    private interface ISide<TOwn, TOther>
    {
        static abstract void Join<TOutput>(TOutput output, in TOwn own, in TOther other, in RecordContext context)
            where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>;
    }

    private readonly struct LeftSide : ISide<TLeft, TRight>
    {
        public static void Join<TOutput>(TOutput output, in TLeft own, in TRight other, in RecordContext context)
            where TOutput : struct, IJoinOutput<TKey, TLeft, TRight> => output.Joined(in own, in other, in context);
    }

    private readonly struct RightSide : ISide<TRight, TLeft>
    {
        public static void Join<TOutput>(TOutput output, in TRight own, in TLeft other, in RecordContext context)
            where TOutput : struct, IJoinOutput<TKey, TLeft, TRight> => output.Joined(in other, in own, in context);
    }

    private readonly struct KeyOrder<TOutput>(TOutput output, OutputBuffer first, OutputBuffer second) : IKeyOrder<TKey>
        where TOutput : struct, IJoinOutput<TKey, TLeft, TRight>
    {
        public int Compare(in TKey left, in TKey right) => Bytes(left, first).SequenceCompareTo(Bytes(right, second));

        private ReadOnlySpan<byte> Bytes(in TKey key, OutputBuffer buffer)
        {
            buffer.Clear();
            buffer.Begin(timestampMs: 0);
            output.WriteKey(key, buffer);
            buffer.End();
            return buffer[0].Key;
        }
    }
}
