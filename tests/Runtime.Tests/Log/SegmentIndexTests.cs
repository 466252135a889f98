using System.Text;
using QueryGen.Log;
using QueryGen.Testing.Simulation;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>The sparse index beside a segment: a start need not read what it knows, and makes it anew where it is not true.</summary>
public sealed class SegmentIndexTests
{
    private readonly SimulatedLog _simulated = new();
    private long _readBytes;

    public SegmentIndexTests() => _simulated.Options = _simulated.Options with { SegmentBytes = 400_000 };

    [Fact]
    public void A_start_after_a_close_reads_no_segment()
    {
        Fill();
        long all = _simulated.Segments("ratings").Sum(_simulated.Length);
        Assert.InRange(all, 1_000_000, 2_000_000);
        using EmbeddedLog log = OpenAndCount();
        Assert.InRange(_readBytes, 0, all / 50);
        Assert.Equal(1_000, log.GetOrCreateTopic("ratings", 1).CommittedOffset(0));
    }

    [Fact]
    public void A_reader_finds_its_offset_without_reading_all_before_it()
    {
        Fill();
        using EmbeddedLog log = OpenAndCount();
        _readBytes = 0;
        Assert.Equal("250 ", Read(log.GetOrCreateTopic("ratings", 1), 0, from: 250).First().Value![..4]);
        using LogReader reader = new(log.GetOrCreateTopic("ratings", 1), 0, 990);
        _readBytes = 0;
        Assert.True(reader.TryRead(out QueryGen.Serdes.RecordBatch batch));
        Assert.Equal(990, batch[0].Offset);
        Assert.InRange(_readBytes, 1, 100_000);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("torn")]
    [InlineData("flipped")]
    [InlineData("of another segment")]
    public void An_index_that_is_not_true_is_made_anew(string how)
    {
        Fill();
        foreach (string segment in _simulated.Segments("ratings"))
        {
            Spoil(Path.ChangeExtension(segment, ".index"), how);
        }

        string[] indexes = Indexes();
        using (EmbeddedLog log = _simulated.Open())
        {
            Assert.Equal(Enumerable.Range(0, 1_000), Read(log.GetOrCreateTopic("ratings", 1), 0).Select(record => (int)record.Offset));
        }

        Assert.Equal(_simulated.Segments("ratings").Length, Indexes().Length);
        Assert.NotEqual(indexes, Indexes());
        using EmbeddedLog again = OpenAndCount();
        Assert.InRange(_readBytes, 0, 20_000);
        Assert.Equal("999 ", Read(again.GetOrCreateTopic("ratings", 1), 0, from: 999).Single().Value![..4]);
    }

    [Fact]
    public void An_index_that_cannot_be_written_does_no_harm()
    {
        EmbeddedLog log = _simulated.Open();
        Write(log);
        _simulated.Disk.Faults = new DiskFaults { CapacityBytes = 0 };
        log.Flush();
        _simulated.Disk.Faults = DiskFaults.None;
        Write(log);
        Assert.Empty(_simulated.Logger.Lines);
        log.Dispose();
        using EmbeddedLog again = _simulated.Open();
        Assert.Equal(2_000, Read(again.GetOrCreateTopic("ratings", 1), 0).Count);
    }

    private void Spoil(string index, string how)
    {
        switch (how)
        {
            case "torn":
                _simulated.Disk.Shorten(index, _simulated.Length(index) - 3);
                break;
            case "flipped":
                _simulated.Disk.FlipBit(index, _simulated.Length(index) / 2, 2);
                break;
            case "of another segment":
                byte[] other = _simulated.Bytes(Path.ChangeExtension(_simulated.Segments("ratings")[0], ".index"));
                using (QueryGen.Storage.IDiskFile file = _simulated.Disk.Open(index, FileMode.Create))
                {
                    file.Write(other, 0);
                    file.Write([(byte)index.Length], 20);
                }

                break;
            default:
                _simulated.Disk.DeleteFile(index);
                break;
        }
    }

    private string[] Indexes() => [.. _simulated.Segments("ratings").Select(segment => Path.ChangeExtension(segment, ".index"))
        .Where(_simulated.Disk.FileExists).Select(index => Convert.ToHexString(_simulated.Bytes(index)))];

    private EmbeddedLog OpenAndCount() =>
        EmbeddedLog.Open(new CountingDisk(_simulated.Disk, bytes => _readBytes += bytes), SimulatedLog.Folder, _simulated.Options, _simulated.Logger);

    private void Fill()
    {
        using EmbeddedLog log = _simulated.Open();
        Write(log);
    }

    private static void Write(EmbeddedLog log)
    {
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        LogTransaction transaction = log.Begin();
        for (int i = 0; i < 1_000; i++)
        {
            transaction.Writer(topic, 0).Append(1_000, false, default, true, Encoding.UTF8.GetBytes($"{i} {new string('x', 1_200)}"));
            transaction.Commit();
        }
    }
}
