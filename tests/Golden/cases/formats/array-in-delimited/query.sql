CREATE STREAM s (id INT KEY, v ARRAY<INT>) WITH (kafka_topic='s', value_format='DELIMITED');
