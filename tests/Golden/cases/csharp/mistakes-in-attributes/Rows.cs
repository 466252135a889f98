using QueryGen;

namespace Shop;

[Query("SELECT user_id, star FROM ratings")]
public partial class InALiteral;

[Query("SELECT '\u00e9\t' AS a, \"star\" FROM ratings")]
public partial class BehindEscapes;

[Query(@"SELECT user_id
         FROM ratings
         WHERE ""STARS"" < 'three'")]
public partial class InAVerbatimLiteral;

[Query("""
    SELECT user_id, SHOUT(stars) AS loud
    FROM ratings
    WHERE star < 3
    """)]
public partial class InARawLiteral;

[Query(Texts.Poor)]
public partial class OfAConstant;

[Query("DROP STREAM ratings")]
public partial class NoQuery;

[Query("SELECT * FROM ratings")]
public class NotPartial;

internal static class Texts
{
    public const string Poor = "SELECT star FROM ratings";
}
