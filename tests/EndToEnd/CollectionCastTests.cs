using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>CAST of collections and structs: member by member, and to text.</summary>
public sealed class CollectionCastTests
{
    [Theory]
    [InlineData("CAST(a AS ARRAY<BIGINT>)", "[3,null,-1]")]
    [InlineData("CAST(a AS ARRAY<STRING>)", "[\"3\",null,\"-1\"]")]
    [InlineData("CAST(a AS ARRAY<DECIMAL(4,1)>)", "[3.0,null,-1.0]")]
    [InlineData("CAST(ARRAY[a, a] AS ARRAY<ARRAY<DOUBLE>>)", "[[3.0,null,-1.0],[3.0,null,-1.0]]")]
    [InlineData("CAST(CAST(NULL AS ARRAY<INT>) AS ARRAY<BIGINT>)", "null")]
    [InlineData("CAST(ARRAY['1', 'x'] AS ARRAY<INT>)", "null")]
    [InlineData("CAST(ARRAY['1', CAST(NULL AS STRING)] AS ARRAY<INT>)", "[1,null]")]
    [InlineData("CAST(m AS MAP<STRING, STRING>)", "{\"z\":null,\"k\":\"1\"}")]
    [InlineData("CAST(s AS STRUCT<y INT, n BIGINT, x DOUBLE>)", "{\"Y\":7,\"N\":null,\"X\":1.0}")]
    [InlineData("CAST(s AS STRUCT<z INT>)", "{\"Z\":null}")]
    [InlineData("CAST(ARRAY[s] AS ARRAY<STRUCT<x STRING>>)", "[{\"X\":\"1\"}]")]
    [InlineData("CAST(a AS STRING)", "\"[3, null, -1]\"")]
    [InlineData("CAST(m AS STRING)", "\"{z=null, k=1}\"")]
    [InlineData("CAST(s AS STRING)", "\"Struct{X=1,Y=7}\"")]
    [InlineData("CAST(STRUCT(a := CAST(NULL AS INT), b := a, c := s) AS STRING)", "\"Struct{B=[3, null, -1],C=Struct{X=1,Y=7}}\"")]
    [InlineData("CAST(CAST(NULL AS ARRAY<INT>) AS STRING)", "null")]
    public void Values(string expression, string expected) => Sql.Run($$"""
        CREATE STREAM t (id INT KEY, a ARRAY<INT>, m MAP<STRING, INT>, s STRUCT<x INT, y STRING>)
          WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id, {{expression}} AS c FROM t;
        """)
        .In("t", "1", """{"a":[3,null,-1],"m":{"z":null,"k":1},"s":{"x":1,"y":"7"}}""")
        .Gives("O", $$"""1 | {"C":{{expected}}} | 0""");
}
