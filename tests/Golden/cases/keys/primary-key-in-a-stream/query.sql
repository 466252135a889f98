CREATE STREAM s (id INT PRIMARY KEY, v INT) WITH (kafka_topic='s', value_format='JSON');
