using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>What can be wrong with a script that parses: names, types, keys. Ids QG2000 to QG2999.</summary>
internal static class BindingDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownColumn = Error(
        "QG2001", "Unknown column", "unknown column '{0}'{1}");

    public static readonly DiagnosticDescriptor UnknownSource = Error(
        "QG2002", "Unknown stream or table", "unknown stream or table '{0}'{1}");

    public static readonly DiagnosticDescriptor UnknownFunction = Error(
        "QG2003", "Unknown function", "unknown function '{0}'{1}");

    public static readonly DiagnosticDescriptor AmbiguousColumn = Error(
        "QG2004", "Ambiguous column", "'{0}' is a column of both {1} and {2}; write which one is meant, for instance {1}.{0}");

    public static readonly DiagnosticDescriptor UnknownType = Error(
        "QG2005", "Unknown type", "unknown type '{0}'{1}");

    public static readonly DiagnosticDescriptor UnknownField = Error(
        "QG2006", "Unknown field", "{0} has no field '{1}'{2}");

    public static readonly DiagnosticDescriptor UnknownAlias = Error(
        "QG2007", "Unknown source name", "'{0}' is no stream, table or alias of this query{1}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "QG2008", "Reserved column name", "'{0}' is a reserved column name; choose another one");

    public static readonly DiagnosticDescriptor BareSystemColumn = Error(
        "QG2009", "System column without an alias",
        "'{0}' cannot be a column of the result under its own name; give it another one with AS, or remove it");

    public static readonly DiagnosticDescriptor DuplicateSource = Error(
        "QG2010", "Name is taken",
        "A {0} named '{1}' is declared already ({2}); choose another name, or write CREATE OR REPLACE or IF NOT EXISTS");

    public static readonly DiagnosticDescriptor DuplicateColumn = Error(
        "QG2011", "Column declared twice", "'{0}' is declared twice; remove one or rename it");

    public static readonly DiagnosticDescriptor DuplicateType = Error(
        "QG2012", "Type declared twice", "A type named '{0}' is declared already; choose another name, or write IF NOT EXISTS");

    public static readonly DiagnosticDescriptor DeclaredLater = Error(
        "QG2013", "Used above its declaration",
        "'{0}' is declared further down in this script; move its CREATE above this statement");

    public static readonly DiagnosticDescriptor Cycle = Error(
        "QG2014", "Sources that need each other", "'{0}' needs itself: {1}; one of these queries must read something else");

    public static readonly DiagnosticDescriptor WrongSourceKind = Error(
        "QG2015", "Wrong kind of source", "'{0}' is a {1}, not a {2}; write {3} {4} {0}");

    public static readonly DiagnosticDescriptor SourceInUse = Error(
        "QG2016", "Source is still read", "'{0}' cannot be dropped, {1} reads it; drop that one first");

    public static readonly DiagnosticDescriptor DuplicateField = Error(
        "QG2017", "Field named twice", "field '{0}' is named twice; remove one or rename it");

    public static readonly DiagnosticDescriptor DuplicateAlias = Error(
        "QG2018", "Source named twice", "'{0}' names two sources of this query; give one of them another alias");

    public static readonly DiagnosticDescriptor IncompatibleReplacement = Error(
        "QG2019", "Replacement changes what must stay", "'{0}' cannot be replaced so: {1}");

    public static readonly DiagnosticDescriptor ReadOnlySource = Error(
        "QG2020", "Read-only source", "'{0}' is a read-only SOURCE: {1}");

    public static readonly DiagnosticDescriptor AlterOfDerived = Error(
        "QG2021", "Columns of a query's result",
        "'{0}' gets its columns from a query; change the query with CREATE OR REPLACE instead");

    public static readonly DiagnosticDescriptor DuplicateConnector = Error(
        "QG2022", "Connector declared twice",
        "A connector named '{0}' is declared already; choose another name, or write IF NOT EXISTS");

    public static readonly DiagnosticDescriptor UnknownProperty = Error(
        "QG2100", "Unknown property", "unknown property '{0}'{1}");

    public static readonly DiagnosticDescriptor PropertyValue = Error(
        "QG2101", "Property value not allowed", "'{0}' must be {1}");

    public static readonly DiagnosticDescriptor DuplicateProperty = Error(
        "QG2102", "Property given twice", "'{0}' is given twice; remove one");

    public static readonly DiagnosticDescriptor PropertyConflict = Error(
        "QG2103", "Properties exclude each other", "'{0}' cannot be combined with '{1}'; remove one");

    public static readonly DiagnosticDescriptor MissingTopic = Error(
        "QG2104", "Missing KAFKA_TOPIC", "'{0}' needs its topic: add KAFKA_TOPIC='…' to the WITH clause");

    public static readonly DiagnosticDescriptor MissingFormat = Error(
        "QG2105", "Missing format", "'{0}' needs a value format: add VALUE_FORMAT='JSON' or another one to the WITH clause");

    public static readonly DiagnosticDescriptor UnknownFormat = Error(
        "QG2106", "Unknown format", "unknown format '{0}'{1}");

    public static readonly DiagnosticDescriptor FormatCannotHold = Error(
        "QG2107", "Format cannot hold a column", "The {0} format cannot hold '{1}' of type {2}; {3}");

    public static readonly DiagnosticDescriptor FormatSingleColumn = Error(
        "QG2108", "Format holds one column only",
        "The KAFKA format holds a single column, here it would hold {0}: {1}; write {2}_FORMAT='JSON' or DELIMITED");

    public static readonly DiagnosticDescriptor FormatNoColumns = Error(
        "QG2109", "Format holds no column", "The NONE format can only be used where there are no {0} columns; '{1}' is one");

    public static readonly DiagnosticDescriptor PropertyNeedsFormat = Error(
        "QG2110", "Property of another format", "'{0}' has no meaning with the {1} format; remove it, or use {2}");

    public static readonly DiagnosticDescriptor WrapNotAllowed = Error(
        "QG2111", "WRAP_SINGLE_VALUE without effect", "'WRAP_SINGLE_VALUE' {0}");

    public static readonly DiagnosticDescriptor WindowProperties = Error(
        "QG2112", "Window of a source", "{0}");

    public static readonly DiagnosticDescriptor TimestampColumnType = Error(
        "QG2113", "Column cannot give the event time", "{0}");

    public static readonly DiagnosticDescriptor MissingPrimaryKey = Error(
        "QG2114", "Table without a primary key",
        "Table '{0}' needs a key: write PRIMARY KEY behind the type of the column that identifies a row");

    public static readonly DiagnosticDescriptor HeadersType = Error(
        "QG2115", "Header column of another type", "A {0} column has the type {1}");

    public static readonly DiagnosticDescriptor HeadersTwice = Error(
        "QG2116", "Header read twice", "{0} is read by '{1}' already; remove one");

    public static readonly DiagnosticDescriptor MapInKey = Error(
        "QG2117", "Map in a key", "Key column '{0}' is of type {1}; a key cannot hold a MAP");

    public static readonly DiagnosticDescriptor MapKeyType = Error(
        "QG2118", "Map keys are text",
        "'{0}' has a map with keys of type {1}; every format writes the keys of a map as STRING only");

    public static readonly DiagnosticDescriptor NoColumns = Error(
        "QG2119", "Source without columns", "'{0}' declares no columns; name them behind the name: {0} (name type, …)");

    public static readonly DiagnosticDescriptor PropertyNotHere = Error(
        "QG2120", "Property out of place", "'{0}' cannot be given here: {1}");

    public static readonly DiagnosticDescriptor DecimalSize = Error(
        "QG2121", "Impossible DECIMAL",
        "DECIMAL({0}, {1}) does not exist: the precision is at least 1, the scale between 0 and the precision");

    public static readonly DiagnosticDescriptor UnknownConnectorClass = Error(
        "QG2122", "Unknown connector", "unknown connector class '{0}'; there are 'datagen', 'file' and 'database'");

    public static readonly DiagnosticDescriptor MissingConnectorProperty = Error(
        "QG2123", "Connector property missing", "Connector '{0}' needs the property '{1}'");

    public static readonly DiagnosticDescriptor ConnectorSource = Error(
        "QG2124", "Connector without a source", "Connector '{0}': {1}");

    public static readonly DiagnosticDescriptor ArithmeticTypes = Error(
        "QG2200", "Operator does not take these types", "'{0}' does not take {1} and {2}{3}");

    public static readonly DiagnosticDescriptor ComparisonTypes = Error(
        "QG2201", "Values cannot be compared", "{0} and {1} cannot be compared with {2}{3}");

    public static readonly DiagnosticDescriptor ComparisonWithNull = Error(
        "QG2202", "Comparison with NULL", "A comparison with NULL is never true; write IS NULL or IS NOT NULL");

    public static readonly DiagnosticDescriptor CaseTypes = Error(
        "QG2203", "Branches of different types",
        "This branch of CASE is {0}, the first one is {1}; all need the same type: CAST one of them");

    public static readonly DiagnosticDescriptor CaseWithoutType = Error(
        "QG2204", "CASE without a type",
        "Every branch of this CASE is NULL, so it has no type; write CAST(NULL AS …) in one of them");

    public static readonly DiagnosticDescriptor NotBoolean = Error(
        "QG2205", "Condition is not BOOLEAN", "{0} needs a BOOLEAN, this is {1}");

    public static readonly DiagnosticDescriptor CastNotSupported = Error(
        "QG2206", "Cast does not exist", "{0} cannot be cast to {1}");

    public static readonly DiagnosticDescriptor NoCommonType = Error(
        "QG2207", "Values without a common type", "{0} and {1} have no common type; CAST one of them");

    public static readonly DiagnosticDescriptor LiteralNotOfType = Error(
        "QG2208", "Text that is not of the type", "{0} is not a valid {1}");

    public static readonly DiagnosticDescriptor ConstructorWithoutType = Error(
        "QG2209", "Constructor without a type", "{0} has no value to take its type from; write CAST(NULL AS …) for one of them");

    public static readonly DiagnosticDescriptor SubscriptTypes = Error(
        "QG2210", "Subscript does not fit", "{0}");

    public static readonly DiagnosticDescriptor FieldOfNonStruct = Error(
        "QG2211", "Field of what is no STRUCT", "{0} has no fields: '->' follows a STRUCT only");

    public static readonly DiagnosticDescriptor NoOverload = Error(
        "QG2212", "Arguments do not fit", "{0} does not take ({1}); it takes {2}");

    public static readonly DiagnosticDescriptor AmbiguousOverload = Error(
        "QG2213", "Several overloads fit", "{0} could take ({1}) in several ways; CAST an argument to say which one is meant");

    public static readonly DiagnosticDescriptor MustBeLiteral = Error(
        "QG2214", "Argument must be a constant", "'{0}' of {1} must be a literal");

    public static readonly DiagnosticDescriptor LikeOperands = Error(
        "QG2215", "LIKE is for text", "LIKE compares STRING with STRING, this is {0}");

    public static readonly DiagnosticDescriptor SignType = Error(
        "QG2216", "Sign before what is no number", "'{0}' stands before a number, this is {1}");

    public static readonly DiagnosticDescriptor TimestampLiteral = Error(
        "QG2217", "Not a timestamp", "{0} is not a timestamp; write for instance '2024-05-01T10:30:00'");

    public static readonly DiagnosticDescriptor ColumnWithoutType = Error(
        "QG2218", "Column without a type", "NULL alone has no type; write CAST(NULL AS …)");

    public static readonly DiagnosticDescriptor TimeUnitNotHere = Error(
        "QG2219", "Time unit out of place", "'{0}' is a time unit; it stands as an argument of TIMESTAMPADD and its like only");

    public static readonly DiagnosticDescriptor KeyNotSelected = Error(
        "QG2300", "Key is not selected", "The result's key is {0}; add it to the SELECT list");

    public static readonly DiagnosticDescriptor KeySelectedTwice = Error(
        "QG2301", "Key selected twice", "Key '{0}' is selected twice; copy it into the value with AS_VALUE({0})");

    public static readonly DiagnosticDescriptor NoValueColumns = Error(
        "QG2302", "Nothing but keys",
        "The SELECT list holds key columns only; select at least one more, or copy a key with AS_VALUE(…)");

    public static readonly DiagnosticDescriptor DuplicateResultColumn = Error(
        "QG2303", "Result column named twice", "The result has two columns named '{0}'; rename one with AS");

    public static readonly DiagnosticDescriptor ResultKind = Error(
        "QG2304", "Result is of the other kind", "{0} gives a {1}; write CREATE {1} {2} AS");

    public static readonly DiagnosticDescriptor LoneSelect = Error(
        "QG2305", "Query without a name", "A query in a program needs a name: write CREATE {0} name AS SELECT …");

    public static readonly DiagnosticDescriptor LimitNotHere = Error(
        "QG2306", "LIMIT in a query without end",
        "LIMIT ends a query, but this one runs for as long as the program does; remove it");

    public static readonly DiagnosticDescriptor PartitionByTable = Error(
        "QG2307", "PARTITION BY on a table",
        "A table cannot change its key with PARTITION BY; read it as a stream, or use GROUP BY");

    public static readonly DiagnosticDescriptor PartitionKeys = Error(
        "QG2308", "Impossible new key", "{0}");

    public static readonly DiagnosticDescriptor WindowedTable = Error(
        "QG2309", "Query over a windowed table",
        "'{0}' is a windowed table; a query can read windowed streams only: declare its topic as a stream");

    public static readonly DiagnosticDescriptor RepartitionWindowed = Error(
        "QG2310", "New key for a windowed stream", "'{0}' has windowed keys, which cannot be repartitioned");

    public static readonly DiagnosticDescriptor NotGrouped = Error(
        "QG2400", "Neither grouped nor aggregated",
        "'{0}' is neither a GROUP BY expression nor inside an aggregate; add it to GROUP BY, or wrap it in an aggregate");

    public static readonly DiagnosticDescriptor NoAggregate = Error(
        "QG2401", "GROUP BY without an aggregate", "GROUP BY needs an aggregate such as COUNT(*) in SELECT or HAVING");

    public static readonly DiagnosticDescriptor MissingGroupBy = Error(
        "QG2402", "Aggregate without GROUP BY", "{0} is an aggregate: it needs GROUP BY");

    public static readonly DiagnosticDescriptor NestedAggregate = Error(
        "QG2403", "Aggregate inside an aggregate",
        "{0} cannot stand inside another aggregate; compute it in a query of its own first");

    public static readonly DiagnosticDescriptor AggregateNotHere = Error(
        "QG2404", "Aggregate out of place", "{0} is an aggregate: it cannot stand in {1}; use HAVING or a second query");

    public static readonly DiagnosticDescriptor DuplicateGroupBy = Error(
        "QG2405", "Grouped twice by the same", "'{0}' stands in {1} twice; remove one");

    public static readonly DiagnosticDescriptor WindowWithoutGroupBy = Error(
        "QG2406", "WINDOW without GROUP BY", "WINDOW needs GROUP BY: it cuts groups by time");

    public static readonly DiagnosticDescriptor WindowBoundNotHere = Error(
        "QG2407", "Window bound out of place", "'{0}' is known only after grouping; it can stand in SELECT only");

    public static readonly DiagnosticDescriptor HavingWithoutGroupBy = Error(
        "QG2408", "HAVING without GROUP BY", "HAVING filters groups and needs GROUP BY; use WHERE to filter rows");

    public static readonly DiagnosticDescriptor WindowSize = Error(
        "QG2409", "Impossible window", "{0}");

    public static readonly DiagnosticDescriptor EmitFinalWithoutWindow = Error(
        "QG2410", "EMIT FINAL without a window", "EMIT FINAL needs a WINDOW with GROUP BY: only a window comes to an end");

    public static readonly DiagnosticDescriptor IntermediateType = Error(
        "QG2411", "State that the format cannot hold",
        "{0} keeps a state that the {1} format of '{2}' cannot hold; give '{2}' another VALUE_FORMAT");

    public static readonly DiagnosticDescriptor KafkaValueFormat = Error(
        "QG2412", "KAFKA values in a join or aggregation",
        "'{0}' has the value format KAFKA, which cannot be read by {1}; copy it into a stream with VALUE_FORMAT='JSON' first");

    public static readonly DiagnosticDescriptor AggregateCount = Error(
        "QG2413", "Aggregate of no values", "{0} keeps one value or more, not {1}");

    public static readonly DiagnosticDescriptor AggregateOverTable = Error(
        "QG2414", "Aggregate cannot follow a table",
        "{0} cannot be taken over a table: when a row changes, it cannot take the old one out again");

    public static readonly DiagnosticDescriptor WindowOverTable = Error(
        "QG2415", "Window over a table", "'{0}' is a table, whose rows have no time to be cut by; a WINDOW cuts a stream");

    public static readonly DiagnosticDescriptor AggregateOverSessions = Error(
        "QG2416", "Aggregate cannot be merged",
        "{0} cannot be taken in sessions: it has no Merge, which makes one state of two where a row brings two sessions together");

    public static readonly DiagnosticDescriptor TableFunctionNotHere = Error(
        "QG2417", "Table function out of place", "{0} makes many rows of one: {1}");

    public static readonly DiagnosticDescriptor JoinCriterion = Error(
        "QG2500", "Join condition", "A join takes one equation between its two sides, as in ON {0}.column = {1}.column");

    public static readonly DiagnosticDescriptor JoinSide = Error(
        "QG2501", "Side of a join condition",
        "Each side of a join condition names columns of exactly one source; this one names {0}");

    public static readonly DiagnosticDescriptor TableStreamJoin = Error(
        "QG2502", "Table joined with a stream",
        "'{0}' is a table and '{1}' is a stream; the stream stands on the left: FROM {1} JOIN {0}");

    public static readonly DiagnosticDescriptor JoinKindNotHere = Error(
        "QG2503", "Join of an impossible kind", "{0} with INNER JOIN or LEFT JOIN only");

    public static readonly DiagnosticDescriptor JoinNotPrimaryKey = Error(
        "QG2504", "Join past the primary key", "A {0} joins a table on the table's primary key, here {1}");

    public static readonly DiagnosticDescriptor JoinTypes = Error(
        "QG2505", "Join of different types", "{0} cannot be joined with {1}; CAST the left side to {1}");

    public static readonly DiagnosticDescriptor SelfJoin = Error(
        "QG2506", "Source joined with itself", "'{0}' stands in this query twice; a source cannot be joined with itself");

    public static readonly DiagnosticDescriptor WithinNotHere = Error(
        "QG2507", "WITHIN out of place", "WITHIN stands in joins of two streams only; a stream looks up a table's current row");

    public static readonly DiagnosticDescriptor JoinOfSeveralKeys = Error(
        "QG2508", "Join on a key of several columns", "'{0}' has {1} key columns; a join needs a single one");

    public static readonly DiagnosticDescriptor PartitionCounts = Error(
        "QG2509", "Different numbers of partitions",
        "'{0}' has {1} partitions and '{2}' has {3}; both sides of a join need the same number");

    public static readonly DiagnosticDescriptor WithinMissing = Error(
        "QG2510", "Join of streams without WITHIN", "A join of two streams needs WITHIN: how far apart in time their rows may be");

    public static readonly DiagnosticDescriptor JoinedSourceUnused = Error(
        "QG2511", "Joined source is not in the condition", "A join condition names a column of the source that the join adds, here {0}");

    public static readonly DiagnosticDescriptor WindowedJoin = Error(
        "QG2512", "Join of different windows", "'{0}' has {1} and '{2}' has {3}; only streams with the same windows join");

    public static readonly DiagnosticDescriptor ForeignKeyLater = Error(
        "QG2513", "Foreign key in a later join",
        "Only the first join of a query can be by foreign key; join '{0}' on the key of what stands before it");

    public static readonly DiagnosticDescriptor InsertIntoTable = Error(
        "QG2600", "INSERT INTO a table", "'{0}' is a table; INSERT INTO … SELECT writes into streams only");

    public static readonly DiagnosticDescriptor InsertNotAllowed = Error(
        "QG2601", "Source takes no INSERT", "'{0}' takes no INSERT: {1}");

    public static readonly DiagnosticDescriptor InsertSchema = Error(
        "QG2602", "Columns do not match", "Column {0} of the query is {1}, but '{2}' takes {3} there");

    public static readonly DiagnosticDescriptor InsertCount = Error(
        "QG2603", "Number of values", "{0} values for {1} columns");

    public static readonly DiagnosticDescriptor NotConstant = Error(
        "QG2604", "Value is not a constant", "INSERT … VALUES takes constants; '{0}' is a column");

    public static readonly DiagnosticDescriptor InsertMissingKey = Error(
        "QG2605", "Primary key without a value", "'{0}' is the primary key of '{1}' and needs a value");

    public static readonly DiagnosticDescriptor InsertNotHere = Error(
        "QG2606", "Column that cannot be written", "'{0}' cannot be written: {1}");

    public static readonly DiagnosticDescriptor AdministrativeStatement = Error(
        "QG2700", "Statement for a running server", "{0} asks a running server; it cannot run in a compiled program{1}");

    public static readonly DiagnosticDescriptor AtTimeZone = Error(
        "QG2223", "AT TIME ZONE", "AT TIME ZONE parses, but neither ksqlDB nor QueryGen takes it; write FORMAT_TIMESTAMP or CONVERT_TZ");

    public static readonly DiagnosticDescriptor NotSupportedYet = Error(
        "QG2900", "Not supported yet", "'{0}' is not supported yet");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "QueryGen.Binding", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
