using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds what takes one type from several values: CASE, IN, ARRAY, MAP; and STRUCT.</summary>
internal sealed class ConstructorBinder(ExpressionBinder expressions)
{
    private readonly OperatorBinder _operators = new(expressions);

    public BoundExpression Bind(ExpressionSyntax syntax) => syntax switch
    {
        CaseSyntax cases => BindCase(cases),
        InSyntax list => BindIn(list),
        ArrayConstructorSyntax array => BindArray(array),
        MapConstructorSyntax map => BindMap(map),
        StructConstructorSyntax fields => BindStruct(fields),
        _ => throw new InvalidOperationException($"The binder has no rule for {syntax.GetType().Name}."),
    };

    private BoundExpression BindCase(CaseSyntax syntax)
    {
        List<BoundWhen> whens = [];
        List<SourceSpan> spans = [];
        foreach (WhenSyntax when in syntax.Whens)
        {
            BoundExpression condition = BindWhen(syntax.Operand, when);
            whens.Add(new BoundWhen(condition, expressions.Bind(when.Result)));
            spans.Add(when.Result.Span);
        }

        BoundExpression? otherwise = syntax.Else is null ? null : expressions.Bind(syntax.Else);
        List<BoundExpression> results = whens.Select(when => when.Result).ToList();
        if (otherwise is not null)
        {
            results.Add(otherwise);
            spans.Add(syntax.Else!.Span);
        }

        if (whens.Any(when => Coercion.IsError(when.Condition.Type)) || results.Any(result => Coercion.IsError(result.Type)))
        {
            return new BoundError();
        }

        if (results.FirstOrDefault(result => result.Type.Kind != SqlKind.Null)?.Type is not { } type)
        {
            return expressions.Fail(BindingDiagnostics.CaseWithoutType, syntax.Span);
        }

        int other = results.FindIndex(result => result.Type.Kind != SqlKind.Null && result.Type != type);
        if (other >= 0)
        {
            return expressions.Fail(BindingDiagnostics.CaseTypes, spans[other], results[other].Type.ToString(), type.ToString());
        }

        EquatableArray<BoundWhen> typed = whens.Select(when => when with { Result = Conversion.To(when.Result, type) })
            .ToEquatableArray();
        return new BoundCase(typed, otherwise is null ? null : Conversion.To(otherwise, type), type);
    }

    private BoundExpression BindWhen(ExpressionSyntax? operand, WhenSyntax when)
    {
        if (operand is null)
        {
            return expressions.BindCondition(when.Condition, "WHEN");
        }

        BoundExpression left = expressions.Bind(operand);
        BoundExpression right = expressions.Bind(when.Condition);
        return _operators.Compare(ComparisonOperator.Equal, left, operand.Span, right, when.Condition.Span, when.Condition.Span);
    }

    private BoundExpression BindIn(InSyntax syntax)
    {
        BoundExpression value = expressions.Bind(syntax.Value);
        List<BoundExpression> members = [value];
        List<SourceSpan> spans = [syntax.Value.Span];
        foreach (ExpressionSyntax item in syntax.Items)
        {
            BoundExpression member = expressions.Bind(item);
            if (member is not BoundLiteral { Value: null })
            {
                members.Add(member);
                spans.Add(item.Span);
            }
        }

        if (value.Type.Kind == SqlKind.Null)
        {
            return expressions.Fail(BindingDiagnostics.ComparisonWithNull, syntax.Value.Span);
        }

        if (FindCommon(members, spans, syntax.Span, "IN") is not { } common)
        {
            return new BoundError();
        }

        EquatableArray<BoundExpression> items = members.Skip(1).Select(member => CommonType.Convert(member, common))
            .ToEquatableArray();
        return new BoundIn(CommonType.Convert(value, common), syntax.IsNegated, items);
    }

    private BoundExpression BindArray(ArrayConstructorSyntax syntax)
    {
        List<BoundExpression> elements = syntax.Elements.Select(expressions.Bind).ToList();
        List<SourceSpan> spans = syntax.Elements.Select(element => element.Span).ToList();
        if (FindCommon(elements, spans, syntax.Span, "ARRAY[…]") is not { } common)
        {
            return new BoundError();
        }

        IEnumerable<BoundExpression> converted = elements.Select(element => CommonType.Convert(element, common));
        return new BoundArray(converted.ToEquatableArray(), new ArrayType(common));
    }

    private BoundExpression BindMap(MapConstructorSyntax syntax)
    {
        List<BoundExpression> keys = [];
        List<BoundExpression> values = [];
        foreach (MapEntrySyntax entry in syntax.Entries)
        {
            keys.Add(expressions.Bind(entry.Key));
            values.Add(expressions.Bind(entry.Value));
        }

        List<SourceSpan> keySpans = syntax.Entries.Select(entry => entry.Key.Span).ToList();
        List<SourceSpan> valueSpans = syntax.Entries.Select(entry => entry.Value.Span).ToList();
        if (FindCommon(keys, keySpans, syntax.Span, "MAP(…)") is not { } key
            || FindCommon(values, valueSpans, syntax.Span, "MAP(…)") is not { } value)
        {
            return new BoundError();
        }

        IEnumerable<BoundMapEntry> entries = keys.Select((each, i) =>
            new BoundMapEntry(CommonType.Convert(each, key), CommonType.Convert(values[i], value)));
        return new BoundMap(entries.ToEquatableArray(), new MapType(key, value));
    }

    private BoundExpression BindStruct(StructConstructorSyntax syntax)
    {
        List<BoundStructEntry> entries = [];
        bool isBroken = false;
        foreach (StructEntrySyntax field in syntax.Fields)
        {
            BoundExpression value = expressions.Bind(field.Value);
            if (value.Type.Kind == SqlKind.Null)
            {
                value = expressions.Fail(BindingDiagnostics.ColumnWithoutType, field.Value.Span);
            }

            if (entries.Any(entry => entry.Name == field.Name.Text))
            {
                value = expressions.Fail(BindingDiagnostics.DuplicateField, field.Name.Span, field.Name.Text);
            }

            isBroken |= Coercion.IsError(value.Type);
            entries.Add(new BoundStructEntry(field.Name.Text, value));
        }

        StructType type = new(entries.Select(entry => new StructField(entry.Name, entry.Value.Type)).ToEquatableArray());
        return isBroken ? new BoundError() : new BoundStruct(entries.ToEquatableArray(), type);
    }

    private SqlType? FindCommon(List<BoundExpression> members, List<SourceSpan> spans, SourceSpan whole, string what)
    {
        SqlType? common = CommonType.Of(members, out CommonType.Conflict? conflict);
        if (conflict is { IsLiteral: true } && members[conflict.Member] is BoundLiteral literal)
        {
            expressions.Fail(
                BindingDiagnostics.LiteralNotOfType, spans[conflict.Member], $"'{literal.Value}'", conflict.Type.ToString());
        }
        else if (conflict is not null)
        {
            expressions.Fail(
                BindingDiagnostics.NoCommonType, spans[conflict.Member], conflict.Type.ToString(),
                members[conflict.Member].Type.ToString());
        }
        else if (common is null)
        {
            expressions.Fail(BindingDiagnostics.ConstructorWithoutType, whole, what);
        }

        return common is not null && Coercion.IsError(common) ? null : common;
    }
}
