using QueryGen.Binding;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <content>CASE, structs and constructors.</content>
internal sealed partial class ExpressionEmitter
{
    private EmittedValue EmitCase(BoundCase choice, bool mayFail)
    {
        bool isPlain = true;
        List<CaseBranch> branches = [];
        foreach (BoundWhen when in choice.Whens)
        {
            int before = _statements.Count;
            string condition = Certain(when.Condition);
            string conditionBody = TakeFrom(before);
            string result = Typed(when.Result, choice.Type, mayFail);
            CaseBranch branch = new(conditionBody, condition, TakeFrom(before), result);
            isPlain &= branch.ConditionBody.Length + branch.ResultBody.Length == 0;
            branches.Add(branch);
        }

        int beforeElse = _statements.Count;
        string otherwise = choice.Else is null ? $"default({ClrTypes.Hot(choice.Type)})" : Typed(choice.Else, choice.Type, mayFail);
        string elseBody = TakeFrom(beforeElse);
        if (isPlain && elseBody.Length == 0)
        {
            string text = string.Concat(branches.Select(branch => $"{Parenthesise(branch.Condition)} ? {Parenthesise(branch.Result)} : "));
            return new EmittedValue($"({text}{Parenthesise(otherwise)})", IsNullable: true);
        }

        string name = NewName();
        string nested = Assign(elseBody, name, otherwise);
        foreach (CaseBranch branch in Enumerable.Reverse(branches))
        {
            string taken = Indent(Assign(branch.ResultBody, name, branch.Result));
            nested = $"{Separate(branch.ConditionBody)}if ({branch.Condition})\n{{\n{taken}\n}}\nelse\n{{\n{Indent(nested)}\n}}";
        }

        _statements.Add($"{ClrTypes.Hot(choice.Type)} {name};\n{nested}\n");
        return new EmittedValue(name, IsNullable: true);
    }

    private string Typed(BoundExpression expression, SqlType type, bool mayFail)
    {
        if (expression is BoundLiteral { Value: null })
        {
            return $"default({ClrTypes.Hot(type)})";
        }

        EmittedValue value = Emit(expression, mayFail);
        return !value.IsNullable && !ClrTypes.HasIsNull(type) ? $"({ClrTypes.Hot(type)}){Parenthesise(value.Text)}" : value.Text;
    }

    private static string Assign(string body, string name, string value) => $"{Separate(body)}{name} = {value};";

    private static string Separate(string body) => body.Length == 0 ? "" : body + "\n";

    private EmittedValue EmitField(BoundField field)
    {
        string operand = Parenthesise(Contained(field.Operand));
        string member = StructMembers.NameOf((StructType)field.Operand.Type, field.Field);
        if (!ClrTypes.HasIsNull(field.Type))
        {
            return new EmittedValue($"{operand}?.{member}", IsNullable: true);
        }

        // Behind ?. the rest of the chain would be lifted as well.
        string whole = operand.Contains("?.") ? $"({operand})" : operand;
        return new EmittedValue($"{whole}.GetValueOrDefault().{member}", IsNullable: true);
    }

    private EmittedValue EmitConstructor(BoundExpression expression)
    {
        string name = scope.Methods.NameFor("Make");
        string type = ClrTypes.Hot(expression.Type);
        IEnumerable<string> statements = expression switch
        {
            BoundArray array => array.Elements.Select((element, index) => $"made.Set({index}, {Contained(element)});")
                .Prepend($"{type} made = {type}.Create(arena, {array.Elements.Count});"),
            BoundMap map => map.Entries.Select(entry => $"made.Put(arena, {Contained(entry.Key)}, {Contained(entry.Value)});")
                .Prepend($"{type} made = {type}.Create(arena, {map.Entries.Count});"),
            BoundStruct structure => structure.Fields
                .Select(field => $"made.{StructMembers.NameOf((StructType)structure.Type, field.Name)} = {Contained(field.Value)};")
                .Prepend($"{ClrTypes.NonNull(structure.Type)} made = default;"),
            _ => throw new InvalidOperationException($"The emitter has no rule for {expression.GetType().Name}."),
        };
        scope.Methods.Add(Code.Of($$"""
            private static {{type}} {{name}}({{scope.Parameters}})
            {
                {{Code.Lines(statements)}}
                return made;
            }
            """));
        return new EmittedValue($"{name}({scope.Arguments})", IsNullable: false);
    }

    /// <summary>A WHEN with its THEN, and what must run before each of the two.</summary>
    private sealed record CaseBranch(string ConditionBody, string Condition, string ResultBody, string Result);
}
