using QueryGen;

namespace Shop
{
    [Stream("ratings")]
    public partial record Rating(int Stars);

    [Stream("RATINGS")]
    public partial record OtherRating(int Stars);

    [Query("SELECT * FROM ratings")]
    public partial class Poor;
}

namespace Shop.Other
{
    [Query("SELECT * FROM ratings")]
    public partial class Poor;
}
