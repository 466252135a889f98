CREATE STREAM s (id MAP<VARCHAR, INT> KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
