CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id FROM ratings GROUP BY id;
