CREATE STREAM s (id INT KEY, a ARRAY<INT>) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
CREATE STREAM o AS SELECT id, CAST(a AS ARRAY<BIGINT>) AS b FROM s;
