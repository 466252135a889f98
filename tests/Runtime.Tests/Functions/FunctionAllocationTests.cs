using QueryGen.Functions;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

/// <summary>What functions make lies in the record arena: once warm, no call allocates managed memory.</summary>
[Collection(AllocationCollection.Name)]
public sealed class FunctionAllocationTests : FunctionFixture
{
    // A constant pattern; one out of a record is interpreted, and .NET's interpreter allocates.
    private static readonly RegexPattern? Constant = RegexPattern.Compile(Text.Literal("[a-z]+"u8));

    private static readonly Dictionary<string, Action<FunctionAllocationTests>> Calls = new(StringComparer.Ordinal)
    {
        ["LCASE"] = t => TextFunctions.Lcase(t.Arena, Accented),
        ["UCASE"] = t => TextFunctions.Ucase(t.Arena, Plain),
        ["INITCAP"] = t => TextFunctions.Initcap(t.Arena, Accented),
        ["CONCAT"] = t => TextFunctions.Concat(t.Arena, Plain, Accented),
        ["CONCAT_WS"] = t => TextFunctions.ConcatWs(t.Arena, Comma, Plain, Accented),
        ["SUBSTRING"] = t => TextFunctions.Substring(t.Arena, Accented, 2, 3),
        ["INSTR"] = t => TextFunctions.Instr(t.Arena, Accented, Comma, -1, 1),
        ["LPAD"] = t => TextFunctions.Lpad(t.Arena, Accented, 40, Comma),
        ["REPLACE"] = t => TextFunctions.Replace(t.Arena, Plain, Comma, Accented),
        ["SPLIT"] = t => TextFunctions.Split(t.Arena, Plain, Comma),
        ["SPLIT_TO_MAP"] = t => TextFunctions.SplitToMap(t.Arena, Query, Ampersand, Equals),
        ["FIELD"] = t => TextFunctions.Field(Plain, Comma, Plain),
        ["REGEXP_EXTRACT"] = t => RegexFunctions.RegexpExtract(t.Arena, Constant, Plain),
        ["REGEXP_EXTRACT_ALL"] = t => RegexFunctions.RegexpExtractAll(t.Arena, Constant, Plain),
        ["REGEXP_REPLACE"] = t => RegexFunctions.RegexpReplace(t.Arena, Plain, Constant, Comma),
        ["REGEXP_SPLIT_TO_ARRAY"] = t => RegexFunctions.RegexpSplitToArray(t.Arena, Plain, Constant),
        ["ENCODE"] = t => EncodingFunctions.Encode(t.Arena, Accented, Utf8, Hex),
        ["FROM_BYTES"] = t => EncodingFunctions.FromBytes(t.Arena, EncodingFunctions.ToBytes(t.Arena, Plain, Utf8), Hex),
        ["MD5"] = t => EncodingFunctions.Md5(t.Arena, Plain),
        ["UUID"] = t => EncodingFunctions.Uuid(t.Arena),
        ["MASK"] = t => MaskFunctions.Mask(t.Arena, Accented),
        ["URL_EXTRACT_PARAMETER"] = t => UrlFunctions.UrlExtractParameter(t.Arena, Url, Name),
        ["URL_ENCODE_PARAM"] = t => UrlFunctions.UrlDecodeParam(t.Arena, UrlFunctions.UrlEncodeParam(t.Arena, Accented)),
        ["EXTRACTJSONFIELD"] = t => JsonFunctions.ExtractJsonField(t.Arena, Json, JsonPath.From(Path)),
        ["IS_JSON_STRING"] = t => JsonFunctions.IsJsonString(Plain),
        ["JSON_ARRAY_CONTAINS"] = t => JsonFunctions.JsonArrayContains(t.Arena, JsonArray, Plain),
        ["JSON_RECORDS"] = t => JsonFunctions.JsonRecords(t.Arena, Json),
        ["JSON_ITEMS"] = t => JsonFunctions.JsonItems(t.Arena, JsonArray),
        ["JSON_CONCAT"] = t => JsonFunctions.JsonConcat(t.Arena, Json, JsonArray),
        ["ARRAY_UNION"] = t => CollectionFunctions.ArrayUnion(t.Arena, t.Numbers, t.Numbers),
        ["ARRAY_EXCEPT"] = t => CollectionFunctions.ArrayExcept(t.Arena, t.Words, t.Words),
        ["ARRAY_SORT"] = t => CollectionFunctions.ArraySort(t.Arena, t.Words),
        ["ARRAY_MAX"] = t => CollectionFunctions.ArrayMax(t.Numbers),
        ["ARRAY_JOIN"] = t => CollectionFunctions.ArrayJoin(t.Arena, t.Numbers),
        ["MAP_UNION"] = t => CollectionFunctions.MapUnion(t.Arena, t.Entries, t.Entries),
        ["GENERATE_SERIES"] = t => CollectionFunctions.GenerateSeries(t.Arena, (int?)1, 10),
        ["ROUND"] = t => MathFunctions.Round((double?)2.675, 2),
        ["GEO_DISTANCE"] = t => MathFunctions.GeoDistance(1, 2, 3, 4, Plain),
        ["FORMAT_TIMESTAMP"] = t => DateTimeFunctions.FormatTimestamp(
            t.Arena, new SqlTimestamp(NowMs), DateTimePattern.From(Format), SqlTimeZone.From(Zone)),
        ["PARSE_TIMESTAMP"] = t => DateTimeFunctions.ParseTimestamp(t.Arena, Moment, DateTimePattern.From(Format)),
        ["PARSE_DATE"] = t => DateTimeFunctions.ParseDate(t.Arena, Day, LenientDatePattern.From(DayFormat)),
        ["CONVERT_TZ"] = t => DateTimeFunctions.ConvertTz(new SqlTimestamp(NowMs), SqlTimeZone.From(Zone), SqlTimeZone.Gmt),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    private static Text Plain => Text.Literal("one, two, three"u8);

    private static Text Accented => Text.Literal("\u00e9t\u00e9, na\u00efve"u8);

    private static Text Comma => Text.Literal(","u8);

    private static Text Query => Text.Literal("a=1&b=2&c=3"u8);

    private static Text Ampersand => Text.Literal("&"u8);

    private static new Text Equals => Text.Literal("="u8);

    private static Text Utf8 => Text.Literal("utf8"u8);

    private static Text Hex => Text.Literal("hex"u8);

    private static Text Url => Text.Literal("http://h.io/p%20q?a=1&name=x%20y"u8);

    private static Text Name => Text.Literal("name"u8);

    private static Text Json => Text.Literal("{\"a\": {\"b\": [1, \"x\\ny\"]}, \"c\": null}"u8);

    private static Text JsonArray => Text.Literal("[1, \"x\\ny\", {\"a\" : 2}]"u8);

    private static Text Path => Text.Literal("$.a.b[1]"u8);

    private static Text Format => Text.Literal("EEE, d MMM yyyy HH:mm:ss z"u8);

    private static Text Zone => Text.Literal("Europe/Paris"u8);

    private static Text Moment => Text.Literal("Wed, 1 May 2024 10:30:00 CEST"u8);

    private static Text Day => Text.Literal("1 May 2024"u8);

    private static Text DayFormat => Text.Literal("d MMM yyyy"u8);

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
