using QueryGen;

namespace Shop;

[Stream("ratings", Partitions = 4)]
public partial record Rating(long RatingId, int UserId, int Stars, string? Message);

[Table("customers", Topic = "crm.customers", KeyFormat = Format.Json)]
internal sealed class Customer
{
    [Column(IsKey = true)]
    public int Id { get; init; }

    [Column("club")]
    public string ClubStatus { get; init; } = "";
}
