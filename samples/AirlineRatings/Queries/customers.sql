-- Who the passengers are: the rows of a database table, followed as they change.
CREATE TABLE customers (
    id INT PRIMARY KEY,
    full_name VARCHAR,
    email VARCHAR,
    club_status VARCHAR
  ) WITH (kafka_topic = 'customers', value_format = 'JSON', partitions = 4);

CREATE SOURCE CONNECTOR customers_source WITH (
    'connector.class' = 'database',
    'source' = 'CUSTOMERS',
    'connection.string' = 'Data Source=${env:AIRLINE_DATABASE}',
    'table' = 'customers',
    'mode' = 'timestamp+incrementing',
    'timestamp.column.name' = 'updated_at',
    'incrementing.column.name' = 'id',
    'poll.interval.ms' = '250'
  );
