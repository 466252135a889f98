using QueryGen.State;

namespace QueryGen.Bench.Log;

/// <summary>By hand what the compiler emits for the key of <c>GROUP BY user_id</c>.</summary>
internal struct UserKey : IStoredKey<UserKey>
{
    public long? User;

    public readonly KeyHash Hash() => KeyHash.None.With(User);

    public readonly bool Same(in UserKey other) => KeyPart.Same(User, other.User);

    public readonly void Write(ref StateWriter writer) => writer.Write(User);

    public static UserKey Read(ref StateReader reader)
    {
        UserKey key = default;
        reader.Read(out key.User);
        return key;
    }

    public readonly void CopySlices(ref SliceCopy copy)
    {
        // It has none.
    }
}

/// <summary>And for the state of <c>COUNT(*), SUM(stars)</c>.</summary>
internal struct UserState : IState
{
    public long Count;
    public long? Stars;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Fixed(Count);
        writer.Write(Stars);
    }

    public void Read(ref StateReader reader, StoreMemory memory)
    {
        Count = reader.Fixed<long>();
        reader.Read(out Stars);
    }
}
