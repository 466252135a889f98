using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the struct of a group's state: the fields of all aggregates.</summary>
internal static class AggregateStateEmitter
{
    /// <param name="isMerged">States are merged, as those of sessions that a row brings together.</param>
    public static Code Emit(AggregatePlan plan, bool isMerged)
    {
        AggregateField[] fields = plan.Aggregation.Aggregates.SelectMany(AggregateColumns.Fields).ToArray();
        string state = OperatorNames.State(plan);
        return Of($$"""
            /// <summary>What {{Xml(plan.Query)}} keeps of a group.</summary>
            internal struct {{state}} : {{(isMerged ? $"IMergedState<{state}>" : "IState")}}
            {
                {{Lines(fields.Select(field => $"public {field.Type} {field.Name};"))}}

                public readonly void Write(ref StateWriter writer)
                {
                    {{Lines(fields.Select(field => field.Save))}}
                }

                public void Read(ref StateReader reader, StoreMemory memory)
                {
                    {{Lines(fields.Select(field => field.Load))}}
                }

                {{(isMerged ? Merge(plan, fields, state) : None)}}
            }
            """);
    }

    private static Code Merge(AggregatePlan plan, AggregateField[] fields, string state) => Of($$"""
        public void Merge(in {{state}} other, StoreMemory memory)
        {
            {{Sections(plan.Aggregation.Aggregates.Select((aggregate, index) => Of($$"""
                // {{Comment(aggregate.Clause.Sql)}}
                {{new Code(AggregateColumns.Merge(aggregate, index))}}
                """)))}}
        }

        public void Free(StoreMemory memory)
        {
            {{Lines(fields.Select(field => field.Free).OfType<string>())}}
        }
        """);
}
