using System.Buffers.Binary;
using QueryGen.Joins;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Tests.Checkpoints;
using QueryGen.Tests.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Joins;

public sealed class StreamStreamJoinTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void It_writes_what_the_rules_say_also_over_restarts(bool keepsLeft, bool keepsRight)
    {
        foreach (long? graceMs in new long?[] { null, 0, 7 })
        {
            AssertFollowsRules(new JoinWithin(BeforeMs: 0, AfterMs: 3, graceMs), keepsLeft, keepsRight, seed: 1);
            AssertFollowsRules(new JoinWithin(BeforeMs: 5, AfterMs: 3, graceMs), keepsLeft, keepsRight, seed: 2);
        }
    }

    private static void AssertFollowsRules(JoinWithin within, bool keepsLeft, bool keepsRight, int seed)
    {
        long retentionMs = within.BeforeMs + within.AfterMs + (within.GraceMs ?? 4);
        JoinModel model = new(within, retentionMs, keepsLeft, keepsRight);
        using JoinRun run = new(within, retentionMs, keepsLeft, keepsRight);
        Random random = new(seed);
        long nowMs = 20;
        for (int step = 0; step < 3_000; step++)
        {
            // Mostly onwards, now and then late, seldom a jump.
            nowMs += random.Next(100) == 0 ? random.Next(60) : random.Next(2);
            long timestampMs = Math.Max(0, nowMs - (random.Next(4) == 0 ? random.Next(25) : 0));
            bool isLeft = random.Next(2) == 0;
            int? key = random.Next(30) == 0 ? null : random.Next(4) - 1;
            string? note = random.Next(20) == 0 ? null : $"n{step}";
            model.Take(isLeft, key, timestampMs, note);
            run.Take(isLeft, key, timestampMs, note);
            if (random.Next(200) == 0)
            {
                run.Restart(fromCheckpoint: random.Next(2) == 0);
            }
            else if (random.Next(100) == 0)
            {
                run.WriteCheckpoints();
            }
        }

        Assert.Equal(model.Written, run.Written);
        Assert.NotEmpty(run.Written);
        Assert.NotEqual(0, run.RestoredFromCheckpoints);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(int.MaxValue)]
    public void Rows_keys_and_memory_go_when_they_have_expired(int keys)
    {
        using JoinRun run = new(new JoinWithin(10, 10, GraceMs: 10), retentionMs: 30, keepsLeft: true, keepsRight: true);
        long most = 0;
        for (int i = 0; i < 20_000; i++)
        {
            run.Take(i % 2 == 0, i % keys, i, $"row {i} of {new string('x', i % 100)}");
            most = i == 5_000 ? run.SizeBytes : most;
            if (i % 20 == 0)
            {
                run.Commit();
            }
        }

        Assert.InRange(run.Rows, 30, 150);
        Assert.InRange(run.SizeBytes, 0, most * 2);
    }

    /// <summary>A join with its buffers, fed by hand.</summary>
    private sealed class JoinRun(JoinWithin within, long retentionMs, bool keepsLeft, bool keepsRight) : IDisposable
    {
        private readonly RecordArena _arena = new();
        private readonly OutputBuffer _leftChanges = new();
        private readonly OutputBuffer _rightChanges = new();
        private readonly StoreCheckpoints _leftCheckpoints = new();
        private readonly StoreCheckpoints _rightCheckpoints = new();
        private JoinBuffer<PairKey, NoteRow> _left = new("l", "layout", retentionMs);
        private JoinBuffer<PairKey, NoteRow> _right = new("r", "layout", retentionMs);
        private StreamStreamJoin<PairKey, NoteRow, NoteRow>? _join;
        private bool _isPruned;

        public List<string> Written { get; } = [];

        public int RestoredFromCheckpoints { get; private set; }

        public long Rows => _left.Count + _right.Count;

        public long SizeBytes => _left.SizeBytes + _right.SizeBytes;

        public void Take(bool isLeft, int? key, long timestampMs, string? note)
        {
            _join ??= new(_left, _right, within, keepsLeft, keepsRight);
            PairKey on = new() { Number = key, Name = _arena.Text("name") };
            NoteRow row = new() { Id = 1, Note = _arena.Text(note ?? "") };
            RecordContext context = new(timestampMs);
            Pairs pairs = new(Written);
            switch (isLeft, note, key)
            {
                case (true, null, _):
                    _join.ObserveLeft(timestampMs);
                    break;
                case (false, null, _):
                    _join.ObserveRight(timestampMs);
                    break;
                case (true, _, null):
                    _join.TakeLeftWithoutKey(in row, in context, pairs);
                    break;
                case (false, _, null):
                    _join.TakeRightWithoutKey(in row, in context, pairs);
                    break;
                case (true, _, _):
                    _join.TakeLeft(in on, in row, in context, pairs);
                    break;
                default:
                    _join.TakeRight(in on, in row, in context, pairs);
                    break;
            }

            _arena.Reset();
        }

        /// <summary>Goes on with buffers that are restored: by their whole changelogs, or by checkpoints and what came behind.</summary>
        public void Restart(bool fromCheckpoint)
        {
            Commit();
            _left = Restored(_left, _leftChanges, fromCheckpoint ? _leftCheckpoints : null);
            _right = Restored(_right, _rightChanges, fromCheckpoint ? _rightCheckpoints : null);
            _join = null;
        }

        public void WriteCheckpoints()
        {
            Commit();
            _leftCheckpoints.Write(_left, _leftChanges.Count);
            _rightCheckpoints.Write(_right, _rightChanges.Count);
        }

        public void Commit()
        {
            _left.WriteChanges(_leftChanges);
            _right.WriteChanges(_rightChanges);
        }

        public void Dispose()
        {
            _left.Dispose();
            _right.Dispose();
            _leftChanges.Dispose();
            _rightChanges.Dispose();
            _arena.Dispose();
        }

        private JoinBuffer<PairKey, NoteRow> Restored(
            JoinBuffer<PairKey, NoteRow> buffer, OutputBuffer changes, StoreCheckpoints? checkpoints)
        {
            JoinBuffer<PairKey, NoteRow> restored = new(buffer.Name, buffer.Layout, retentionMs);
            int from = (int)(checkpoints?.Restore(restored, changes.Count) ?? 0);
            RestoredFromCheckpoints += from > 0 ? 1 : 0;
            _isPruned = !_isPruned;
            Changelog.Restore(restored, changes, from, _isPruned ? buffer.ExpiredBeforeMs : long.MinValue);
            buffer.Dispose();
            return restored;
        }
    }

    private readonly struct Pairs(List<string> written) : IJoinOutput<PairKey, NoteRow, NoteRow>
    {
        public void Joined(in NoteRow left, in NoteRow right, in RecordContext context) =>
            written.Add($"{Note(left)} {Note(right)} {context.TimestampMs}");

        public void WriteKey(in PairKey key, OutputBuffer output)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(bytes, key.Number.GetValueOrDefault());
            BufferCursor cursor = output.Write();
            cursor.Raw(bytes);
            output.EndKey(cursor);
        }

        private static string Note(in NoteRow row) => row.Id is null ? "null" : row.Note.ToString() ?? "";
    }
}
