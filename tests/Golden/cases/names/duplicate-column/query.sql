CREATE STREAM s (id INT KEY, v INT, v INT) WITH (kafka_topic='s', value_format='JSON');
