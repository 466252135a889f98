using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>A C# method that SQL may call.</summary>
/// <param name="Function">What SQL sees of it. Its method is an emitted one, which takes and gives values of rows.</param>
/// <param name="Method">The user's own method: <c>global::Shop.Functions.Shout</c>.</param>
/// <param name="Parameters">In C#; of a <c>params</c> one the type of an element.</param>
/// <param name="TypeParameters">Their names, in their order.</param>
internal sealed record UserFunction(
    ScalarFunction Function, string Method, EquatableArray<UserType> Parameters, UserType Result, EquatableArray<string> TypeParameters);

/// <summary>A user's function as a call has it: what emitted code calls.</summary>
/// <param name="Name">Of the emitted method.</param>
/// <param name="Types">What the method takes.</param>
internal sealed record UserCall(UserFunction Function, string Name, EquatableArray<SqlType> Types, SqlType Result)
{
    /// <summary>The C# parameter that takes an argument: the last one is of any number, where one is.</summary>
    public UserType ParameterAt(int index) => Function.Parameters[Math.Min(index, Function.Parameters.Count - 1)];

    /// <summary>The call of a function whose calls are all alike.</summary>
    public static UserCall Of(UserFunction user) => new(
        user, user.Function.Name, user.Function.Parameters.Select(parameter => parameter.Type!).ToEquatableArray(), user.Function.Result!);

    /// <summary>A call with arguments of these types.</summary>
    public static UserCall Of(UserFunction user, EquatableArray<SqlType> types, SqlType result) =>
        Depends(user.Function) ? new UserCall(user, NameOf(user.Function, types), types, result) : Of(user);

    /// <summary>Whether how many arguments there are, or of which types, depends on the call.</summary>
    public static bool Depends(ScalarFunction function) => function.Parameters.Any(
        parameter => parameter.IsOptional || parameter.IsVariadic
            || parameter.Type is not { } type || OverloadResolution.HoldsVariable(type));

    /// <summary>The emitted method's name, for arguments of these types.</summary>
    public static string NameOf(ScalarFunction function, IEnumerable<SqlType> types) => !Depends(function) ? function.Name
        : types.Aggregate(function.Name, (name, type) => $"{name}_{ClrTypes.Word(type)}");
}
