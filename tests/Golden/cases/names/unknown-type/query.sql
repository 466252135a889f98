CREATE STREAM s (id INTT KEY, v INT) WITH (kafka_topic='s', value_format='JSON');
