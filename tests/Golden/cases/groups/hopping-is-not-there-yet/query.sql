CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM ratings WINDOW HOPPING (SIZE 2 MINUTES, ADVANCE BY 1 MINUTE) GROUP BY id;
