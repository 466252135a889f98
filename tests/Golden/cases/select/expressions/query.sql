CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR, price DOUBLE, ok BOOLEAN, tags ARRAY<VARCHAR>, loc STRUCT<x INT>)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE STREAM o AS SELECT id, stars * 2 AS twice, UCASE(message) AS loud, CASE WHEN stars < 3 THEN 'bad' ELSE 'good' END AS kind FROM ratings;
