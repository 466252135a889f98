-- Two of five ratings pass, and are written anew.
CREATE STREAM log_ratings (
    rating_id BIGINT,
    user_id INT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'log-ratings', value_format = 'JSON');

CREATE STREAM poor_log_ratings AS
  SELECT *
  FROM log_ratings
  WHERE stars < 3
  EMIT CHANGES;
