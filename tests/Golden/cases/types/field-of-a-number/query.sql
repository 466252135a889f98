CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE STREAM o AS SELECT id, stars->x AS c FROM ratings;
