CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE STREAM a AS SELECT id, star FROM ratings;
CREATE STREAM b AS SELECT id, stars FROM ratings WHERE message > 1;
