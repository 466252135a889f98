using System.Text.Encodings.Web;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>A row of the customers' table, as it is read once when it comes in.</summary>
internal sealed record CustomerRow(string? FullName, string? Email, string? ClubStatus)
{
    /// <summary>Reads a value.</summary>
    public static CustomerRow Read(in RecordRef record)
    {
        string? fullName = null, email = null, clubStatus = null;
        Utf8JsonReader json = new(record.Value);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string column = json.GetString()!.ToUpperInvariant();
            json.Read();
            switch (column)
            {
                case "FULL_NAME":
                    fullName = json.GetString();
                    break;
                case "EMAIL":
                    email = json.GetString();
                    break;
                case "CLUB_STATUS":
                    clubStatus = json.GetString();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new CustomerRow(fullName, email, clubStatus);
    }

    /// <summary>A column as it stands in a result.</summary>
    public static string Json(string? text) =>
        text is null ? "null" : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
