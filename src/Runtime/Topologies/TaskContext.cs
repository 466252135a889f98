using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;

namespace QueryGen.Topologies;

/// <summary>What the runtime gives a task's program: memory, outputs, stores, and a place to say what went wrong.</summary>
public sealed class TaskContext : IDisposable
{
    private readonly SubTopology _subTopology;
    private readonly OutputBuffer[] _outputs;
    private readonly StateStore?[] _stores;
    private readonly TaskErrors _errors;

    /// <summary>The context of one task.</summary>
    /// <param name="subTopology">What the task runs.</param>
    /// <param name="partition">The partition it runs on.</param>
    /// <param name="events">Where errors and late rows are counted and logged.</param>
    /// <param name="clock">The wall clock for functions of the present.</param>
    /// <param name="handling">What the worker does with errors; null: as its properties say at first.</param>
    public TaskContext(SubTopology subTopology, int partition, TaskEvents events, TimeProvider clock, ErrorHandling? handling = null)
    {
        ArgumentNullException.ThrowIfNull(subTopology);
        _subTopology = subTopology;
        Partition = partition;
        Arena = new RecordArena(clock);
        _outputs = [.. subTopology.Sinks.Select(_ => new OutputBuffer())];
        _stores = new StateStore?[subTopology.Stores.Length];
        _errors = new TaskErrors(subTopology, partition, _outputs, events, clock, handling ?? new ErrorHandling());
    }

    /// <summary>The partition that the task runs on.</summary>
    public int Partition { get; }

    /// <summary>Memory for what functions make of one record; the program resets it after each.</summary>
    public RecordArena Arena { get; }

    /// <summary>Where records of a sink are written.</summary>
    /// <param name="sink">Index into <see cref="SubTopology.Sinks"/>.</param>
    public OutputBuffer Output(int sink) => _outputs[sink];

    /// <summary>The stores that the program has opened; index as in <see cref="SubTopology.Stores"/>.</summary>
    public ImmutableArray<StateStore?> Stores => [.. _stores];

    /// <summary>Opens a table's store; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    public KeyValueStore<TKey, TRow> KeyValueStore<TKey, TRow>(int store)
        where TKey : unmanaged, IStoredKey<TKey>
        where TRow : unmanaged, IStored<TRow> => Open(store, static d => new KeyValueStore<TKey, TRow>(d.Name, d.Layout));

    /// <summary>Opens a table's store with columns beside its keys; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    public CoveringStore<TKey, TRow, TIncluded> CoveringStore<TKey, TRow, TIncluded>(int store)
        where TKey : unmanaged, IStoredKey<TKey>
        where TRow : unmanaged, IStored<TRow>
        where TIncluded : unmanaged, IIncludedColumns<TIncluded, TRow> =>
        Open(store, static d => new CoveringStore<TKey, TRow, TIncluded>(d.Name, d.Layout));

    /// <summary>Opens an aggregation's store; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    public AggregateStore<TKey, TState> AggregateStore<TKey, TState>(int store)
        where TKey : unmanaged, IStoredKey<TKey>
        where TState : unmanaged, IState => Open(store, static d => new AggregateStore<TKey, TState>(d.Name, d.Layout));

    /// <summary>Opens a windowed aggregation's store; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    /// <param name="sizeMs">Length of a window, milliseconds.</param>
    /// <param name="graceMs">How long after its end a window takes rows, milliseconds.</param>
    /// <param name="retentionMs">How long after its start a window is kept, milliseconds; null: size and grace.</param>
    /// <param name="advanceMs">From one window's start to the next one's, milliseconds; null: the size.</param>
    /// <param name="keepsUntilFinal">A window does not expire before it was written by EMIT FINAL.</param>
    public WindowStore<TKey, TState> WindowStore<TKey, TState>(
        int store, long sizeMs, long graceMs, long? retentionMs, long? advanceMs = null, bool keepsUntilFinal = false)
        where TKey : unmanaged, IStoredKey<TKey>
        where TState : unmanaged, IState =>
        Open(store, d => new WindowStore<TKey, TState>(d.Name, d.Layout, sizeMs, graceMs, retentionMs, advanceMs, keepsUntilFinal));

