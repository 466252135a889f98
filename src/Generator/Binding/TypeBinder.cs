using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds types as written: SQL's own names, and the custom ones that the statement can see.</summary>
internal sealed class TypeBinder(BindingReport report, Func<string, SqlType?> findCustom, Func<IEnumerable<string>> customNames)
{
    private static readonly Dictionary<string, SqlType> ByName = new(StringComparer.Ordinal)
    {
        ["BOOLEAN"] = SqlType.Boolean,
        ["INT"] = SqlType.Integer,
        ["INTEGER"] = SqlType.Integer,
        ["BIGINT"] = SqlType.BigInt,
        ["DOUBLE"] = SqlType.Double,
        ["STRING"] = SqlType.String,
        ["VARCHAR"] = SqlType.String,
        ["BYTES"] = SqlType.Bytes,
        ["DATE"] = SqlType.Date,
        ["TIME"] = SqlType.Time,
        ["TIMESTAMP"] = SqlType.Timestamp,
    };

    public static bool IsBuiltIn(string name) => ByName.ContainsKey(name);

    public SqlType Bind(TypeSyntax syntax)
    {
        switch (syntax)
        {
            case NamedTypeSyntax named:
                return BindName(named);
            case DecimalTypeSyntax { Precision: < 1 } or DecimalTypeSyntax { Scale: < 0 }:
            case DecimalTypeSyntax sized when sized.Scale > sized.Precision:
                DecimalTypeSyntax wrong = (DecimalTypeSyntax)syntax;
                report.Report(BindingDiagnostics.DecimalSize, wrong.Span, $"{wrong.Precision}", $"{wrong.Scale}");
                return SqlType.Error;
            case DecimalTypeSyntax sized:
                return new DecimalType(sized.Precision, sized.Scale);
            case ArrayTypeSyntax array:
                return Bind(array.Element) is var element && Coercion.IsError(element) ? element : new ArrayType(element);
            case MapTypeSyntax map:
                SqlType key = Bind(map.Key);
                SqlType value = Bind(map.Value);
                return Coercion.IsError(key) || Coercion.IsError(value) ? SqlType.Error : new MapType(key, value);
            case StructTypeSyntax fields:
                return BindStruct(fields);
            default:
                throw new InvalidOperationException($"The binder has no rule for {syntax.GetType().Name}.");
        }
    }

    private SqlType BindName(NamedTypeSyntax syntax)
    {
        string name = syntax.Name.Text;
        if (ByName.TryGetValue(name, out SqlType? type) || (type = findCustom(name)) is not null)
        {
            return type;
        }

        report.Report(
            BindingDiagnostics.UnknownType, syntax.Name.Span, name, Suggestion.For(
                name, ByName.Keys.Append("DECIMAL").Concat(customNames())));
        return SqlType.Error;
    }

    private SqlType BindStruct(StructTypeSyntax syntax)
    {
        List<StructField> fields = [];
        bool isBroken = false;
        foreach (FieldTypeSyntax field in syntax.Fields)
        {
            if (fields.Any(other => other.Name == field.Name.Text))
            {
                report.Report(BindingDiagnostics.DuplicateField, field.Name.Span, field.Name.Text);
                isBroken = true;
            }

            SqlType type = Bind(field.Type);
            isBroken |= Coercion.IsError(type);
            fields.Add(new StructField(field.Name.Text, type));
        }

        return isBroken ? SqlType.Error : new StructType(fields.ToEquatableArray());
    }
}
