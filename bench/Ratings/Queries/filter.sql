-- Two of five ratings pass, and are written anew.
CREATE STREAM filter_ratings (
    rating_id BIGINT,
    user_id INT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'filter-ratings', value_format = 'JSON');

CREATE STREAM poor_ratings AS
  SELECT *
  FROM filter_ratings
  WHERE stars < 3
  EMIT CHANGES;
