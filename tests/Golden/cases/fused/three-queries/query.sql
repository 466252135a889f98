CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE STREAM a AS SELECT id, stars FROM ratings WHERE stars > 1;
CREATE STREAM b AS SELECT id, stars FROM a WHERE stars > 2;
CREATE TABLE c AS SELECT id, SUM(stars) AS total FROM b GROUP BY id;
