using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds the expressions of one clause: names to columns, operators and calls to types.</summary>
internal sealed class ExpressionBinder
{
    private readonly Scope _scope;
    private readonly TypeBinder _types;
    private readonly OperatorBinder _operators;
    private readonly ConstructorBinder _constructors;
    private readonly CallBinder _calls;
    private readonly List<BoundLambdaParameter> _parameters = [];
    private bool _isPlain;

    /// <param name="clause">The clause's name, for messages: WHERE, SELECT …</param>
    /// <param name="grouping">In SELECT and HAVING of an aggregating query; null elsewhere.</param>
    public ExpressionBinder(
        Scope scope, BindingReport report, TypeBinder types, FunctionCatalog functions, string clause, Grouping? grouping = null)
    {
        _scope = scope;
        _types = types;
        Report = report;
        Clause = clause;
        Grouping = grouping;
        _operators = new OperatorBinder(this);
        _constructors = new ConstructorBinder(this);
        _calls = new CallBinder(this, functions);
    }

    public BindingReport Report { get; }

    public string Clause { get; }

    public Grouping? Grouping { get; }

    /// <summary>Takes the table functions that are called; null where none can be.</summary>
    public List<BoundTableFunction>? Tables { get; init; }

    /// <summary>Inside an aggregate's argument, where columns stand for a row's.</summary>
    public bool IsInAggregate { get; private set; }

    public BoundExpression Bind(ExpressionSyntax syntax)
    {
        if (Grouping is not null && !_isPlain && FindKey(syntax) is { } key)
        {
            return key;
        }

        return syntax switch
        {
            NullLiteralSyntax => new BoundLiteral(SqlType.Null, null),
            BooleanLiteralSyntax literal => new BoundLiteral(SqlType.Boolean, literal.Value),
            IntegerLiteralSyntax literal => Conversion.Integer(literal.Value),
            DecimalLiteralSyntax literal => Conversion.Decimal(literal.Text),
            DoubleLiteralSyntax literal => new BoundLiteral(SqlType.Double, literal.Value),
            StringLiteralSyntax literal => new BoundLiteral(SqlType.String, literal.Value),
            ColumnSyntax column => BindColumn(column),
            DereferenceSyntax dereference => BindDereference(dereference),
            SubscriptSyntax subscript => BindSubscript(subscript),
            AtTimeZoneSyntax zone => Fail(BindingDiagnostics.AtTimeZone, zone.Span),
            CastSyntax cast => BindCast(cast),
            FunctionCallSyntax call => _calls.Bind(call),
            LambdaSyntax lambda => Fail(LambdaDiagnostics.Call, lambda.Span, "The function", "no lambda; TRANSFORM, FILTER and REDUCE do"),
            TimeUnitSyntax unit => BindUnit(unit),
            CaseSyntax choice => BindCase(choice),
            ArrayConstructorSyntax or MapConstructorSyntax or StructConstructorSyntax or InSyntax =>
                _constructors.Bind(syntax),
            _ => _operators.Bind(syntax),
        };
    }

    /// <summary>Binds without the rules of grouping: the argument of an aggregate.</summary>
    public BoundExpression BindPlain(ExpressionSyntax syntax)
    {
        (bool wasPlain, bool wasInAggregate) = (_isPlain, IsInAggregate);
        (_isPlain, IsInAggregate) = (true, true);
        BoundExpression bound = Bind(syntax);
        (_isPlain, IsInAggregate) = (wasPlain, wasInAggregate);
        return bound;
    }

    /// <summary>Binds a lambda's body, where its parameters stand for values.</summary>
    public BoundExpression BindWith(IReadOnlyList<BoundLambdaParameter> parameters, ExpressionSyntax body)
    {
        int outer = _parameters.Count;
        _parameters.AddRange(parameters);
        BoundExpression bound = Bind(body);
        _parameters.RemoveRange(outer, parameters.Count);
        return bound;
    }

