using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>What SET says: for the statements below it, and for the program as a whole.</summary>
internal static class ProgramSettings
{
    /// <summary>The value of a setting where a statement stands; null where no SET stands above it.</summary>
    public static string? Above(StatementUnit unit, string name)
    {
        for (int i = unit.Index - 1; i >= 0; i--)
        {
            switch (unit.Script.Statements[i].Syntax)
            {
                case SetSyntax set when set.Property.Value == name:
                    return set.Value.Value;
                case UnsetSyntax unset when unset.Property.Value == name:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The last value of each setting; none where UNSET stands last.</summary>
    public static EquatableArray<BoundSetting> Last(IEnumerable<StatementSyntax> statements)
    {
        List<BoundSetting> settings = [];
        foreach (StatementSyntax syntax in statements)
        {
            string? name = (syntax as SetSyntax)?.Property.Value ?? (syntax as UnsetSyntax)?.Property.Value;
            settings.RemoveAll(setting => setting.Name == name);
            if (syntax is SetSyntax set)
            {
                settings.Add(new BoundSetting(set.Property.Value, set.Value.Value));
            }
        }

        return settings.ToEquatableArray();
    }
}
