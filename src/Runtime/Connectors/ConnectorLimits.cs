using QueryGen.Log;

namespace QueryGen.Connectors;

/// <summary>What keeps a connector from running ahead.</summary>
/// <param name="Lag">Holds a source connector back while those who read its topic are too far behind.</param>
/// <param name="MaxUncommittedBytes">So many bytes are taken or brought between two commits; a single row can come on top.</param>
internal sealed record ConnectorLimits(LagLimit Lag, long MaxUncommittedBytes);
