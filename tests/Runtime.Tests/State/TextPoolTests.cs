using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed unsafe class TextPoolTests : IDisposable
{
    private readonly RecordArena _arena = new();
    private readonly TextPool _pool = new();

    [Fact]
    public void A_text_is_shared_from_its_second_time_on()
    {
        Assert.False(IsShared("gold", out _));
        Assert.True(IsShared("gold", out Text second));
        Assert.True(IsShared("gold", out Text third));

        Assert.Equal("gold", second.ToString());
        Assert.True(second.Data == third.Data);
        Assert.True(_pool.Owns(second.Data));
        Assert.False(_pool.Owns(_arena.Text("gold").Data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("z")]
    [InlineData("sixteen bytes it")]
    [InlineData("Zürich")]
    [InlineData("a \"quote\"")]
    public void What_is_shared_is_the_same_text(string text)
    {
        _ = IsShared(text, out _);

        Assert.True(IsShared(text, out Text shared));
        Assert.Equal((text, SliceCopy.IsPlain(shared.Span)), (shared.ToString(), shared.IsPlain));
    }

    [Fact]
    public void A_long_text_is_never_shared()
    {
        _ = IsShared("seventeen bytes ..", out _);

        Assert.False(IsShared("seventeen bytes ..", out _));
    }

    [Fact]
    public void It_is_full_at_some_time_and_keeps_what_it_has()
    {
        for (int i = 0; i < 4 * TextPool.MostTexts; i++)
        {
            _ = IsShared($"text {i}", out _);
            _ = IsShared($"text {i}", out _);
            _arena.Reset();
        }

        Assert.True(IsShared("text 0", out Text first));
        Assert.Equal("text 0", first.ToString());
        Assert.True(IsShared($"text {TextPool.MostTexts - 1}", out _));
        Assert.False(IsShared($"text {TextPool.MostTexts}", out _));
    }

    public void Dispose()
    {
        _pool.Dispose();
        _arena.Dispose();
    }

    private bool IsShared(string text, out Text shared)
    {
        shared = _arena.Text(text);
        return _pool.TryShare(ref shared);
    }
}
