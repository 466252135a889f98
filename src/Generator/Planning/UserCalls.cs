using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>How a program calls the user's functions.</summary>
internal static class UserCalls
{
    /// <summary>
    /// Each function whose calls are all alike, and every way in which the others are called: type parameters, <c>params</c> and optional
    /// parameters are decided by the call.
    /// </summary>
    public static EquatableArray<UserCall> Of(BoundProgram program, EquatableArray<UserFunction> functions)
    {
        IEnumerable<UserCall> alike = functions.Where(user => !UserCall.Depends(user.Function) && !NeedsStructs(user)).Select(UserCall.Of);
        IEnumerable<UserCall> called = BoundTrees.Of(program).SelectMany(BoundTree.Walk).OfType<BoundCall>()
            .Where(call => call.Function.IsUserDefined).Select(call => Of(call, functions));
        IEnumerable<UserCall> grouped = program.Queries
            .SelectMany(query => query.Select.Aggregation is { } aggregation ? aggregation.Aggregates : []).SelectMany(StateCalls.Of);
        return alike.Concat(called).Concat(grouped)
            .GroupBy(call => (call.Function, call.Name)).Select(same => same.First())
            .OrderBy(call => call.Name, StringComparer.Ordinal).ToEquatableArray();
    }

    // The emitted structs of a function that nobody calls are not wanted.
    private static bool NeedsStructs(UserFunction user) =>
        user.Function.Parameters.Select(parameter => parameter.Type).Append(user.Function.Result).OfType<SqlType>()
            .SelectMany(ClrTypes.Nested).Any();

    private static UserCall Of(BoundCall call, EquatableArray<UserFunction> functions)
    {
        UserFunction user = functions.First(each => each.Function == call.Function);
        return UserCall.Of(user, call.Arguments.Select(argument => argument.Type).ToEquatableArray(), call.Type);
    }
}
