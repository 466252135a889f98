CREATE STREAM ratings (id INT KEY, stars INT)
  WITH (kafka_topic='ratings', value_format='JSON', partitions=3, on_error='dlq');
CREATE TABLE users (id INT PRIMARY KEY, name STRING)
  WITH (kafka_topic='users', value_format='JSON', partitions=3, on_error='dlq', dlq_topic='lost-users');
CREATE STREAM o AS SELECT r.id, r.stars, u.name FROM ratings r JOIN users u ON r.id = u.id;
