using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Types;

/// <summary>A type of SQL. Types compare by structure; a custom type is what it stands for.</summary>
internal abstract record SqlType
{
    public static readonly SqlType Boolean = new PrimitiveType(SqlKind.Boolean);
    public static readonly SqlType Integer = new PrimitiveType(SqlKind.Integer);
    public static readonly SqlType BigInt = new PrimitiveType(SqlKind.BigInt);
    public static readonly SqlType Double = new PrimitiveType(SqlKind.Double);
    public static readonly SqlType String = new PrimitiveType(SqlKind.String);
    public static readonly SqlType Bytes = new PrimitiveType(SqlKind.Bytes);
    public static readonly SqlType Date = new PrimitiveType(SqlKind.Date);
    public static readonly SqlType Time = new PrimitiveType(SqlKind.Time);
    public static readonly SqlType Timestamp = new PrimitiveType(SqlKind.Timestamp);

    /// <summary>The type of the literal NULL: goes with every type.</summary>
    public static readonly SqlType Null = new PrimitiveType(SqlKind.Null);

    /// <summary>The type of what could not be bound: goes with every type, so that one mistake is one diagnostic.</summary>
    public static readonly SqlType Error = new PrimitiveType(SqlKind.Error);

    public abstract SqlKind Kind { get; }
}

internal enum SqlKind
{
    Error,
    Null,
    Boolean,
    Integer,
    BigInt,
    Decimal,
    Double,
    String,
    Bytes,
    Date,
    Time,
    Timestamp,
    Array,
    Map,
    Struct,
}

internal sealed record PrimitiveType(SqlKind Primitive) : SqlType
{
    public override SqlKind Kind => Primitive;

    public override string ToString() => Primitive.ToString().ToUpperInvariant();
}

/// <summary>DECIMAL: <paramref name="Precision"/> digits in all, <paramref name="Scale"/> of them after the point.</summary>
internal sealed record DecimalType(int Precision, int Scale) : SqlType
{
    /// <summary>How many digits there are at most: what the runtime's WideDecimal holds.</summary>
    public const int MostDigits = 77;

    // Digits of a number that a System.Decimal holds whatever they are.
    private const int MostOfNarrow = 28;

    /// <summary>Whether it takes more than a System.Decimal.</summary>
    public bool IsWide => Precision > MostOfNarrow;

    public override SqlKind Kind => SqlKind.Decimal;

    public override string ToString() => $"DECIMAL({Precision}, {Scale})";
}

internal sealed record ArrayType(SqlType Element) : SqlType
{
    public override SqlKind Kind => SqlKind.Array;

    public override string ToString() => $"ARRAY<{Element}>";
}

internal sealed record MapType(SqlType Key, SqlType Value) : SqlType
{
    public override SqlKind Kind => SqlKind.Map;

    public override string ToString() => $"MAP<{Key}, {Value}>";
}

internal sealed record StructType(EquatableArray<StructField> Fields) : SqlType
{
    public override SqlKind Kind => SqlKind.Struct;

    public override string ToString() => $"STRUCT<{string.Join(", ", Fields)}>";
}

internal sealed record StructField(string Name, SqlType Type)
{
    // Quoted where need be: a type's text stands for the type, in names and in the layouts of stores.
    public override string ToString() => $"{SqlIdentifier.Quote(Name)} {Type}";
}

/// <summary>Stands for a type that a call's arguments decide: <c>T</c> in <c>ARRAY&lt;T&gt;</c>. Only in function signatures.</summary>
/// <param name="IsComparable">It takes types whose values have an order: neither collections nor structs.</param>
internal sealed record TypeVariable(string Name, bool IsComparable = false) : SqlType
{
    public override SqlKind Kind => SqlKind.Error;

    public override string ToString() => Name;
}
