CREATE STREAM clicks (user_id INT KEY, page VARCHAR) WITH (kafka_topic='clicks', key_format='KAFKA', value_format='JSON');
CREATE STREAM orders (id BIGINT KEY, user_id INT, total DOUBLE) WITH (kafka_topic='orders', key_format='KAFKA', value_format='JSON');
CREATE STREAM o AS
  SELECT c.user_id, page, total, o.ROWTIME AS ordered
  FROM clicks c LEFT JOIN orders o WITHIN (1 MINUTE, 1 HOUR) GRACE PERIOD 10 MINUTES ON c.user_id = o.user_id
  WHERE page <> 'home';
