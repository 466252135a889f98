using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>An overload that a call takes, with its types worked out.</summary>
/// <param name="Parameters">For each written argument the type that it is converted to.</param>
internal sealed record ResolvedCall(ScalarFunction Function, EquatableArray<SqlType> Parameters, SqlType Result);

/// <summary>Finds the overload of a function that a call means: first by exact types, then by implicit conversions.</summary>
internal static class OverloadResolution
{
    /// <summary>Null where no overload fits, or where several do (<paramref name="isAmbiguous"/>).</summary>
    public static ResolvedCall? Resolve(
        IReadOnlyList<ScalarFunction> overloads, IReadOnlyList<SqlType> arguments, out bool isAmbiguous)
    {
        isAmbiguous = false;
        foreach (bool isImplicit in new[] { false, true })
        {
            List<ResolvedCall> fitting = [];
            foreach (ScalarFunction overload in overloads)
            {
                if (TryFit(overload, arguments, isImplicit) is { } call)
                {
                    fitting.Add(call);
                }
            }

            if (fitting.Count == 0)
            {
                continue;
            }

            fitting.Sort((left, right) => Compare(left, right));
            isAmbiguous = fitting.Count > 1 && Compare(fitting[0], fitting[1]) == 0;
            return isAmbiguous ? null : fitting[0];
        }

        return null;
    }

    // Better first: without repeated parameters, then more parameters, then fewer of any type.
    private static int Compare(ResolvedCall left, ResolvedCall right)
    {
        int repeated = IsVariadic(left.Function).CompareTo(IsVariadic(right.Function));
        if (repeated != 0)
        {
            return repeated;
        }

        int count = right.Function.Parameters.Count.CompareTo(left.Function.Parameters.Count);
        return count != 0 ? count : Generics(left.Function).CompareTo(Generics(right.Function));
    }

    private static bool IsVariadic(ScalarFunction function) => function.Parameters.Any(parameter => parameter.IsVariadic);

    private static int Generics(ScalarFunction function) =>
        function.Parameters.Count(parameter => parameter.Type is null || HoldsVariable(parameter.Type));

    /// <summary>Whether a call's arguments decide a part of a type.</summary>
    public static bool HoldsVariable(SqlType type) => type switch
    {
        TypeVariable => true,
        ArrayType array => HoldsVariable(array.Element),
        MapType map => HoldsVariable(map.Key) || HoldsVariable(map.Value),
        _ => false,
    };

    private static ResolvedCall? TryFit(ScalarFunction function, IReadOnlyList<SqlType> arguments, bool isImplicit)
    {
        int required = function.Parameters.Count(parameter => !parameter.IsOptional && !parameter.IsVariadic);
        if (arguments.Count < required || (!IsVariadic(function) && arguments.Count > function.Parameters.Count))
        {
            return null;
        }

        Dictionary<string, SqlType> variables = new(StringComparer.Ordinal);
        SqlType[] parameters = new SqlType[arguments.Count];
        for (int i = 0; i < arguments.Count; i++)
        {
            Parameter parameter = function.Parameters[Math.Min(i, function.Parameters.Count - 1)];
            SqlType declared = parameter.Type ?? new TypeVariable(parameter.Generic ?? $"any {i}");
            bool isTooWide = function.IsUserDefined && IsTooWide(declared, arguments[i]);
            if (isTooWide || !Matches(declared, arguments[i], variables, isImplicit))
            {
                return null;
            }

            parameters[i] = declared;
        }

        for (int i = 0; i < arguments.Count; i++)
        {
            parameters[i] = ParameterType(parameters[i], arguments[i], variables);
        }

        if (function.IsUserDefined && parameters.Any(HoldsNull))
        {
            return null;
        }

        SqlType result = function.Result is { } type
            ? Substitute(type, variables)
            : ResultRules.Apply(function.ResultRule!, arguments, variables);
        if (function.ResultRule == ResultRules.WidestDecimal)
        {
            // The result is one of the arguments: all have its digits.
            parameters = [.. parameters.Select(_ => result)];
        }

        return new ResolvedCall(function, new EquatableArray<SqlType>(parameters), result);
    }

    // C#'s own decimal has fewer digits; what a type parameter stands for has all.
    private static bool IsTooWide(SqlType declared, SqlType argument) => (declared, argument) switch
    {
        (DecimalType, DecimalType { IsWide: true }) => true,
        (ArrayType array, ArrayType given) => IsTooWide(array.Element, given.Element),
        (MapType map, MapType given) => IsTooWide(map.Key, given.Key) || IsTooWide(map.Value, given.Value),
        _ => false,
    };

    // NULLs alone say no type.
    private static bool HoldsNull(SqlType type) => type switch
    {
        ArrayType array => HoldsNull(array.Element),
        MapType map => HoldsNull(map.Key) || HoldsNull(map.Value),
        _ => type.Kind == SqlKind.Null,
    };

    private static bool Matches(SqlType declared, SqlType argument, Dictionary<string, SqlType> variables, bool isImplicit)
    {
        if (argument.Kind == SqlKind.Null || Coercion.IsError(argument))
        {
            return true;
        }

        if (declared == DateTimeFunctions.UnitType || argument is TypeVariable)
        {
            return declared == argument;
        }

        switch (declared, argument)
        {
            case (TypeVariable variable, _):
                if (variables.TryGetValue(variable.Name, out SqlType? bound))
                {
                    return bound == argument || (isImplicit && Coercion.IsImplicit(argument, bound));
                }

                variables.Add(variable.Name, argument);
                return !variable.IsComparable || !Coercion.IsContainer(argument);
            case (ArrayType parameter, ArrayType given):
                return Matches(parameter.Element, given.Element, variables, isImplicit: false);
            case (MapType parameter, MapType given):
                return Matches(parameter.Key, given.Key, variables, isImplicit: false)
                    && Matches(parameter.Value, given.Value, variables, isImplicit: false);
            case (DecimalType { Precision: 0 }, _):
                return argument.Kind == SqlKind.Decimal || (isImplicit && argument.Kind is SqlKind.Integer or SqlKind.BigInt);
            case (StructType parameter, StructType given):
                return parameter.Fields.Count == given.Fields.Count && parameter.Fields.All(field => given.Fields.Contains(field));
            default:
                return declared == argument || (isImplicit && Coercion.IsImplicit(argument, declared));
        }
    }

    private static SqlType ParameterType(SqlType declared, SqlType argument, Dictionary<string, SqlType> variables) =>
        (declared, argument) switch
        {
            (DecimalType { Precision: 0 }, _) =>
                Coercion.IsNumeric(argument) ? Coercion.AsDecimal(argument) : new DecimalType(1, 0),
            (ArrayType array, ArrayType given) => new ArrayType(ParameterType(array.Element, given.Element, variables)),
            (MapType map, MapType given) => new MapType(
                ParameterType(map.Key, given.Key, variables), ParameterType(map.Value, given.Value, variables)),
            (ArrayType { Element: DecimalType { Precision: 0 } }, _) => new ArrayType(new DecimalType(1, 0)),
            _ => Substitute(declared, variables),
        };

    private static SqlType Substitute(SqlType type, Dictionary<string, SqlType> variables) => type switch
    {
        TypeVariable variable => variables.TryGetValue(variable.Name, out SqlType? bound) ? bound : SqlType.Null,
        ArrayType array => new ArrayType(Substitute(array.Element, variables)),
        MapType map => new MapType(Substitute(map.Key, variables), Substitute(map.Value, variables)),
        _ => type,
    };
}
