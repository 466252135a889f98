namespace QueryGen;

/// <summary>Makes a C# type the row of a stream: SQL may read the stream, and C# gets rows of this type.</summary>
/// <remarks><inheritdoc cref="DataSourceAttribute" path="/remarks/node()"/></remarks>
/// <example>
/// <code>
/// [Stream("ratings", Partitions = 4)]
/// public partial record Rating(long RatingId, int UserId, int Stars, string? Message);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class StreamAttribute : DataSourceAttribute
{
    /// <summary>Declares the stream.</summary>
    /// <param name="name">Its name in SQL, and its topic unless another one is given.</param>
    public StreamAttribute(string name)
        : base(name)
    {
    }
}
