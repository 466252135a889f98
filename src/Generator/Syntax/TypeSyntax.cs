using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>A type as written: no custom type is resolved.</summary>
internal abstract record TypeSyntax(SourceSpan Span);

/// <summary><c>BIGINT</c>, <c>VARCHAR(10)</c> (lengths are read and have no meaning), or the name of a custom type.</summary>
internal sealed record NamedTypeSyntax(IdentifierSyntax Name, SourceSpan Span) : TypeSyntax(Span);

/// <summary><c>DECIMAL(precision, scale)</c></summary>
internal sealed record DecimalTypeSyntax(int Precision, int Scale, SourceSpan Span) : TypeSyntax(Span);

/// <summary><c>ARRAY&lt;element&gt;</c></summary>
internal sealed record ArrayTypeSyntax(TypeSyntax Element, SourceSpan Span) : TypeSyntax(Span);

/// <summary><c>MAP&lt;key, value&gt;</c></summary>
internal sealed record MapTypeSyntax(TypeSyntax Key, TypeSyntax Value, SourceSpan Span) : TypeSyntax(Span);

/// <summary><c>STRUCT&lt;name type, …&gt;</c></summary>
internal sealed record StructTypeSyntax(EquatableArray<FieldTypeSyntax> Fields, SourceSpan Span) : TypeSyntax(Span);

/// <summary>One <c>name type</c> of a struct.</summary>
internal sealed record FieldTypeSyntax(IdentifierSyntax Name, TypeSyntax Type, SourceSpan Span);
