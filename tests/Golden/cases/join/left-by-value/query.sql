CREATE STREAM ratings (user_id INT, stars INT, message VARCHAR) WITH (kafka_topic='ratings', value_format='JSON');
CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
CREATE STREAM o WITH (key_format='JSON') AS SELECT r.user_id, r.stars, c.name FROM ratings r LEFT JOIN customers c ON r.user_id = c.id;
