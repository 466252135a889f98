using Microsoft.Data.Sqlite;

namespace AirlineRatings;

/// <summary>The airline's customers in a SQLite file: twenty of them, made when the file is not there.</summary>
internal sealed class CustomerDatabase(string path)
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS customers (
            id INTEGER PRIMARY KEY,
            full_name TEXT NOT NULL,
            email TEXT NOT NULL,
            club_status TEXT NOT NULL,
            updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
        );
        -- Whoever changes a row, the time of the change is kept: the connector looks for it.
        CREATE TRIGGER IF NOT EXISTS customers_changed AFTER UPDATE OF full_name, email, club_status ON customers
        BEGIN
            UPDATE customers SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
        END;
        """;

    private static readonly (string Name, string Status)[] Customers =
    [
        ("Ada Lindqvist", "platinum"), ("Bruno Marques", "gold"), ("Chiara Conti", "silver"), ("Dmitri Orlov", "bronze"),
        ("Emeka Obi", "platinum"), ("Freya Nielsen", "gold"), ("Goran Kovač", "bronze"), ("Hana Sato", "silver"),
        ("Idris Diallo", "bronze"), ("Julia Weber", "platinum"), ("Kofi Mensah", "silver"), ("Leila Haddad", "gold"),
        ("Mateo Rojas", "bronze"), ("Nora Byrne", "platinum"), ("Oskar Nowak", "silver"), ("Priya Raman", "gold"),
        ("Quentin Roux", "bronze"), ("Rosa Delgado", "silver"), ("Sanna Virtanen", "bronze"), ("Tariq Aziz", "gold"),
    ];

    /// <summary>Makes table and customers where they are missing.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using SqliteConnection connection = Open();
        Execute(connection, Schema);
        using SqliteTransaction transaction = connection.BeginTransaction();
        for (int i = 0; i < Customers.Length; i++)
        {
            (string name, string status) = Customers[i];
            Execute(
                connection,
                "INSERT OR IGNORE INTO customers (id, full_name, email, club_status) VALUES ($id, $name, $email, $status)",
                ("$id", i + 1),
                ("$name", name),
                ("$email", $"{name.Split(' ')[0].ToLowerInvariant()}@example.com"),
                ("$status", status));
        }

        transaction.Commit();
    }

    /// <summary>Changes a customer's club status; false where there is no such customer.</summary>
    public bool SetClubStatus(int customer, string status)
    {
        using SqliteConnection connection = Open();
        return Execute(
            connection, "UPDATE customers SET club_status = $status WHERE id = $id", ("$id", customer), ("$status", status)) > 0;
    }

    private static int Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand above; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new($"Data Source={path}");
        connection.Open();
        return connection;
    }
}
