CREATE STREAM ratings (stars INT) WITH (kafka_topic='ratings', value_format='JSON', on_error='skp');
CREATE STREAM users (name STRING) WITH (kafka_topic='users', value_format='JSON', on_error='inline');
