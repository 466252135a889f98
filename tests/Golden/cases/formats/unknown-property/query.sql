CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', value_formt='JSON');
