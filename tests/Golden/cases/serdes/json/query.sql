-- What is read of a JSON record, and how a result is written: a column that nothing needs, names of both kinds, a key of two columns, a collection.
CREATE STREAM ratings (airline VARCHAR KEY, route INT KEY, id BIGINT, stars INT, `given at` TIMESTAMP, note VARCHAR, tags ARRAY<VARCHAR>, message VARCHAR)
  WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE STREAM o AS SELECT airline, route, id, stars / 5.0 AS share, `given at`, tags, message FROM ratings;
