using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>How a C# type holds values of SQL.</summary>
internal enum UserTypeKind
{
    /// <summary>A type that C# has for one of SQL's: <c>int</c>, <c>string</c>, <c>DateOnly</c>.</summary>
    Plain,

    /// <summary><c>T[]</c>, or what an array can stand for.</summary>
    Array,

    /// <summary><c>List&lt;T&gt;</c>.</summary>
    List,

    /// <summary><c>Dictionary&lt;TKey, TValue&gt;</c>, or what one can stand for.</summary>
    Map,

    /// <summary>A class or struct of the user's, with a member for each field.</summary>
    Struct,

    /// <summary>A type parameter: what a call's arguments decide.</summary>
    Variable,

    /// <summary><c>object</c>: a value of any type, each argument's its own.</summary>
    Any,
}

/// <summary>A C# type that a user's function takes or gives, with the type of SQL whose values it holds.</summary>
/// <param name="Type">A decimal whose digits nothing says is DECIMAL of any size.</param>
/// <param name="IsNullable">Null can be said; of a reference type also where nobody has said that it cannot.</param>
/// <param name="Name">Of a struct: as C# names the type, without <c>?</c>.</param>
/// <param name="IsValueType">Of a struct: it is none of C#'s classes.</param>
/// <param name="Parts">Of a collection its elements, or keys and values; of a struct its members' types.</param>
/// <param name="Members">Of a struct: what its fields are in C#.</param>
internal sealed record UserType(
    SqlType Type, UserTypeKind Kind, bool IsNullable, string Name, bool IsValueType, EquatableArray<UserType> Parts,
    EquatableArray<UserMember> Members)
{
    public static UserType Plain(SqlType type, bool isNullable) => new(type, UserTypeKind.Plain, isNullable, "", false, [], []);

    public static UserType Array(UserTypeKind kind, UserType element, bool isNullable) =>
        new(new ArrayType(element.Type), kind, isNullable, "", false, [element], []);

    public static UserType Map(UserType key, UserType value, bool isNullable) =>
        new(new MapType(key.Type, value.Type), UserTypeKind.Map, isNullable, "", false, [key, value], []);

    public static UserType Variable(string name) =>
        new(new TypeVariable(name), UserTypeKind.Variable, IsNullable: true, name, false, [], []);

    public static UserType Any { get; } = new(new TypeVariable("any"), UserTypeKind.Any, IsNullable: true, "", false, [], []);

    /// <summary>Whether a decimal of no certain digits is in it.</summary>
    public bool HasOpenDecimal => Type == SignatureBuilder.AnyDecimal || Parts.Any(part => part.HasOpenDecimal);

    /// <summary>The type with certain digits for its decimals.</summary>
    public UserType With(DecimalType digits) => Kind switch
    {
        UserTypeKind.Plain when Type == SignatureBuilder.AnyDecimal => this with { Type = digits },
        UserTypeKind.Array or UserTypeKind.List => Array(Kind, Parts[0].With(digits), IsNullable),
        UserTypeKind.Map => Map(Parts[0].With(digits), Parts[1].With(digits), IsNullable),
        _ => this,
    };
}

/// <summary>A member of a user's struct.</summary>
/// <param name="Name">The member's name, as C# writes it.</param>
/// <param name="Parameter">The parameter of the constructor that makes it; null: none does.</param>
/// <param name="IsAssigned">It is set behind the constructor.</param>
internal sealed record UserMember(string Name, string? Parameter, bool IsAssigned);
