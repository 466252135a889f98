using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Topologies;

public sealed class FailureLimitTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(3, 7)]
    [InlineData(10, 10)]
    [InlineData(20, 100)]
    public void It_is_reached_exactly_when_a_count_of_the_last_records_says_so(int failures, int window)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            FailureLimit limit = new(failures, window);
            List<bool> failed = [];
            for (int number = 0; number < 1000; number++)
            {
                bool fails = random.Next(window) < failures;
                failed.Add(fails);
                bool expected = failed.TakeLast(window).Count(one => one) >= failures;
                Assert.Equal(expected && fails, fails && limit.IsReachedBy(number));
            }
        }
    }

    [Theory]
    [InlineData(0.0, 1000, null)]
    [InlineData(0.5, 1000, 500)]
    [InlineData(0.0001, 1000, 1)]
    [InlineData(0.011, 100, 2)]
    [InlineData(1.0, 10, 10)]
    public void A_share_of_a_window_is_a_count(double share, int window, int? count) =>
        Assert.Equal(count, new ErrorHandling { FailureShare = share, FailureWindow = window }.FailureCount);
}