    /// <summary>The parameter of a lambda around the expression.</summary>
    public BoundLambdaParameter? FindParameter(string name) => _parameters.Find(parameter => parameter.Name == name);

    /// <summary>Inside a lambda, which runs for each element of a row's collection.</summary>
    public bool IsInLambda => _parameters.Count > 0;

    public bool IsColumn(string name) => _scope.Find(null, name).Count > 0;

    /// <summary>A condition: WHERE, HAVING, WHEN, an operand of AND. BOOLEAN, or an error.</summary>
    public BoundExpression BindCondition(ExpressionSyntax syntax, string what)
    {
        BoundExpression bound = Bind(syntax);
        return bound.Type.Kind == SqlKind.Boolean || Coercion.IsError(bound.Type)
            ? bound
            : Fail(BindingDiagnostics.NotBoolean, syntax.Span, what, Describe(bound));
    }

    public BoundError Fail(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments)
    {
        Report.Report(descriptor, span, arguments);
        return new BoundError();
    }

    /// <summary>An expression's type for a message.</summary>
    public static string Describe(BoundExpression bound) => bound.Type.ToString();

    private BoundKeyPart? FindKey(ExpressionSyntax syntax)
    {
        if (syntax is NullLiteralSyntax or TimeUnitSyntax)
        {
            return null;
        }

        _isPlain = true;
        BoundExpression? plain = Report.Try(() => Bind(syntax));
        _isPlain = false;
        return plain is null ? null : Grouping!.FindKey(plain);
    }

    // A bare DAY where no unit is taken may be a column of that name.
    private BoundExpression BindUnit(TimeUnitSyntax syntax)
    {
        return _scope.Find(null, syntax.Word).Count > 0
            ? BindColumn(new ColumnSyntax(null, new IdentifierSyntax(syntax.Word, IsQuoted: false, syntax.Span), syntax.Span))
            : Fail(BindingDiagnostics.TimeUnitNotHere, syntax.Span, syntax.Word);
    }

    private BoundExpression BindColumn(ColumnSyntax syntax)
    {
        string? alias = syntax.Qualifier?.Text;
        string name = syntax.Name.Text;
        if (alias is null && FindParameter(name) is { } parameter)
        {
            return parameter;
        }

        if (IsWindowBound(alias, name) && BindWindowBound(syntax) is { } bound)
        {
            return bound;
        }

        if (alias is not null && !_scope.HasAlias(alias))
        {
            return _scope.IsOpen
                ? new BoundError()
                : Fail(
                    BindingDiagnostics.UnknownAlias,
                    syntax.Qualifier!.Span,
                    alias,
                    Suggestion.Among(alias, "there are", _scope.Sources.Select(source => source.Alias).ToList()));
        }

        List<ScopeColumn> found = _scope.Find(alias, name);
        switch (found.Count)
        {
            case 0 when _scope.IsOpen:
                return new BoundError();
            case 0 when _scope.HasWindow && !_scope.IsJoin && name is "WINDOWSTART" or "WINDOWEND":
                return Fail(BindingDiagnostics.WindowBoundNotHere, syntax.Span, name);
            case 0:
                return Fail(
                    BindingDiagnostics.UnknownColumn,
                    syntax.Name.Span,
                    name,
                    Suggestion.Among(name, "there are", _scope.Names(alias)));
            case 1:
                return Grouping is null or { IsOpen: true } || _isPlain
                    ? found[0].ToExpression()
                    : Fail(BindingDiagnostics.NotGrouped, syntax.Span, name);
            default:
                return Fail(
                    BindingDiagnostics.AmbiguousColumn,
                    syntax.Span,
                    name,
                    _scope.AliasOf(found[0].Source),
                    _scope.AliasOf(found[1].Source));
        }
    }

    // In a join they would have to be a source's.
    private bool IsWindowBound(string? alias, string name) =>
        Grouping is not null && !_scope.IsJoin && name is "WINDOWSTART" or "WINDOWEND"
            && (alias is null || _scope.HasAlias(alias));

