CREATE STREAM s (id INT KEY, a INT) WITH (kafka_topic='s', value_format='AVRO');
