using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Workers;
using Xunit;

namespace QueryGen.Conformance.Tests;

public sealed class OpenCasesTests
{
    [Fact]
    public void A_case_that_breaks_its_process_fails_and_the_others_wait_again()
    {
        OpenCases open = new([1, 2, 3, 4], batchSize: 4);
        Assert.True(open.TryTake(out int[] batch));
        open.End(1, Outcome.Passed);
        open.Return(batch, current: 3, "the process died");

        Assert.Equal("the process died", open[3].Reason);
        Assert.True(open.TryTake(out int[] rest));
        Assert.Equal([2, 4], rest);
        Assert.False(open.AreDone);
        open.Return();
        Assert.True(open.AreDone);
    }

    [Fact]
    public void A_fault_that_all_share_is_looked_for_in_halves()
    {
        OpenCases open = new([1, 2, 3], batchSize: 4);
        open.TryTake(out int[] batch);
        open.Return(batch, CaseBatch.Everyone, "it never ends");

        open.TryTake(out int[] first);
        open.TryTake(out int[] second);
        Assert.Equal([1], first);
        Assert.Equal([2, 3], second);
        open.Return(first, CaseBatch.Everyone, "it never ends");
        Assert.Equal("it never ends", open[1].Reason);
    }

    [Fact]
    public void A_process_that_breaks_behind_its_last_case_takes_none_with_it()
    {
        OpenCases open = new([1], batchSize: 4);
        open.TryTake(out int[] batch);
        open.End(1, Outcome.Passed);
        open.Return(batch, CaseBatch.Everyone, "the process died");

        Assert.True(open.AreDone);
        Assert.True(open[1].IsGood);
    }
}
