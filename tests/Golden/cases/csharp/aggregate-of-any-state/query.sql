CREATE STREAM ratings (user_id INT, message VARCHAR, stars INT) WITH (kafka_topic = 'ratings', value_format = 'JSON');
CREATE TABLE lasts AS
  SELECT user_id, LAST_OF(message, stars) AS messages, LONGEST(message) AS longest
  FROM ratings
  GROUP BY user_id;
