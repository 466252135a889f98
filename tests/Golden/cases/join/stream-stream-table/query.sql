CREATE STREAM clicks (user_id INT KEY, page VARCHAR) WITH (kafka_topic='clicks', key_format='KAFKA', value_format='JSON');
CREATE STREAM calls (user_id INT KEY, agent VARCHAR) WITH (kafka_topic='calls', key_format='KAFKA', value_format='JSON');
CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='customers', key_format='KAFKA', value_format='JSON');
CREATE TABLE o AS
  SELECT c.user_id, COUNT(*) AS n, MAX(name) AS name
  FROM clicks c JOIN calls a WITHIN 1 HOUR ON c.user_id = a.user_id LEFT JOIN customers u ON c.user_id = u.id
  GROUP BY c.user_id;
