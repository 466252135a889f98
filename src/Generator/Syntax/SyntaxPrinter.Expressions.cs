using System.Globalization;

namespace QueryGen.Syntax;

/// <content>Expressions, types and names.</content>
internal static partial class SyntaxPrinter
{
    // How tightly an expression binds: an operand that binds looser than its place needs parentheses.
    private enum Level
    {
        Or,
        And,
        Not,
        Predicate,
        Value,
        Sum,
        Product,
        Sign,
        Postfix,
    }

    public static string Print(ExpressionSyntax expression) => Print(expression, Level.Or);

    public static string Print(TypeSyntax type) => type switch
    {
        NamedTypeSyntax { Name.IsQuoted: false } named => named.Name.Text,
        NamedTypeSyntax named => Name(named.Name),
        DecimalTypeSyntax(int precision, int scale, _) => $"DECIMAL({Number(precision)}, {Number(scale)})",
        ArrayTypeSyntax array => $"ARRAY<{Print(array.Element)}>",
        MapTypeSyntax map => $"MAP<{Print(map.Key)}, {Print(map.Value)}>",
        StructTypeSyntax fields => $"STRUCT<{List(fields.Fields, field => $"{Name(field.Name)} {Print(field.Type)}")}>",
        _ => throw new InvalidOperationException($"The printer has no rule for {type.GetType().Name}."),
    };

    public static string Name(IdentifierSyntax name) => IsBare(name) ? name.Text.ToLowerInvariant() : SqlIdentifier.InQuotes(name.Text);

    // What the lexer took for a name without quotes; a variable may hold other names.
    private static bool IsBare(IdentifierSyntax name) => !name.IsQuoted && !Keywords.IsReserved(name.Text)
        && name.Text.Any(c => c is (>= 'A' and <= 'Z') or '_') && name.Text.All(Lexer.IsNamePart);

    private static string Text(string value) => $"'{value.Replace("'", "''")}'";

    private static string Print(ExpressionSyntax expression, Level place)
    {
        (string text, Level level) = expression switch
        {
            LogicalSyntax { Operator: LogicalOperator.Or } or => (Infix(or.Left, "OR", or.Right, Level.Or), Level.Or),
            LogicalSyntax and => (Infix(and.Left, "AND", and.Right, Level.And), Level.And),
            NotSyntax not => ($"NOT {Print(not.Operand, Level.Not)}", Level.Not),
            ComparisonSyntax or BetweenSyntax or InSyntax or LikeSyntax or IsNullSyntax or IsDistinctFromSyntax =>
                (Predicate(expression), Level.Predicate),
            ConcatenationSyntax sum => (Infix(sum.Left, "||", sum.Right, Level.Value), Level.Value),
            ArithmeticSyntax { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract } sum =>
                (Infix(sum.Left, SignOf(sum.Operator), sum.Right, Level.Sum), Level.Sum),
            ArithmeticSyntax product => (Infix(product.Left, SignOf(product.Operator), product.Right, Level.Product), Level.Product),
            SignSyntax sign => (Signed(sign), Level.Sign),
            IntegerLiteralSyntax { Value: < 0 } negative => (Number(negative.Value), Level.Sign),
            SubscriptSyntax subscript => ($"{Operand(subscript.Operand)}[{Print(subscript.Index, Level.Value)}]", Level.Postfix),
            DereferenceSyntax dereference => ($"{Operand(dereference.Operand)}->{Name(dereference.Field)}", Level.Postfix),
            AtTimeZoneSyntax zone => ($"{Operand(zone.Operand)} AT TIME ZONE {Print(zone.Zone)}", Level.Postfix),
            _ => (Primary(expression), Level.Postfix),
        };
        return level < place ? $"({text})" : text;
    }

    // Operators take their left operand as it is, and parentheses around a right one of their own kind.
    private static string Infix(ExpressionSyntax left, string sign, ExpressionSyntax right, Level level) =>
        $"{Print(left, level)} {sign} {Print(right, level + 1)}";

    // No operand of a predicate is a predicate.
    private static string Predicate(ExpressionSyntax expression)
    {
        static string Value(ExpressionSyntax operand) => Print(operand, Level.Value);
        static string Not(bool isNegated) => isNegated ? "NOT " : "";
        return expression switch
        {
            ComparisonSyntax comparison => $"{Value(comparison.Left)} {SignOf(comparison.Operator)} {Value(comparison.Right)}",
            BetweenSyntax between =>
                $"{Value(between.Value)} {Not(between.IsNegated)}BETWEEN {Value(between.Lower)} AND {Value(between.Upper)}",
            InSyntax list => $"{Value(list.Value)} {Not(list.IsNegated)}IN ({List(list.Items, Print)})",
            LikeSyntax like => $"{Value(like.Value)} {Not(like.IsNegated)}LIKE {Value(like.Pattern)}"
                + (like.Escape is { } escape ? $" ESCAPE {Print(escape)}" : ""),
            IsNullSyntax isNull => $"{Value(isNull.Value)} IS {Not(isNull.IsNegated)}NULL",
            IsDistinctFromSyntax distinct =>
                $"{Value(distinct.Left)} IS {Not(distinct.IsNegated)}DISTINCT FROM {Value(distinct.Right)}",
            _ => throw new InvalidOperationException($"The printer has no rule for {expression.GetType().Name}."),
        };
    }

