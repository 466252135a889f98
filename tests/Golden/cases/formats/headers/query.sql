CREATE STREAM s (id INT KEY, v INT, h ARRAY<STRUCT<key STRING, value BYTES>> HEADERS)
  WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
CREATE STREAM o AS SELECT id, v, h AS headers FROM s;
