using System.Reflection;
using Microsoft.CodeAnalysis;
using QueryGen.Binding;
using QueryGen.Emit;
using QueryGen.Functions;
using QueryGen.Inputs;
using QueryGen.Planning;
using QueryGen.Syntax;
using Xunit;

namespace QueryGen.Generator.Tests.Pipeline;

/// <summary>What the pipeline caches is plain data: a Roslyn object in it would keep a compilation alive for each keystroke.</summary>
public sealed class ModelShapeTests
{
    private static readonly Assembly Compiler = typeof(QueryGenerator).Assembly;

    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Values that compare and hold nothing.
    private static readonly string[] Allowed = ["DiagnosticDescriptor", "TextSpan", "LinePositionSpan", "LinePosition"];

    private static readonly HashSet<Type> Found = Reachable(
        [
        typeof(ParseResult), typeof(CompiledProgram), typeof(CompilerInput), typeof(ProgramPlan), typeof(BoundProgram),
        typeof(EmittedFile),
        typeof(Declaration<QueryClass>), typeof(Declaration<RowType>), typeof(Declaration<UserFunction>)]);

    public static TheoryData<Type> Models => [.. Found];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_holds_no_roslyn_object_and_no_bare_array(Type model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string[] offenders = [.. Fields(model).Where(field => IsForbidden(field.FieldType)).Select(field =>
            $"{field.Name}: {field.FieldType}")];

        Assert.True(offenders.Length == 0, string.Join('\n', offenders));
    }

    [Fact]
    public void What_csharp_declares_is_among_the_models() => Assert.All(
        new[] { typeof(Named<RowType>), typeof(RowMember), typeof(QueryClass), typeof(UserFunction), typeof(HostedQuery) },
        model => Assert.Contains(model, Found));

    private static bool IsForbidden(Type type) => type.IsArray
        || (type.Assembly == typeof(Location).Assembly && !Allowed.Contains(type.Name))
        || (type.Assembly == typeof(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree).Assembly);

    private static IEnumerable<FieldInfo> Fields(Type model)
    {
        for (Type? type = model; type is not null && type.Assembly == Compiler; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Declared))
            {
                yield return field;
            }
        }
    }

    private static HashSet<Type> Reachable(Type[] roots)
    {
        HashSet<Type> found = [];
        Queue<Type> open = new(roots);
        while (open.TryDequeue(out Type? type))
        {
            bool isContainer = type.IsGenericType && type.Name.StartsWith("EquatableArray", StringComparison.Ordinal);
            foreach (Type argument in type.GenericTypeArguments)
            {
                open.Enqueue(argument);
            }

            if (isContainer || type.Assembly != Compiler || type.IsEnum || !found.Add(type))
            {
                continue;
            }

            foreach (Type next in Fields(type).Select(field => field.FieldType).Concat(Compiler.GetTypes()
                .Where(other => other.BaseType == type)))
            {
                open.Enqueue(next);
            }
        }

        return found;
    }
}
