using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>An argument of an aggregate, as a local variable of the statements for a row.</summary>
/// <param name="Index">The aggregate's place among those of the query.</param>
internal sealed record AggregateArgument(int Index, SqlType Type)
{
    /// <summary>The variable: a value as rows hold it.</summary>
    public string Local => $"value{Index}";

    /// <summary>Whether it is not NULL.</summary>
    public string IsThere => ClrTypes.HasIsNull(Type) ? $"!{Local}.IsNull" : $"{Local} is not null";

    /// <summary>Whether it is not NULL; <see cref="Some"/> is set where that is so.</summary>
    public string IsSome => ClrTypes.HasIsNull(Type) ? $"!{Local}.IsNull" : $"{Local} is {{ }} some{Index}";

    /// <summary>The value that is there.</summary>
    public string Some => ClrTypes.HasIsNull(Type) ? Local : $"some{Index}";

    public string Declare(string value) => $"{ClrTypes.Hot(Type)} {Local} = {value};";
}
