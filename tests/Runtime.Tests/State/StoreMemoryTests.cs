using QueryGen.State;
using Xunit;

namespace QueryGen.Tests.State;

public sealed unsafe class StoreMemoryTests
{
    [Fact]
    public void A_piece_has_room_for_what_was_asked_and_wastes_a_quarter_at_most()
    {
        for (int bytes = 0; bytes < 100_000; bytes = bytes + 1 + (bytes / 50))
        {
            int capacity = StoreMemory.CapacityOf(bytes);
            Assert.InRange(capacity, bytes, Math.Max(16, (bytes * 5 / 4) + 16));
            Assert.Equal(capacity, StoreMemory.CapacityOf(capacity));
        }
    }

    [Fact]
    public void Pieces_do_not_overlap_and_keep_what_is_written_while_others_come_and_go()
    {
        using StoreMemory memory = new();
        Random random = new(1);
        List<(nint Piece, int Bytes, byte Mark)> pieces = [];
        for (int step = 0; step < 20_000; step++)
        {
            if (pieces.Count > 0 && random.Next(5) < 2)
            {
                int index = random.Next(pieces.Count);
                (nint piece, int bytes, byte mark) = pieces[index];
                Assert.True(new ReadOnlySpan<byte>((void*)piece, bytes).IndexOfAnyExcept(mark) < 0);
                memory.Free((byte*)piece, bytes);
                pieces.RemoveAt(index);
            }
            else
            {
                int bytes = random.Next(step % 1000 == 0 ? 300_000 : 300);
                byte mark = (byte)random.Next(256);
                byte* piece = memory.Allocate(bytes);
                new Span<byte>(piece, bytes).Fill(mark);
                pieces.Add(((nint)piece, bytes, mark));
            }

            Assert.Equal(pieces.Sum(piece => (long)StoreMemory.CapacityOf(piece.Bytes)), memory.SizeBytes);
        }
    }

    [Fact]
    public void What_is_cleared_is_used_again()
    {
        using StoreMemory memory = new();
        byte* first = memory.Allocate(100);
        memory.Clear();

        Assert.Equal(0, memory.SizeBytes);
        Assert.True(memory.Allocate(100) == first);
    }
}
