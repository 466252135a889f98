using System.Text.Json.Serialization;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>A rating as System.Text.Json reads it.</summary>
internal sealed class RatingModel
{
    [JsonPropertyName("rating_id")]
    public long RatingId { get; set; }

    [JsonPropertyName("user_id")]
    public int UserId { get; set; }

    [JsonPropertyName("stars")]
    public int Stars { get; set; }

    [JsonPropertyName("route_id")]
    public int RouteId { get; set; }

    [JsonPropertyName("rating_time")]
    public long RatingTime { get; set; }

    [JsonPropertyName("channel")]
    public string? Channel { get; set; }

    [JsonPropertyName("message")]
    public string? Message { get; set; }
}

/// <summary>A row of the table.</summary>
internal sealed class CustomerModel
{
    [JsonPropertyName("full_name")]
    public string? FullName { get; set; }

    [JsonPropertyName("email")]
    public string? Email { get; set; }

    [JsonPropertyName("club_status")]
    public string? ClubStatus { get; set; }
}

[JsonSerializable(typeof(RatingModel))]
[JsonSerializable(typeof(CustomerModel))]
internal sealed partial class Models : JsonSerializerContext;
