using System.Text;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>The words that the lists of functions are written in.</summary>
internal static class SignatureBuilder
{
    public static readonly SqlType AnyDecimal = new DecimalType(0, 0);

    /// <summary>A function whose method has SQL's name in Pascal case, without underscores.</summary>
    public static ScalarFunction Function(string type, string name, SqlType result, params Parameter[] parameters) =>
        new(name, parameters.ToEquatableArray(), result, $"global::QueryGen.Functions.{type}.{MethodName(name)}");

    /// <summary>A function whose result depends on its arguments, by a rule of <see cref="ResultRules"/>.</summary>
    public static ScalarFunction Ruled(string type, string name, string rule, params Parameter[] parameters) =>
        new(name, parameters.ToEquatableArray(), null, $"global::QueryGen.Functions.{type}.{MethodName(name)}", ResultRule: rule);

    public static Parameter Varchar(string name) => new(name, SqlType.String);

    public static Parameter Int(string name) => new(name, SqlType.Integer);

    public static Parameter Long(string name) => new(name, SqlType.BigInt);

    public static Parameter Double(string name) => new(name, SqlType.Double);

    public static Parameter Bytes(string name) => new(name, SqlType.Bytes);

    public static Parameter Of(string name, SqlType type) => new(name, type);

    public static Parameter Any(string name, string variable) => new(name, null, variable);

    public static Parameter Optional(this Parameter parameter) => parameter with { IsOptional = true };

    public static Parameter Repeated(this Parameter parameter) => parameter with { IsVariadic = true };

    /// <summary>The method takes a class of the runtime's functions, made of the text.</summary>
    public static Parameter Compiled(this Parameter parameter, string type) => parameter with { CompiledInto = type };

    /// <summary>The method takes the record arena first: it makes text, bytes or collections.</summary>
    public static ScalarFunction InArena(this ScalarFunction function) => function with { NeedsArena = true };

    /// <summary>Where no argument is NULL, a NULL says that it failed, which is told as a row error.</summary>
    public static ScalarFunction Failing(this ScalarFunction function) => function with { FailsWithNull = true };

    /// <summary>The emitter prints the function's code where it is called.</summary>
    public static ScalarFunction Printed(this ScalarFunction function, Intrinsic intrinsic) => function with { Intrinsic = intrinsic };

    /// <summary>A table function: each element of what it gives goes into a row of its own.</summary>
    public static ScalarFunction OfRows(this ScalarFunction function) => function with { IsTable = true };

    private static string MethodName(string name)
    {
        StringBuilder method = new();
        foreach (string word in name.Split('_'))
        {
            method.Append(word[0]).Append(word.Substring(1).ToLowerInvariant());
        }

        return method.ToString();
    }
}
