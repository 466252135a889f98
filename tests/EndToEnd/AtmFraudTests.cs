using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>The queries of samples/AtmFraud.</summary>
public sealed class AtmFraudTests
{
    private const string Rome = "\"place\":\"Rome\",\"latitude\":41.90,\"longitude\":12.50";
    private const string Oslo = "\"place\":\"Oslo\",\"latitude\":59.91,\"longitude\":10.75";

    private static Sql Sample()
    {
        string[] scripts = ["withdrawals.sql", "customers.sql", "frauds.sql"];
        string folder = Path.Combine(Root(), "samples", "AtmFraud", "Queries");
        return Sql.Run(string.Join('\n', scripts.Select(script => File.ReadAllText(Path.Combine(folder, script)))));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "QueryGen.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder;
    }

    private static string Withdrawal(string id, string place) => $$"""{"transaction_id":"{{id}}","amount":50,{{place}}}""";

    private static string Fraud(string account, string name, string phone, int first, int seconds, long at) =>
        $"{account} | {{\"NAME\":{name},\"PHONE\":{phone},\"FIRST_TRANSACTION\":\"{first}\",\"FIRST_PLACE\":\"Rome\","
        + $"\"SECOND_TRANSACTION\":\"{first + 1}\",\"SECOND_PLACE\":\"Oslo\",\"AMOUNT\":100,\"KILOMETRES\":2006,"
        + $"\"SECONDS_BETWEEN\":{seconds}}} | {at}";

    [Fact]
    public void Two_withdrawals_far_apart_within_ten_minutes_are_a_possible_fraud() => Sample()
        .In("customers", "a", """{"name":"Ada","phone":"1"}""", at: 0)
        .In("withdrawals", "a", Withdrawal("1", Rome), at: 1_000)
        .In("withdrawals", "b", Withdrawal("2", Oslo), at: 2_000)
        .In("withdrawals", "a", Withdrawal("3", Rome), at: 3_000)
        .In("withdrawals", "a", Withdrawal("4", Oslo), at: 602_000)
        .Gives("POSSIBLE_FRAUDS", Fraud("a", "\"Ada\"", "\"1\"", first: 3, seconds: 599, at: 602_000));

    [Fact]
    public void A_customer_that_is_not_known_is_no_reason_to_be_silent() => Sample()
        .In("withdrawals", "b", Withdrawal("1", Rome), at: 1_000)
        .In("withdrawals", "b", Withdrawal("2", Oslo), at: 2_000)
        .Gives("POSSIBLE_FRAUDS", Fraud("b", "null", "null", first: 1, seconds: 1, at: 2_000));
}
