using QueryGen.Functions;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

/// <summary>What functions make lies in the record arena: once warm, no call allocates managed memory.</summary>
public sealed class FunctionAllocationTests : FunctionFixture
{
    // A constant pattern; one out of a record is interpreted, and .NET's interpreter allocates.
    private static readonly RegexPattern? Constant = RegexPattern.Compile(Text.Literal("[a-z]+"u8));

    private static readonly Dictionary<string, Action<FunctionAllocationTests>> Calls = new(StringComparer.Ordinal)
    {
        ["LCASE"] = t => TextFunctions.Lcase(t.Arena, t.Accented),
        ["UCASE"] = t => TextFunctions.Ucase(t.Arena, t.Plain),
        ["INITCAP"] = t => TextFunctions.Initcap(t.Arena, t.Accented),
        ["CONCAT"] = t => TextFunctions.Concat(t.Arena, t.Plain, t.Accented),
        ["CONCAT_WS"] = t => TextFunctions.ConcatWs(t.Arena, t.Comma, t.Plain, t.Accented),
        ["SUBSTRING"] = t => TextFunctions.Substring(t.Arena, t.Accented, 2, 3),
        ["INSTR"] = t => TextFunctions.Instr(t.Arena, t.Accented, t.Comma, -1, 1),
        ["LPAD"] = t => TextFunctions.Lpad(t.Arena, t.Accented, 40, t.Comma),
        ["REPLACE"] = t => TextFunctions.Replace(t.Arena, t.Plain, t.Comma, t.Accented),
        ["SPLIT"] = t => TextFunctions.Split(t.Arena, t.Plain, t.Comma),
        ["SPLIT_TO_MAP"] = t => TextFunctions.SplitToMap(t.Arena, t.Query, t.Ampersand, t.Equals),
        ["FIELD"] = t => TextFunctions.Field(t.Plain, t.Comma, t.Plain),
        ["REGEXP_EXTRACT"] = t => RegexFunctions.RegexpExtract(t.Arena, Constant, t.Plain),
        ["REGEXP_EXTRACT_ALL"] = t => RegexFunctions.RegexpExtractAll(t.Arena, Constant, t.Plain),
        ["REGEXP_REPLACE"] = t => RegexFunctions.RegexpReplace(t.Arena, t.Plain, Constant, t.Comma),
        ["REGEXP_SPLIT_TO_ARRAY"] = t => RegexFunctions.RegexpSplitToArray(t.Arena, t.Plain, Constant),
        ["ENCODE"] = t => EncodingFunctions.Encode(t.Arena, t.Accented, t.Utf8, t.Hex),
        ["FROM_BYTES"] = t => EncodingFunctions.FromBytes(t.Arena, EncodingFunctions.ToBytes(t.Arena, t.Plain, t.Utf8), t.Hex),
        ["MD5"] = t => EncodingFunctions.Md5(t.Arena, t.Plain),
        ["UUID"] = t => EncodingFunctions.Uuid(t.Arena),
        ["MASK"] = t => MaskFunctions.Mask(t.Arena, t.Accented),
        ["URL_EXTRACT_PARAMETER"] = t => UrlFunctions.UrlExtractParameter(t.Arena, t.Url, t.Name),
        ["URL_ENCODE_PARAM"] = t => UrlFunctions.UrlDecodeParam(t.Arena, UrlFunctions.UrlEncodeParam(t.Arena, t.Accented)),
        ["EXTRACTJSONFIELD"] = t => JsonFunctions.ExtractJsonField(t.Arena, t.Json, JsonPath.From(t.Path)),
        ["IS_JSON_STRING"] = t => JsonFunctions.IsJsonString(t.Plain),
        ["JSON_ARRAY_CONTAINS"] = t => JsonFunctions.JsonArrayContains(t.Arena, t.JsonArray, t.Plain),
        ["JSON_RECORDS"] = t => JsonFunctions.JsonRecords(t.Arena, t.Json),
        ["JSON_ITEMS"] = t => JsonFunctions.JsonItems(t.Arena, t.JsonArray),
        ["JSON_CONCAT"] = t => JsonFunctions.JsonConcat(t.Arena, t.Json, t.JsonArray),
        ["ARRAY_UNION"] = t => CollectionFunctions.ArrayUnion(t.Arena, t.Numbers, t.Numbers),
        ["ARRAY_EXCEPT"] = t => CollectionFunctions.ArrayExcept(t.Arena, t.Words, t.Words),
        ["ARRAY_SORT"] = t => CollectionFunctions.ArraySort(t.Arena, t.Words),
        ["ARRAY_MAX"] = t => CollectionFunctions.ArrayMax(t.Numbers),
        ["ARRAY_JOIN"] = t => CollectionFunctions.ArrayJoin(t.Arena, t.Numbers),
        ["MAP_UNION"] = t => CollectionFunctions.MapUnion(t.Arena, t.Entries, t.Entries),
        ["GENERATE_SERIES"] = t => CollectionFunctions.GenerateSeries(t.Arena, (int?)1, 10),
        ["ROUND"] = t => MathFunctions.Round((double?)2.675, 2),
        ["GEO_DISTANCE"] = t => MathFunctions.GeoDistance(1, 2, 3, 4, t.Plain),
        ["FORMAT_TIMESTAMP"] = t => DateTimeFunctions.FormatTimestamp(
            t.Arena, new SqlTimestamp(NowMs), DateTimePattern.From(t.Format), SqlTimeZone.From(t.Zone)),
        ["PARSE_TIMESTAMP"] = t => DateTimeFunctions.ParseTimestamp(t.Arena, t.Moment, DateTimePattern.From(t.Format)),
        ["PARSE_DATE"] = t => DateTimeFunctions.ParseDate(t.Arena, t.Day, LenientDatePattern.From(t.DayFormat)),
        ["CONVERT_TZ"] = t => DateTimeFunctions.ConvertTz(new SqlTimestamp(NowMs), SqlTimeZone.From(t.Zone), SqlTimeZone.Gmt),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    private Text Plain => Text.Literal("one, two, three"u8);

    private Text Accented => Text.Literal("\u00e9t\u00e9, na\u00efve"u8);

    private Text Comma => Text.Literal(","u8);

    private Text Query => Text.Literal("a=1&b=2&c=3"u8);

    private Text Ampersand => Text.Literal("&"u8);

    private new Text Equals => Text.Literal("="u8);

    private Text Utf8 => Text.Literal("utf8"u8);

    private Text Hex => Text.Literal("hex"u8);

    private Text Url => Text.Literal("http://h.io/p%20q?a=1&name=x%20y"u8);

    private Text Name => Text.Literal("name"u8);

    private Text Json => Text.Literal("{\"a\": {\"b\": [1, \"x\\ny\"]}, \"c\": null}"u8);

    private Text JsonArray => Text.Literal("[1, \"x\\ny\", {\"a\" : 2}]"u8);

    private Text Path => Text.Literal("$.a.b[1]"u8);

    private Text Format => Text.Literal("EEE, d MMM yyyy HH:mm:ss z"u8);

    private Text Zone => Text.Literal("Europe/Paris"u8);

    private Text Moment => Text.Literal("Wed, 1 May 2024 10:30:00 CEST"u8);

    private Text Day => Text.Literal("1 May 2024"u8);

    private Text DayFormat => Text.Literal("d MMM yyyy"u8);

    private SqlArray<int?> Numbers => CollectionFunctions.GenerateSeries(Arena, (int?)1, 40);

    private SqlArray<Text> Words => TextFunctions.Split(Arena, Plain, Comma);

    private SqlMap<Text, Text> Entries => TextFunctions.SplitToMap(Arena, Query, Ampersand, Equals);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_call_allocates_nothing(string name)
    {
        Action<FunctionAllocationTests> call = Calls[name];
        Run(call, 200);

        // Compilation in the background may allocate on this thread once more: the least of several runs is the call's own.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Run(call, 100)));
    }

    private long Run(Action<FunctionAllocationTests> call, int times)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < times; i++)
        {
            call(this);
            Arena.Reset();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
