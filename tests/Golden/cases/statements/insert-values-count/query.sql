CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
INSERT INTO customers (id, name) VALUES (1);
