using System;
using QueryGen;

namespace Shop;

[Stream("ratings")]
public partial record Rating(long RatingId, Guid Trace, [Column("no name")] string Message, decimal Price);

[Table("customers")]
public partial record Customer(int Id, string Name);

[Stream("orders", KeyFormat = Format.Kafka)]
public partial record Order([Column(IsKey = true)] bool IsPaid, [Column(IsTimestamp = true)] int At);

[Stream("items")]
public abstract class Item
{
    public int Id { get; set; }
}

[Stream("empty")]
public class Empty
{
    [Column(IsKey = true)]
    public int Id => 1;
}
