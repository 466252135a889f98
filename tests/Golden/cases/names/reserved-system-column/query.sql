CREATE STREAM s (id INT KEY, rowtime BIGINT) WITH (kafka_topic='s', value_format='JSON');
