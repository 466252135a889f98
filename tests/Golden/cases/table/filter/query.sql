CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id, name FROM customers WHERE name <> 'x';
