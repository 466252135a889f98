using QueryGen;

namespace Shop.Complaints;

/// <summary>Fewer than three stars.</summary>
[Query("""
    SELECT *
    FROM ratings
    WHERE stars < 3
    """)]
public partial class PoorRatings;

/// <summary>How many of them.</summary>
[Query("SELECT user_id, COUNT(*) AS ratings FROM poor_ratings GROUP BY user_id")]
internal partial class PoorRatingsByUser;
