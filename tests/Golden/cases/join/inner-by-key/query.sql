CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
CREATE STREAM o AS SELECT r.id, r.stars, c.name FROM ratings r JOIN customers c ON r.id = c.id;
