using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Which orders name a customer, and in which version: a list a customer, and each order's place in one.</summary>
internal sealed unsafe class Subscriptions : IDisposable
{
    private readonly KeyIndex<int> _entryOf = new(262_144);
    private readonly KeyIndex<int> _firstOf = new(32_768);
    private Entry* _entries;
    private int _count = 1;
    private int _capacity;
    private (int Customer, int Order, long Version, bool IsThere)[] _changed = new (int, int, long, bool)[1024];
    private int _changes;

    /// <summary>The order names the customer, and no other one.</summary>
    public void Add(int customer, int order, long version)
    {
        int number = _entryOf.Find(order);
        if (number == 0)
        {
            number = New(order);
        }
        else if (_entries[number].IsThere && _entries[number].Customer == customer)
        {
            _entries[number].Version = version;
            Touch(number, order);
            return;
        }
        else
        {
            Unlink(number);
        }

        int first = _firstOf.Find(customer);
        _entries[number] = new Entry { Customer = customer, Next = first, Version = version, IsThere = true };
        if (first != 0)
        {
            _entries[first].Before = number;
        }

        _firstOf.Set(customer, number);
        Touch(number, order);
    }

    /// <summary>The order does not name the customer any more.</summary>
    public void Remove(int customer, int order)
    {
        int number = _entryOf.Find(order);
        if (number != 0 && _entries[number].IsThere && _entries[number].Customer == customer)
        {
            Unlink(number);
            Remember(customer, order, version: 0, isThere: false);
        }
    }

    /// <summary>Has the processor fetch where an order and a customer are found.</summary>
    public void PrefetchPlaces(int customer, int order)
    {
        _entryOf.Prefetch(order);
        _firstOf.Prefetch(customer);
    }

    /// <summary>Has the processor fetch an order's entry.</summary>
    public void PrefetchEntry(int order)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_entries + _entryOf.Find(order));
        }
    }

    /// <summary>Writes what changed since the last call, and drops it.</summary>
    public void WriteChanges(OutputRecords changelog)
    {
        for (int i = 0; i < _changes; i++)
        {
            (int customer, int order, long version, bool isThere) = _changed[i];
            if (isThere)
            {
                // It may have left since, which stands behind; else its version is the present one.
                ref Entry entry = ref _entries[_entryOf.Find(order)];
                entry.IsChanged = false;
                version = entry.Version;
            }

            byte* key = changelog.Begin(0);
            byte* value = Encode.BigEndian(Encode.BigEndian(key, customer), order);
            changelog.End(key, value, isThere ? Encode.BigEndian(value, version) : value, 0);
            if (changelog.IsFull)
            {
                changelog.Clear();
            }
        }

        _changes = 0;
        changelog.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entryOf.Dispose();
        _firstOf.Dispose();
        NativeMemory.Free(_entries);
    }

    private int New(int order)
    {
        if (_count >= _capacity)
        {
            _capacity = Math.Max(1024, _capacity * 2);
            _entries = (Entry*)NativeMemory.Realloc(_entries, (nuint)(_capacity * sizeof(Entry)));
        }

        _entryOf.Set(order, _count);
        _entries[_count] = default;
        return _count++;
    }

    private void Unlink(int number)
    {
        ref Entry entry = ref _entries[number];
        if (!entry.IsThere)
        {
            return;
        }

        entry.IsThere = false;
        if (entry.Next != 0)
        {
            _entries[entry.Next].Before = entry.Before;
        }

        if (entry.Before != 0)
        {
            _entries[entry.Before].Next = entry.Next;
        }
        else
        {
            _firstOf.Set(entry.Customer, entry.Next);
        }
    }

    private void Touch(int number, int order)
    {
        ref Entry entry = ref _entries[number];
        if (!entry.IsChanged)
        {
            entry.IsChanged = true;
            Remember(entry.Customer, order, entry.Version, isThere: true);
        }
    }

    private void Remember(int customer, int order, long version, bool isThere)
    {
        if (_changes == _changed.Length)
        {
            Array.Resize(ref _changed, _changes * 2);
        }

        _changed[_changes++] = (customer, order, version, isThere);
    }

    private struct Entry
    {
        public long Version;
        public int Customer;
        public int Before;
        public int Next;
        public bool IsThere;
        public bool IsChanged;
    }
}
