using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Workers;
using Xunit;

namespace QueryGen.Conformance.Tests;

/// <summary>Whole cases, from their statements to their outcomes.</summary>
public sealed class CaseBatchTests
{
    private const string Source = "CREATE STREAM S (K INT KEY, V INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');";

    [Fact]
    public void Each_case_has_its_own_outcome()
    {
        Outcome[] outcomes = Run("""
            {"tests": [
              {"name": "right", "statements": ["SOURCE", "CREATE STREAM O AS SELECT K, V + 1 AS W FROM S;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}, "timestamp": 5}],
                "outputs": [{"topic": "O", "key": 1, "value": {"W": 3}, "timestamp": 5}]},
              {"name": "value", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}}],
                "outputs": [{"topic": "O", "key": 1, "value": {"V": 3}}]},
              {"name": "key", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}}],
                "outputs": [{"topic": "O", "key": 2, "value": {"V": 2}}]},
              {"name": "timestamp", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}, "timestamp": 5}],
                "outputs": [{"topic": "O", "key": 1, "value": {"V": 2}, "timestamp": 6}]},
              {"name": "topic that is not named", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}}],
                "outputs": []},
              {"name": "missing", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S WHERE V > 2;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}}],
                "outputs": [{"topic": "O", "key": 1, "value": {"V": 2}}]},
              {"name": "headers", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}, "headers": [{"KEY": "h", "VALUE": "YQ=="}]}],
                "outputs": [{"topic": "O", "key": 1, "value": {"V": 2}}]},
              {"name": "disabled", "enabled": false, "statements": ["nonsense"]}
            ]}
            """);

        Assert.Equal(
            ["", "wrong value", "wrong key", "wrong timestamp", "", "records are missing", "wrong headers", "disabled in the suite itself"],
            outcomes.Select(outcome => outcome.Reason));
    }

    [Fact]
    public void An_expected_error_must_be_of_its_kind_and_in_the_last_statement()
    {
        Outcome[] outcomes = Run("""
            {"tests": [
              {"name": "right", "statements": ["SOURCE", "CREATE STREAM O AS SELECT K, X FROM S;"],
                "expectedException": {"type": "KsqlException", "message": "SELECT column 'X' cannot be resolved."}},
              {"name": "other kind", "statements": ["SOURCE", "CREATE STREAM O AS SELECT K, X FROM S;"],
                "expectedException": {"type": "KsqlException", "message": "Cannot compare K (INTEGER) to V (STRING)"}},
              {"name": "accepted", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "expectedException": {"type": "KsqlException", "message": "m"}},
              {"name": "too early", "statements": ["CREATE STREAM S (K X KEY) WITH (kafka_topic='s', format='JSON');", "DROP STREAM T;"],
                "expectedException": {"type": "KsqlException", "message": "m"}},
              {"name": "refused", "statements": ["SOURCE", "CREATE STREAM O AS SELECT K, X FROM S;"], "outputs": []}
            ]}
            """);

        Assert.Equal(
            [
                "", "refused for another reason than ksqlDB's", "accepted where ksqlDB refuses", "refused, QG2005 Unknown type",
                "refused, QG2001 Unknown column",
            ],
            outcomes.Select(outcome => outcome.Reason));
        Assert.Equal(Verdict.ErrorRight, outcomes[0].Verdict);
    }

    [Fact]
    public void A_query_reads_what_an_earlier_one_wrote_but_nothing_besides_the_inputs_of_a_topic_that_has_some()
    {
        Outcome[] outcomes = Run("""
            {"tests": [
              {"name": "chain", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;", "CREATE STREAM P AS SELECT * FROM O;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}}],
                "outputs": [{"topic": "P", "key": 1, "value": {"V": 2}}]},
              {"name": "own inputs",
                "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;", "CREATE STREAM P AS SELECT * FROM O;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}}, {"topic": "O", "key": 3, "value": {"V": 4}}],
                "outputs": [{"topic": "P", "key": 3, "value": {"V": 4}},
                  {"topic": "O", "key": 3, "value": {"V": 4}}, {"topic": "O", "key": 1, "value": {"V": 2}}]}
            ]}
            """);

        Assert.All(outcomes, outcome => Assert.Equal(Outcome.Passed, outcome));
    }

    [Fact]
    public void Conditions_on_the_catalog_are_checked()
    {
        Outcome[] outcomes = Run("""
            {"tests": [
              {"name": "right", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "post": {"sources": [{"name": "O", "type": "stream", "schema": "K INT KEY, V INT", "keyFormat": {"format": "JSON"}}]}},
              {"name": "schema", "statements": ["SOURCE", "CREATE STREAM O AS SELECT * FROM S;"],
                "post": {"sources": [{"name": "O", "type": "stream", "schema": "K INT KEY, V BIGINT"}]}},
              {"name": "name", "statements": ["SOURCE"], "post": {"sources": [{"name": "O", "type": "stream"}]}},
              {"name": "repartition", "statements": ["SOURCE", "CREATE TABLE O AS SELECT V, COUNT(*) FROM S GROUP BY V;"],
                "post": {"topics": {"blacklist": ".*-repartition"}}}
            ]}
            """);

        Assert.Equal(
            ["", "wrong schema or format of a source", "wrong schema or format of a source", "needless repartition"],
            outcomes.Select(outcome => outcome.Reason));
    }

    [Fact]
    public void Windows_of_keys_are_told_apart()
    {
        Outcome[] outcomes = Run("""
            {"tests": [
              {"name": "right", "statements": ["SOURCE",
                "CREATE TABLE O AS SELECT K, COUNT(*) AS N FROM S WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY K;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}, "timestamp": 15}],
                "outputs": [{"topic": "O", "key": 1, "value": {"N": 1}, "window": {"start": 10, "end": 20, "type": "time"}}]},
              {"name": "wrong", "statements": ["SOURCE",
                "CREATE TABLE O AS SELECT K, COUNT(*) AS N FROM S WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY K;"],
                "inputs": [{"topic": "s", "key": 1, "value": {"V": 2}, "timestamp": 15}],
                "outputs": [{"topic": "O", "key": 1, "value": {"N": 1}}]}
            ]}
            """);

        Assert.Equal(["", "wrong window"], outcomes.Select(outcome => outcome.Reason));
    }

    private static Outcome[] Run(string json)
    {
        IReadOnlyList<TestCase> cases = CaseFile.Read("f", json.Replace("SOURCE", Source, StringComparison.Ordinal));
        Outcome[] outcomes = new Outcome[cases.Count];
        new CaseBatch(_ => { }, (index, outcome) => outcomes[index] = outcome).Run(cases, [.. Enumerable.Range(0, cases.Count)]);
        return outcomes;
    }
}
