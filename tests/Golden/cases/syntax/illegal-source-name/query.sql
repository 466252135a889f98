CREATE STREAM `my stream` (v INT) WITH (kafka_topic='s', value_format='JSON');
