-- Reads all columns and gives nothing: what it costs to decode a record.
CREATE STREAM decode_ratings (
    rating_id BIGINT,
    user_id INT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'decode-ratings', value_format = 'JSON');

CREATE STREAM impossible_ratings AS
  SELECT *
  FROM decode_ratings
  WHERE rating_id < 0 OR user_id < 0 OR stars < 0 OR route_id < 0 OR rating_time < 0 OR channel = '?' OR message = '?'
  EMIT CHANGES;
