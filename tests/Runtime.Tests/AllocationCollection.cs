using Xunit;

namespace QueryGen.Tests;

/// <summary>Tests that count allocated bytes. They run alone: no other test collects garbage between two readings.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AllocationCollection
{
    /// <summary>What such a test class names.</summary>
    public const string Name = "Allocation";
}