    /// <summary>Opens the store of an aggregation in sessions; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    /// <param name="gapMs">The longest time between two rows of a session, milliseconds.</param>
    /// <param name="graceMs">How long after the gap behind its end a session takes rows, milliseconds.</param>
    /// <param name="retentionMs">How long after its end a session is kept, milliseconds; null: gap and grace.</param>
    /// <param name="isFinal">Sessions are written once, when they are closed.</param>
    /// <param name="keepsUntilFinal">They take rows as long as they are not written, also past the retention.</param>
    public SessionStore<TKey, TState> SessionStore<TKey, TState>(
        int store, long gapMs, long graceMs, long? retentionMs, bool isFinal = false, bool keepsUntilFinal = false)
        where TKey : unmanaged, IStoredKey<TKey>
        where TState : unmanaged, IMergedState<TState> =>
        Open(store, d => new SessionStore<TKey, TState>(d.Name, d.Layout, gapMs, graceMs, retentionMs, isFinal, keepsUntilFinal));

    /// <summary>Opens the buffer of one side of a join of two streams; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    /// <param name="retentionMs">How much older than its newest row a row may be, milliseconds.</param>
    public JoinBuffer<TKey, TRow> JoinBuffer<TKey, TRow>(int store, long retentionMs)
        where TKey : unmanaged, IStoredKey<TKey>
        where TRow : unmanaged, IStored<TRow> => Open(store, d => new JoinBuffer<TKey, TRow>(d.Name, d.Layout, retentionMs));

    /// <summary>Opens the store of a join by foreign key; once, when the program is made.</summary>
    /// <param name="store">Index into <see cref="SubTopology.Stores"/>.</param>
    public SubscriptionStore<TKey, TSubscriber> SubscriptionStore<TKey, TSubscriber>(int store)
        where TKey : unmanaged, IStoredKey<TKey>
        where TSubscriber : unmanaged, IStoredKey<TSubscriber> =>
        Open(store, static d => new SubscriptionStore<TKey, TSubscriber>(d.Name, d.Layout));

    /// <summary>
    /// A record that cannot be read: counted, logged, and by the source's policy left out, a dead letter, or the end of the task.
    /// </summary>
    /// <exception cref="RecordException">The source's policy is to fail.</exception>
    /// <exception cref="FailureLimitException">Too many of the source's last records failed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Failed(int source, in RecordRef record, SerdeError error) => _errors.Failed(source, in record, error);

    /// <summary>
    /// A record that can be read and not used: a table's without a key, one without an event time. As <see cref="Failed"/>.
    /// </summary>
    /// <inheritdoc cref="Failed" path="/exception"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dropped(int source, in RecordRef record, string reason) => _errors.Dropped(source, in record, reason);

    // Contexts come by value: as long as nothing takes its address, a row's context lies in registers.

    /// <summary>An expression failed on one row: its column is NULL, or its condition not true.</summary>
    /// <param name="context">The row's record.</param>
    /// <param name="step">Query and clause.</param>
    /// <param name="error">What a user's function threw; its stack trace names the line in the SQL.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void RowError(RecordContext context, in QueryStep step, Exception error) => _errors.RowError(in context, in step, error);

    /// <summary>A column is NULL though all that it was computed from is there: a cast, an operator or a function has failed.</summary>
    /// <param name="context">The row's record.</param>
    /// <param name="step">Query and clause.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void RowFailed(RecordContext context, in QueryStep step) => _errors.RowFailed(in context, in step);

    /// <summary>A row that goes no further though it was wanted: its group is NULL, or its result has no event time.</summary>
    /// <param name="context">The row's record.</param>
    /// <param name="step">Query and clause.</param>
    /// <param name="reason">Why, without the row's data.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void DropRow(RecordContext context, in QueryStep step, string reason) => _errors.DropRow(in context, in step, reason);

    /// <summary>A row whose window is closed.</summary>
    /// <param name="context">The row's record.</param>
    /// <param name="step">Query and clause.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Late(RecordContext context, in QueryStep step) => _errors.Late(in context, in step);

    /// <summary>Says which records are processed next, so that an error can name its topic and its record.</summary>
    internal void Begin(int source, ReadOnlyMemory<RecordRef> batch) => _errors.Begin(source, batch);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StateStore? store in _stores)
        {
            store?.Dispose();
        }

        foreach (OutputBuffer output in _outputs)
        {
            output.Dispose();
        }

        _errors.Dispose();
        Arena.Dispose();
    }

    private TStore Open<TStore>(int index, Func<StoreDescriptor, TStore> create)
        where TStore : StateStore
    {
        if (_stores[index] is not null)
        {
            throw new InvalidOperationException($"Store {_subTopology.Stores[index].Name} is opened twice.");
        }

        TStore store = create(_subTopology.Stores[index]);
        _stores[index] = store;
        return store;
    }
}
