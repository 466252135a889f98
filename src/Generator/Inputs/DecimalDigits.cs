using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>The digits that a C# decimal has in SQL, from the attribute that says them.</summary>
internal static class DecimalDigits
{
    private const int Most = 28;

    /// <summary>The type with its digits; reports and gives null where they are missing, impossible, or said of another type.</summary>
    /// <param name="attribute">What says them; null where there is none.</param>
    /// <param name="example">How the attribute is written: <c>[Column(Precision = 10, Scale = 2)]</c>.</param>
    /// <param name="most">How many digits there may be; those of a C# decimal where nothing else is said.</param>
    public static SqlType? Apply(
        SqlType type, AttributeArguments? attribute, string subject, SqlLocation place, string example, Mistakes mistakes, int most = Most)
    {
        int? precision = attribute?.Find<int>("Precision");
        int? scale = attribute?.Find<int>("Scale");
        (string? wrong, string? property) = type != SignatureBuilder.AnyDecimal
            ? Other(precision, scale)
            : Digits(precision, scale, example, most);
        if (wrong is not null)
        {
            mistakes.Report(
                RowTypeDiagnostics.DecimalDigits, property is null ? place : attribute!.PlaceOf(property), subject, wrong);
            return null;
        }

        return type == SignatureBuilder.AnyDecimal ? new DecimalType(precision!.Value, scale ?? 0) : type;
    }

    private static (string? Wrong, string? Property) Other(int? precision, int? scale) =>
        precision is not null ? ("is no decimal: remove Precision", "Precision")
        : scale is not null ? ("is no decimal: remove Scale", "Scale")
        : (null, null);

    private static (string? Wrong, string? Property) Digits(int? precision, int? scale, string example, int most) =>
        precision is null ? ($"is a decimal: say how many digits it has, for instance {example}", null)
        : precision < 1 || precision > most ? ($"has {precision} digits: 1 to {most} are possible", "Precision")
        : scale < 0 || scale > precision ? ($"has {scale} of {precision} digits behind the point: 0 to {precision} are possible", "Scale")
        : (null, null);
}
