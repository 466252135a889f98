-- Whose account it is.
CREATE TABLE customers (
    account_id VARCHAR PRIMARY KEY,
    name VARCHAR,
    phone VARCHAR
  ) WITH (kafka_topic = 'customers', value_format = 'JSON', partitions = 4);
