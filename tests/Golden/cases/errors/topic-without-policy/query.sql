CREATE STREAM ratings (stars INT) WITH (kafka_topic='ratings', value_format='JSON', dlq_topic='lost');
CREATE STREAM users (name STRING) WITH (kafka_topic='users', value_format='JSON', on_error='dlq', dlq_topic='users');
