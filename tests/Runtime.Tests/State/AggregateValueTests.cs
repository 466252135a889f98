using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

/// <summary>The values that aggregates keep, against plain collections; and that no memory is lost.</summary>
public sealed unsafe class AggregateValueTests : IDisposable
{
    private const int Steps = 5_000;

    private readonly RecordArena _arena = new();
    private readonly StoreMemory _memory = new();
    private readonly OutputBuffer _bytes = new();
    private readonly Random _random = new(3);

    [Fact]
    public void A_list_takes_values_at_any_place_and_gives_them_back()
    {
        StoredList<Text, TextType> list = default;
        List<string?> model = [];
        for (int step = 0; step < Steps; step++)
        {
            int place = _random.Next(model.Count + 1);
            if (place < model.Count && _random.Next(5) < 2)
            {
                list.RemoveAt(place, _memory);
                model.RemoveAt(place);
            }
            else
            {
                string? text = Some();
                list.Insert(place, Text(text), _memory);
                model.Insert(place, text);
            }
        }

        Assert.Equal(model, Values(list.ToArray()));
        Assert.Equal(model.IndexOf("x1"), list.IndexOf(Text("x1")));
        Assert.Equal(model.LastIndexOf(null), list.LastIndexOf(default));
        list.Free(_memory);
        Assert.Equal(0, _memory.SizeBytes);
    }

    [Fact]
    public void An_empty_list_is_an_array_and_no_NULL()
    {
        SqlArray<Text> empty = default(StoredList<Text, TextType>).ToArray();
        Assert.False(empty.IsNull);
        Assert.Equal(0, empty.Count);
    }

    [Fact]
    public void A_set_has_each_value_once_and_finds_it_whether_there_are_few_or_many()
    {
        StoredSet<Text, TextType> set = default;
        List<string?> model = [];
        for (int step = 0; step < Steps; step++)
        {
            string? text = Some();
            int place = model.IndexOf(text);
            Assert.Equal(place, set.IndexOf(Text(text)));
            if (place >= 0 && _random.Next(3) == 0)
            {
                set.RemoveAt(place, _memory);
                model.RemoveAt(place);
            }
            else
            {
                Assert.Equal(place < 0, set.Add(Text(text), _memory));
                model.AddRange(place < 0 ? [text] : []);
            }
        }

        Assert.Equal(model, Values(set.ToArray()));
        set.Free(_memory);
        Assert.Equal(0, _memory.SizeBytes);
    }

    [Fact]
    public void Counts_go_up_and_down_and_what_is_over_the_most_is_not_counted()
    {
        ValueCounts<Text, TextType> counts = default;
        Dictionary<string, long> model = [];
        for (int step = 0; step < Steps; step++)
        {
            string text = Some() ?? "none";
            if (_random.Next(3) == 0)
            {
                counts.Undo(Text(text), _memory);
                long left = model.GetValueOrDefault(text) - 1;
                _ = left > 0 ? model[text] = left : model.Remove(text) ? 0 : 0;
            }
            else if (model.ContainsKey(text) || model.Count < 50)
            {
                counts.Add(Text(text), 50, _memory);
                model[text] = model.GetValueOrDefault(text) + 1;
            }
            else
            {
                counts.Add(Text(text), 50, _memory);
            }
        }

        SqlMap<Text, long?> map = counts.ToMap();
        Assert.Equal(model.Count, map.Count);
        Assert.All(model, entry => Assert.Equal(entry.Value, map.TryGet(Text(entry.Key), out long? count) ? count : null));
        counts.Free(_memory);
        Assert.Equal(0, _memory.SizeBytes);
    }

    [Fact]
    public void The_greatest_values_come_first_and_of_equal_ones_the_first()
    {
        TopValues<Text, TextType> top = default;
        TopValues<Text, TextType> distinct = default;
        TopRows<Text, TextType, long?, StoredNumber> rows = default;
        List<(string Text, int Step)> model = [];
        for (int step = 0; step < 500; step++)
        {
            string text = Some() ?? "none";
            top.Add(Text(text), 10, _memory);
            distinct.AddDistinct(Text(text), 10, _memory);
            rows.Add(Text(text), step, 10, _memory);
            model.Add((text, step));
        }

        (string Text, int Step)[] expected = [.. model.OrderByDescending(row => row.Text, StringComparer.Ordinal).ThenBy(row => row.Step)];
        Assert.Equal(expected.Take(10).Select(row => row.Text), Values(top.ToArray()));
        Assert.Equal(expected.Select(row => row.Text).Distinct().Take(10), Values(distinct.ToArray()));
        SqlArray<long?> steps = rows.ToArray();
        Assert.Equal(expected.Take(10).Select(row => (long?)row.Step), Enumerable.Range(0, steps.Count).Select(i => steps[i]));
    }

    [Fact]
    public void States_that_are_merged_are_as_if_one_had_taken_all_rows_in_the_order_of_their_arrival()
    {
        OffsetValues<Text, TextType>[] first = new OffsetValues<Text, TextType>[3];
        OffsetValues<Text, TextType>[] last = new OffsetValues<Text, TextType>[3];
        Deviation[] deviations = new Deviation[3];
        Correlation[] correlations = new Correlation[3];
        List<string?> model = [];
        for (int step = 0; step < 100; step++)
        {
            string? text = Some();
            int part = 1 + _random.Next(2);
            model.Add(text);
            first[part].AddEarliest(Text(text), 7, _memory);
            last[part].AddLatest(Text(text), 7, _memory);
            foreach (int each in new[] { 0, part })
            {
                deviations[each].Add(step * 0.5);
                correlations[each].Add(step, step % 7);
            }
        }

        first[1].MergeEarliest(in first[2], 7, _memory);
        last[1].MergeLatest(in last[2], 7, _memory);
        deviations[1].Merge(in deviations[2]);
        correlations[1].Merge(in correlations[2]);
        Assert.Equal(model.Take(7), Values(first[1].ToArray()));
        Assert.Equal(model.TakeLast(7), Values(last[1].ToArray()));
        Assert.Equal(deviations[0].StandardDeviation, deviations[1].StandardDeviation, 9);
        Assert.Equal(correlations[0].Value, correlations[1].Value, 9);
    }