    private static string Primary(ExpressionSyntax expression) => expression switch
    {
        NullLiteralSyntax => "NULL",
        BooleanLiteralSyntax literal => literal.Value ? "TRUE" : "FALSE",
        IntegerLiteralSyntax literal => Number(literal.Value),
        DecimalLiteralSyntax literal => Decimal(literal.Text),
        DoubleLiteralSyntax literal => Double(literal.Value),
        StringLiteralSyntax literal => Text(literal.Value),
        ColumnSyntax { Qualifier: { } qualifier } column => $"{Name(qualifier)}.{Name(column.Name)}",
        ColumnSyntax column => Name(column.Name),
        CaseSyntax choice => Case(choice),
        CastSyntax cast => $"CAST({Print(cast.Operand)} AS {Print(cast.Type)})",
        ArrayConstructorSyntax array => $"ARRAY[{List(array.Elements, Print)}]",
        MapConstructorSyntax map => $"MAP({List(map.Entries, entry => $"{Print(entry.Key)} := {Print(entry.Value)}")})",
        StructConstructorSyntax fields => $"STRUCT({List(fields.Fields, field => $"{Name(field.Name)} := {Print(field.Value)}")})",
        FunctionCallSyntax call => Call(call),
        LambdaSyntax { Parameters: [var parameter] } lambda => $"{Name(parameter)} => {Print(lambda.Body)}",
        LambdaSyntax lambda => $"({List(lambda.Parameters, Name)}) => {Print(lambda.Body)}",
        TimeUnitSyntax unit => unit.Word,
        _ => throw new InvalidOperationException($"The printer has no rule for {expression.GetType().Name}."),
    };

    private static string Call(FunctionCallSyntax call)
    {
        // A column named like a unit of time would be taken for the unit where a call takes one.
        string Argument(ExpressionSyntax argument, int index)
        {
            bool isLikeUnit = index == 0 && call.Arguments.Count > 1 && argument is ColumnSyntax { Qualifier: null } column
                && CallParser.TryParseUnit(column.Name.Text) is not null && IsBare(column.Name);
            return isLikeUnit ? $"({Print(argument)})" : Print(argument);
        }

        string name = call.Name.IsQuoted ? SqlIdentifier.InQuotes(call.Name.Text) : call.Name.Text;
        return call.IsStar ? $"{name}(*)" : $"{name}({string.Join(", ", call.Arguments.Select(Argument))})";
    }

    private static string Case(CaseSyntax choice)
    {
        string operand = choice.Operand is null ? "" : Print(choice.Operand, Level.Value) + " ";
        string whens = string.Join(" ", choice.Whens.Select(when => $"WHEN {Print(when.Condition)} THEN {Print(when.Result)}"));
        return $"CASE {operand}{whens}{(choice.Else is null ? "" : $" ELSE {Print(choice.Else)}")} END";
    }

    // ARRAY, MAP and STRUCT without quotes are names only where no bracket follows.
    private static string Operand(ExpressionSyntax operand) =>
        operand is ColumnSyntax { Qualifier: null, Name: { IsQuoted: false, Text: "ARRAY" } }
            ? $"({Print(operand)})"
            : Print(operand, Level.Postfix);

    // Two signs without a blank between them would begin a comment.
    private static string Signed(SignSyntax sign)
    {
        string operand = Print(sign.Operand, Level.Sign);
        return (sign.IsNegative ? "-" : "+") + (operand[0] is '-' or '+' ? " " : "") + operand;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Decimal(string digits)
    {
        bool isPlain = digits.IndexOf('.') >= 0 && digits[0] is '.' or (>= '0' and <= '9');
        return isPlain ? digits : $"DECIMAL {Text(digits)}";
    }

    // The exponent makes it a DOUBLE.
    private static string Double(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOf('E') >= 0 ? text : text + "E0";
    }

    private static string SignOf(ArithmeticOperator sign) => sign switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        _ => "%",
    };

    private static string SignOf(ComparisonOperator sign) => sign switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };
}
