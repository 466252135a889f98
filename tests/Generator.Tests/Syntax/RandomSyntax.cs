using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Generator.Tests.Syntax;

/// <summary>Random expression trees of every kind of node that the parser makes.</summary>
internal sealed class RandomSyntax(int seed)
{
    private static readonly SourceSpan None = new(0, 0);

    private static readonly string[] Names = ["A", "ID", "DATE", "ARRAY", "DAY", "MAP", "IF", "X1", "_", "A@B"];

    private readonly Random _random = new(seed);

    public ExpressionSyntax Expression(int depth)
    {
        if (depth == 0)
        {
            return Leaf();
        }

        ExpressionSyntax Part() => Expression(_random.Next(depth));
        bool flag = _random.Next(2) == 0;
        return _random.Next(19) switch
        {
            0 => new LogicalSyntax(flag ? LogicalOperator.And : LogicalOperator.Or, Part(), Part(), None),
            1 => new LogicalSyntax(flag ? LogicalOperator.And : LogicalOperator.Or, Part(), Part(), None),
            2 => new NotSyntax(Part(), None),
            3 => new ComparisonSyntax((ComparisonOperator)_random.Next(6), Part(), Part(), None),
            4 => new BetweenSyntax(Part(), flag, Part(), Part(), None),
            5 => new InSyntax(Part(), flag, [Part(), Part()], None),
            6 => new LikeSyntax(Part(), flag, Part(), _random.Next(2) == 0 ? null : new StringLiteralSyntax("'", None), None),
            7 => new IsNullSyntax(Part(), flag, None),
            8 => new IsDistinctFromSyntax(Part(), flag, Part(), None),
            9 => new ConcatenationSyntax(Part(), Part(), None),
            10 or 11 => new ArithmeticSyntax((ArithmeticOperator)_random.Next(5), Part(), Part(), None),
            12 => new SignSyntax(flag, Part(), None),
            13 => new SubscriptSyntax(Part(), Part(), None),
            14 => new DereferenceSyntax(Part(), Name(), None),
            15 => new CaseSyntax(flag ? null : Part(), [new WhenSyntax(Part(), Part(), None)], _random.Next(2) == 0 ? null : Part(), None),
            16 => new CastSyntax(Part(), new ArrayTypeSyntax(new DecimalTypeSyntax(4, 2, None), None), None),
            17 => new FunctionCallSyntax(
                new IdentifierSyntax("F", IsQuoted: false, None), IsStar: false, [Part(), Part(), Lambda(depth)], None),
            _ => new AtTimeZoneSyntax(Part(), new StringLiteralSyntax("UTC", None), None),
        };
    }

    private LambdaSyntax Lambda(int depth) =>
        new([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Name())], Expression(_random.Next(depth)), None);

    private ExpressionSyntax Leaf() => _random.Next(8) switch
    {
        0 => new NullLiteralSyntax(None),
        1 => new BooleanLiteralSyntax(_random.Next(2) == 0, None),
        2 => new IntegerLiteralSyntax(_random.Next(3) == 0 ? long.MinValue : _random.Next(), None),
        3 => new DecimalLiteralSyntax(_random.Next(2) == 0 ? "1." : "-0.5", None),
        4 => new DoubleLiteralSyntax(_random.Next(2) == 0 ? 2500 : 1e-300, None),
        5 => new StringLiteralSyntax("it's -- \n/*", None),
        6 => new ColumnSyntax(Name(), Name(), None),
        _ => Column(),
    };

    private ColumnSyntax Column() => new(null, Name(), None);

    private IdentifierSyntax Name() => _random.Next(3) == 0
        ? new IdentifierSyntax("a`b ", IsQuoted: true, None)
        : new IdentifierSyntax(Names[_random.Next(Names.Length)], IsQuoted: false, None);
}