    [Fact]
    public void A_deviation_takes_numbers_out_again()
    {
        Deviation deviation = default;
        Correlation correlation = default;
        foreach (int i in new[] { 3, 8, 100, 7 })
        {
            deviation.Add(i);
            correlation.Add(i, i);
        }

        deviation.Undo(100);
        correlation.Undo(100, 100);
        Assert.Equal(7, deviation.Variance, 9);
        Assert.Equal(1, correlation.Value, 9);
        deviation.Undo(8);
        deviation.Undo(7);
        Assert.Equal(0, deviation.Variance);
    }

    [Theory]
    [InlineData(500, 0)]
    [InlineData(5_000, 0.03)]
    [InlineData(200_000, 0.03)]
    public void Distinct_values_are_counted_exactly_while_they_are_few_and_nearly_then(int values, double tolerance)
    {
        DistinctCount<Text, TextType> all = default;
        DistinctCount<Text, TextType> left = default;
        DistinctCount<Text, TextType> right = default;
        for (int i = 0; i < values; i++)
        {
            Text text = Text($"value {i}");
            all.Add(text, _memory);
            all.Add(text, _memory);
            left.Add(text, _memory);
            if (i % 2 == 0)
            {
                right.Add(text, _memory);
            }

            _arena.Reset();
        }

        right.Merge(in left, _memory);
        Assert.InRange(all.Count, values * (1 - tolerance), values * (1 + tolerance));
        Assert.Equal(all.Count, right.Count);
        DistinctCount<Text, TextType> read = default;
        Copy((ref StateWriter writer) => all.Write(ref writer), (ref StateReader reader) => read.Read(ref reader, _memory));
        Assert.Equal(all.Count, read.Count);
    }

    [Fact]
    public void What_is_written_is_read_over_what_was_there()
    {
        CollectedList<Text, TextType> list = default;
        CollectedSet<Text, TextType> set = default;
        OffsetValues<Text, TextType> last = default;
        StoredValue<Text, TextType> one = default;
        for (int step = 0; step < 40; step++)
        {
            Text text = Text(Some());
            list.Add(text, 30, _memory);
            set.Add(text, 30, _memory);
            last.AddLatest(text, 3, _memory);
            one.Set(text, _memory);
        }

        CollectedList<Text, TextType> list2 = default;
        CollectedSet<Text, TextType> set2 = default;
        OffsetValues<Text, TextType> last2 = default;
        StoredValue<Text, TextType> one2 = default;
        list2.Add(Text("old"), 30, _memory);
        set2.Add(Text("old"), 30, _memory);
        one2.Set(Text("old"), _memory);
        Copy(
            (ref StateWriter writer) =>
            {
                list.Write(ref writer);
                set.Write(ref writer);
                last.Write(ref writer);
                one.Write(ref writer);
            },
            (ref StateReader reader) =>
            {
                list2.Read(ref reader, _memory);
                set2.Read(ref reader, _memory);
                last2.Read(ref reader, _memory);
                one2.Read(ref reader, _memory);
            });
        Assert.Equal(30, list2.ToArray().Count);
        Assert.Equal(Values(list.ToArray()), Values(list2.ToArray()));
        Assert.Equal(Values(set.ToArray()), Values(set2.ToArray()));
        Assert.Equal(Values(last.ToArray()), Values(last2.ToArray()));
        Assert.Equal(one.Value, one2.Value);
        Assert.True(_memory.NextArrival() > 40);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _memory.Dispose();
        _bytes.Dispose();
    }

    private static string?[] Values(SqlArray<Text> array) => [.. Enumerable.Range(0, array.Count).Select(i => array[i].ToString())];

    private string? Some() => _random.Next(20) == 0 ? null : new string('x', 1 + _random.Next(70)) + _random.Next(3);

    private Text Text(string? text) => _arena.Text(text);

    private void Copy(Writes write, Reads read)
    {
        _bytes.Begin(0);
        _bytes.EndKey(_bytes.Write());
        StateWriter writer = new(_bytes.Write());
        write(ref writer);
        _bytes.EndValue(writer.Cursor);
        _bytes.End();
        ReadOnlySpan<byte> written = _bytes[0].Value;
        fixed (byte* data = written)
        {
            StateReader reader = new(data, written.Length);
            read(ref reader);
            Assert.Equal(0, reader.Remaining);
        }
    }

    private delegate void Writes(ref StateWriter writer);

    private delegate void Reads(ref StateReader reader);

    // As it is emitted for a VARCHAR.
    private readonly struct TextType : IOrderedType<Text>
    {
        public static void Write(ref StateWriter writer, Text value) => writer.Write(value);

        public static Text Read(ref StateReader reader)
        {
            reader.Read(out Text value);
            return value;
        }

        public static void CopySlices(ref SliceCopy copy, ref Text value) => copy.Take(ref value);

        public static KeyHash Hash(Text value) => KeyHash.None.With(value);

        public static bool Same(Text left, Text right) => KeyPart.Same(left, right);

        public static bool Less(Text left, Text right) => Compare.Less(left, right);
    }
}
