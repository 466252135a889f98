namespace QueryGen;

/// <summary>The steps of the pipeline, as the tests of its caching ask for them.</summary>
internal static class TrackingNames
{
    public const string Parse = nameof(Parse);
    public const string RowTypes = nameof(RowTypes);
    public const string Functions = nameof(Functions);
    public const string Aggregates = nameof(Aggregates);
    public const string AttributeQueries = nameof(AttributeQueries);
    public const string Compile = nameof(Compile);
    public const string Plans = nameof(Plans);
    public const string Files = nameof(Files);
    public const string Diagnostics = nameof(Diagnostics);
}
