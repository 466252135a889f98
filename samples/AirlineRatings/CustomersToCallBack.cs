using QueryGen;

namespace AirlineRatings;

/// <summary>
/// The unhappy platinum customers once more, as a query on a class: it reads the same join as UNHAPPY_PLATINUM_CUSTOMERS in
/// Queries/satisfaction.sql, and says of each one how urgent a call is.
/// </summary>
[Query("""
    SELECT user_id, full_name, email, stars, message, URGENCY(stars, message) AS urgency
    FROM ratings_with_customer_data
    WHERE stars < 3 AND club_status = 'platinum'
    """)]
internal sealed partial class CustomersToCallBack;
