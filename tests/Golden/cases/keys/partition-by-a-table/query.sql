CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT * FROM customers PARTITION BY name;