    // WINDOWSTART and WINDOWEND of the aggregation: in SELECT, outside the aggregates' arguments.
    private BoundExpression? BindWindowBound(ColumnSyntax syntax)
    {
        if (!Grouping!.IsWindowed)
        {
            return null;
        }

        return IsInAggregate || _isPlain || Clause != "SELECT"
            ? Fail(BindingDiagnostics.WindowBoundNotHere, syntax.Span, syntax.Name.Text)
            : new BoundWindowBound(syntax.Name.Text == "WINDOWEND");
    }

    private BoundExpression BindDereference(DereferenceSyntax syntax)
    {
        BoundExpression operand = Bind(syntax.Operand);
        if (Coercion.IsError(operand.Type))
        {
            return new BoundError();
        }

        if (operand.Type is not StructType type)
        {
            return Fail(BindingDiagnostics.FieldOfNonStruct, syntax.Operand.Span, Describe(operand));
        }

        string name = syntax.Field.Text;
        return type.Fields.FirstOrDefault(field => field.Name == name) is { } found
            ? new BoundField(operand, name, found.Type)
            : Fail(
                BindingDiagnostics.UnknownField,
                syntax.Field.Span,
                SyntaxPrinter.Print(syntax.Operand),
                name,
                Suggestion.Among(name, "there are", type.Fields.Select(field => field.Name).ToList()));
    }

    private BoundExpression BindSubscript(SubscriptSyntax syntax)
    {
        BoundExpression operand = Bind(syntax.Operand);
        BoundExpression index = Bind(syntax.Index);
        if (Coercion.IsError(operand.Type) || Coercion.IsError(index.Type))
        {
            return new BoundError();
        }

        switch (operand.Type)
        {
            case ArrayType array when index.Type.Kind is SqlKind.Integer or SqlKind.BigInt:
                return new BoundSubscript(operand, index, array.Element);
            case ArrayType:
                return Fail(
                    BindingDiagnostics.SubscriptTypes, syntax.Index.Span,
                    $"An array is indexed by INTEGER or BIGINT, this is {Describe(index)}");
            case MapType map when Coercion.IsImplicit(index.Type, map.Key) && index.Type.Kind != SqlKind.Null:
                return new BoundSubscript(operand, Conversion.To(index, map.Key), map.Value);
            case MapType map:
                return Fail(
                    BindingDiagnostics.SubscriptTypes, syntax.Index.Span,
                    $"This map has keys of {map.Key}, this is {Describe(index)}");
            default:
                return Fail(
                    BindingDiagnostics.SubscriptTypes, syntax.Operand.Span,
                    $"Only an ARRAY or a MAP takes a subscript, this is {Describe(operand)}");
        }
    }

    // Which branch is taken is known for each row only: a table function would make rows before that.
    private BoundExpression BindCase(CaseSyntax syntax)
    {
        int before = Tables?.Count ?? 0;
        BoundExpression bound = _constructors.Bind(syntax);
        return Tables is null || Tables.Count == before
            ? bound
            : Fail(BindingDiagnostics.TableFunctionNotHere, syntax.Span, "A table function", "it cannot stand in CASE");
    }

    private BoundExpression BindCast(CastSyntax syntax)
    {
        BoundExpression operand = Bind(syntax.Operand);
        SqlType type = _types.Bind(syntax.Type);
        if (Coercion.IsError(operand.Type) || Coercion.IsError(type))
        {
            return new BoundError();
        }

        if (!Coercion.CanCast(operand.Type, type))
        {
            return Fail(BindingDiagnostics.CastNotSupported, syntax.Span, Describe(operand), type.ToString());
        }

        return operand.Type == type ? operand
            : operand is BoundLiteral { Value: null } ? new BoundLiteral(type, null)
            : new BoundCast(operand, type);
    }
}
