CREATE STREAM s (id INT KEY, a INT, b INT) WITH (kafka_topic='s', value_format='KAFKA');
