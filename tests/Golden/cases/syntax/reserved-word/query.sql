CREATE STREAM o (limit INT) WITH (kafka_topic='o', value_format='JSON');
