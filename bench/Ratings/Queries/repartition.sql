-- The same ratings under another key: what a repartition step costs.
CREATE STREAM repartition_ratings (
    rating_id BIGINT,
    user_id INT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'repartition-ratings', value_format = 'JSON');

CREATE STREAM ratings_by_user AS
  SELECT *
  FROM repartition_ratings
  PARTITION BY user_id
  EMIT CHANGES;
