using QueryGen.Functions;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class DateTimeFunctionTests : FunctionFixture
{
    // 2021-01-05T14:07:09.023Z, a Tuesday.
    private const long Ms = 1_609_855_629_023;

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss.SSS", "2021-01-05 14:07:09.023")]
    [InlineData("yy u M d H m s", "21 2021 1 5 14 7 9")]
    [InlineData("MMM MMMM LLL MMMMM", "Jan January Jan J")]
    [InlineData("E EEE EEEE EEEEE e", "Tue Tue Tuesday T 3")]
    [InlineData("h K k a", "2 2 14 PM")]
    [InlineData("D DDD Q QQ QQQ QQQQ", "5 005 1 01 Q1 1st quarter")]
    [InlineData("w ww W", "2 02 2")]
    [InlineData("S SSSSSS n A N", "0 023000 23000000 50829023 50829023000000")]
    [InlineData("G GGGG GGGGG", "AD Anno Domini A")]
    [InlineData("X XX XXX x xx xxx Z ZZZZ ZZZZZ O OOOO", "Z Z Z +00 +0000 +00:00 +0000 GMT Z GMT GMT")]
    [InlineData("z VV", "GMT GMT")]
    [InlineData("'at' ''yyyy''", "at '2021'")]
    [InlineData("[yyyy][ HH]", "2021 14")]
    [InlineData("yyyyyy", "002021")]
    [InlineData("", "")]
    public void Timestamps_are_printed_in_UTC(string pattern, string expected) =>
        Assert.Equal(expected, DateTimeFunctions.FormatTimestamp(Arena, new SqlTimestamp(Ms), Pattern(pattern)).ToString());

    [Theory]
    [InlineData("Europe/Paris", "2021-01-05T15:07:09 +01 +0100 +01:00 CET Europe/Paris")]
    [InlineData("America/Los_Angeles", "2021-01-05T06:07:09 -08 -0800 -08:00 PST America/Los_Angeles")]
    [InlineData("Asia/Kolkata", "2021-01-05T19:37:09 +0530 +0530 +05:30 IST Asia/Kolkata")]
    [InlineData("+0200", "2021-01-05T16:07:09 +02 +0200 +02:00 +02:00 +02:00")]
    [InlineData("UTC", "2021-01-05T14:07:09 Z Z Z UTC UTC")]
    [InlineData("Nowhere/Land", null)]
    [InlineData(null, null)]
    public void Timestamps_are_printed_in_a_zone(string? zone, string? expected) => Assert.Equal(
        expected,
        DateTimeFunctions.FormatTimestamp(
            Arena, new SqlTimestamp(Ms), Pattern("yyyy-MM-dd'T'HH:mm:ss X XX XXX z VV"), Zone(zone)).ToString());

    [Theory]
    [InlineData("yyyy-bb")]
    [InlineData("'open")]
    [InlineData("yyyy]")]
    [InlineData("ddd")]
    [InlineData("V")]
    [InlineData(null)]
    public void What_is_no_pattern_gives_NULL(string? pattern)
    {
        Assert.True(DateTimeFunctions.FormatTimestamp(Arena, new SqlTimestamp(Ms), Pattern(pattern)).IsNull);
        Assert.Null(DateTimeFunctions.ParseTimestamp(Arena, T("2021"), Pattern(pattern)));
    }

    [Theory]
    [InlineData("2021-01-05T14:07:09", "yyyy-MM-dd'T'HH:mm:ss", 1_609_855_629_000)]
    [InlineData("2021-01-05 14:07:09.023", "yyyy-MM-dd HH:mm:ss.SSS", Ms)]
    [InlineData("20210105140709", "yyyyMMddHHmmss", 1_609_855_629_000)]
    [InlineData("1/5/21 2:07 pm", "M/d/yy h:mm a", 1_609_855_620_000)]
    [InlineData("05-jan-2021", "dd-MMM-yyyy", 1_609_804_800_000)]
    [InlineData("TUESDAY january 5 2021", "EEEE MMMM d yyyy", 1_609_804_800_000)]
    [InlineData("2021", "yyyy", 1_609_459_200_000)]
    [InlineData("14:07", "HH:mm", 50_820_000)]
    [InlineData("", "", 0L)]
    [InlineData("2021-01-05T14:07:09+02:00", "yyyy-MM-dd'T'HH:mm:ssXXX", 1_609_848_429_000)]
    [InlineData("2021-01-05T14:07:09Z", "yyyy-MM-dd'T'HH:mm:ssX", 1_609_855_629_000)]
    [InlineData("2021-01-05T14:07:09+02", "yyyy-MM-dd'T'HH:mm:ssX", 1_609_848_429_000)]
    [InlineData("2021-01-05T14:07:09-0330", "yyyy-MM-dd'T'HH:mm:ssX", 1_609_868_229_000)]
    [InlineData("2021-01-05T14:07:09 Europe/Paris", "yyyy-MM-dd'T'HH:mm:ss VV", 1_609_852_029_000)]
    [InlineData("2021-01-05T14:07:09 PST", "yyyy-MM-dd'T'HH:mm:ss zzz", 1_609_884_429_000)]
    [InlineData("2021-01-05T14:07:09 UTC+2", "yyyy-MM-dd'T'HH:mm:ss z", 1_609_848_429_000)]
    [InlineData("2021-01-05T14:07:09 GMT+02:00", "yyyy-MM-dd'T'HH:mm:ss OOOO", 1_609_848_429_000)]
    [InlineData("2021-02-31", "yyyy-MM-dd", 1_614_470_400_000)]
    [InlineData("2020-366", "yyyy-DDD", 1_609_372_800_000)]
    [InlineData("2021-365", "yyyy-DDD", 1_640_908_800_000)]
    [InlineData("24:00", "kk:mm", 0L)]
    [InlineData("2021 03", "yyyy[ MM][ dd]", 1_614_556_800_000)]
    [InlineData("-0044-03-15", "uuuu-MM-dd", -63_549_360_000_000)]
    public void Timestamps_are_read(string text, string pattern, long expected) =>
        Assert.Equal(expected, DateTimeFunctions.ParseTimestamp(Arena, T(text), Pattern(pattern))?.Ms);

    [Theory]
    [InlineData("2021-01-05", "yyyy-MM-dd HH")]
    [InlineData("2021-01-05 14", "yyyy-MM-dd")]
    [InlineData("2021-13-05", "yyyy-MM-dd")]
    [InlineData("2021-01-32", "yyyy-MM-dd")]
    [InlineData("2021-1-05", "yyyy-MM-dd")]
    [InlineData("25:00", "HH:mm")]
    [InlineData("13:00 pm", "hh:mm a")]
    [InlineData("2021-366", "yyyy-DDD")]
    [InlineData("366", "DDD")]
    [InlineData("1.5", "s.SSS")]
    [InlineData("2021 2022", "yyyy yyyy")]
    [InlineData("x", "MMM")]
    [InlineData("2021 Nowhere/Land", "yyyy VV")]
    [InlineData("20210", "yyyy")]
    [InlineData(null, "yyyy")]
    public void What_does_not_fit_its_pattern_gives_NULL(string? text, string pattern) =>
        Assert.Null(DateTimeFunctions.ParseTimestamp(Arena, T(text), Pattern(pattern)));

    [Fact]
    public void A_zone_in_the_text_goes_before_the_one_that_is_given()
    {
        Assert.Equal(
            1_609_852_029_000,
            DateTimeFunctions.ParseTimestamp(Arena, T("2021-01-05T14:07:09"), Pattern("yyyy-MM-dd'T'HH:mm:ss"), Zone("Europe/Paris"))?.Ms);
        Assert.Equal(
            1_609_855_200_000,
            DateTimeFunctions.ParseTimestamp(Arena, T("2021-01-05 14Z"), Pattern("yyyy-MM-dd HHX"), Zone("Europe/Paris"))?.Ms);
        Assert.Null(DateTimeFunctions.ParseTimestamp(Arena, T("2021"), Pattern("yyyy"), Zone(null)));
    }

    [Theory]
    [InlineData("2021-03-28T02:30", 1_616_895_000_000)]
    [InlineData("2021-10-31T02:30", 1_635_640_200_000)]
    [InlineData("2021-07-01T00:00", 1_625_090_400_000)]
    public void Hours_that_a_change_of_clocks_skips_or_repeats(string text, long expected) => Assert.Equal(
        expected, DateTimeFunctions.ParseTimestamp(Arena, T(text), Pattern("yyyy-MM-dd'T'HH:mm"), Zone("Europe/Paris"))?.Ms);

    [Theory]
    [InlineData("2021-01-05", "yyyy-MM-dd", 18_632)]
    [InlineData("20210105", "yyyyMMdd", 18_632)]
    [InlineData("2021-02-30", "yyyy-MM-dd", 18_688)]
    [InlineData("2021-14-01", "yyyy-MM-dd", 19_024)]
    [InlineData("5/1/21", "d/M/yy", 18_632)]
    [InlineData("5 January 2021 and more", "d MMM yyyy", 18_632)]
    [InlineData("2021 5", "yyyy D", 18_632)]
    [InlineData("2021", "yyyy", 18_628)]
    [InlineData("2021-01-05 00:00", "yyyy-MM-dd HH:mm", 18_632)]
    [InlineData("2021-01-05 24:00", "yyyy-MM-dd HH:mm", 18_633)]
    [InlineData("2021-01-05 00:01", "yyyy-MM-dd HH:mm", null)]
    [InlineData("x", "yyyy", null)]
    [InlineData("2021", "yyyy-MM", null)]
    [InlineData("2021", "yyyy bb", null)]
    [InlineData(null, "yyyy", null)]
    public void Dates_are_read_leniently(string? text, string pattern, int? expected) =>
        Assert.Equal(expected, DateTimeFunctions.ParseDate(Arena, T(text), LenientDatePattern.From(T(pattern)))?.Days);

    [Theory]
    [InlineData("14:07:09", "HH:mm:ss", 50_829_000)]
    [InlineData("2 pm", "h a", 50_400_000)]
    [InlineData("14", "HH", 50_400_000)]
    [InlineData("07", "mm", null)]
    [InlineData("2", "h", null)]
    [InlineData("2021 14", "yyyy HH", null)]
    [InlineData("24:00", "HH:mm", null)]
    [InlineData(null, "HH", null)]
    public void Times_are_read(string? text, string pattern, int? expected) =>
        Assert.Equal(expected, DateTimeFunctions.ParseTime(Arena, T(text), Pattern(pattern))?.Ms);

    [Fact]
    public void Dates_and_times_are_printed_by_what_they_have()
    {
        Assert.Equal("05.01.2021", DateTimeFunctions.FormatDate(Arena, new SqlDate(18_632), Pattern("dd.MM.yyyy")).ToString());
        Assert.Equal("2021", DateTimeFunctions.FormatDate(Arena, new SqlDate(18_632), Pattern("yyyy[ HH]")).ToString());
        Assert.True(DateTimeFunctions.FormatDate(Arena, new SqlDate(18_632), Pattern("HH")).IsNull);
        Assert.True(DateTimeFunctions.FormatDate(Arena, new SqlDate(18_632), Pattern("X")).IsNull);
        Assert.True(DateTimeFunctions.FormatDate(Arena, null, Pattern("yyyy")).IsNull);
        Assert.Equal("14:07", DateTimeFunctions.FormatTime(Arena, new SqlTime(50_829_000), Pattern("HH:mm")).ToString());
        Assert.True(DateTimeFunctions.FormatTime(Arena, new SqlTime(0), Pattern("yyyy")).IsNull);
    }

    [Fact]
    public void Old_functions_of_numbers()
    {
        Assert.Equal(1_609_804_800_000, DateTimeFunctions.Stringtotimestamp(Arena, T("2021-01-05"), Pattern("yyyy-MM-dd")));
        Assert.Equal(-7_200_000, DateTimeFunctions.Stringtotimestamp(Arena, T("00:00"), Pattern("HH:mm"), Zone("+0200")));
        Assert.Equal("2021-01-05", DateTimeFunctions.Timestamptostring(Arena, Ms, Pattern("yyyy-MM-dd")).ToString());
        Assert.Equal("15:07", DateTimeFunctions.Timestamptostring(Arena, Ms, Pattern("HH:mm"), Zone("Europe/Paris")).ToString());
        Assert.Equal(18_632, DateTimeFunctions.Stringtodate(Arena, T("05/01/2021"), Pattern("dd/MM/yyyy")));
        Assert.Null(DateTimeFunctions.Stringtodate(Arena, T("2021-01"), Pattern("yyyy-MM")));
        Assert.Equal("2021-01-05", DateTimeFunctions.Datetostring(Arena, 18_632, Pattern("yyyy-MM-dd")).ToString());
        Assert.True(DateTimeFunctions.Datetostring(Arena, null, Pattern("yyyy-MM-dd")).IsNull);
    }

    [Fact]
    public void Numbers_of_days_and_milliseconds()
    {
        Assert.Equal(5, DateTimeFunctions.FromUnixtime(5)?.Ms);
        Assert.Equal(5, DateTimeFunctions.FromDays(5)?.Days);
        Assert.Equal(5, DateTimeFunctions.UnixTimestamp(new SqlTimestamp(5)));
        Assert.Equal(5, DateTimeFunctions.UnixDate(new SqlDate(5)));
        Assert.Equal(NowMs, DateTimeFunctions.UnixTimestamp(Arena));
        Assert.Equal((int)(NowMs / 86_400_000), DateTimeFunctions.UnixDate(Arena));
        Assert.Null(DateTimeFunctions.FromDays(null));
    }

    [Fact]
    public void Adding_and_subtracting()
    {
        Assert.Equal(86_400_005, DateTimeFunctions.Timestampadd(86_400_000, 1, new SqlTimestamp(5))?.Ms);
        Assert.Equal(-995, DateTimeFunctions.Timestampsub(1000, 1, new SqlTimestamp(5))?.Ms);
        Assert.Equal(6, DateTimeFunctions.Dateadd(86_400_000, 1, new SqlDate(5))?.Days);
        Assert.Equal(6, DateTimeFunctions.Dateadd(3_600_000, 25, new SqlDate(5))?.Days);
        Assert.Equal(4, DateTimeFunctions.Datesub(3_600_000, 1, new SqlDate(5))?.Days);
        Assert.Equal(1000, DateTimeFunctions.Timeadd(3_600_000, 24, new SqlTime(1000))?.Ms);
        Assert.Equal(86_399_000, DateTimeFunctions.Timesub(1000, 2, new SqlTime(1000))?.Ms);
        Assert.Null(DateTimeFunctions.Timeadd(1000, null, new SqlTime(0)));
    }

    [Theory]
    [InlineData("America/Los_Angeles", "Europe/Paris", Ms + 32_400_000)]
    [InlineData("+0200", "+0500", Ms + 10_800_000)]
    [InlineData("UTC", "Nowhere/Land", null)]
    [InlineData(null, "UTC", null)]
    public void Convert_shifts_by_what_the_clocks_differ(string? from, string? to, long? expected) =>
        Assert.Equal(expected, DateTimeFunctions.ConvertTz(new SqlTimestamp(Ms), Zone(from), Zone(to))?.Ms);

    [Fact]
    public void Days_of_all_years_go_both_ways()
    {
        for (long days = -800_000; days < 3_000_000; days += 97)
        {
            (long year, int month, int day) = Civil.DateOf(days);
            Assert.Equal(days, Civil.DaysOf(year, month, day));
        }

        Assert.Equal((1970L, 1, 1), Civil.DateOf(0));
        Assert.Equal((0L, 2, 29), Civil.DateOf(Civil.DaysOf(0, 2, 29)));
        Assert.Equal(4, Civil.DayOfWeek(0));
        Assert.Equal(3, Civil.DayOfWeek(-1));
    }

    private DateTimePattern? Pattern(string? pattern) => DateTimePattern.From(T(pattern));

    private SqlTimeZone? Zone(string? zone) => SqlTimeZone.From(T(zone));
}
