-- Ratings per route and minute. The stream is keyed by route, so that nothing is repartitioned.
CREATE STREAM count_ratings (
    route_id INT KEY,
    rating_id BIGINT,
    user_id INT,
    stars INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'count-ratings', value_format = 'JSON');

CREATE TABLE ratings_by_route AS
  SELECT route_id, COUNT(*) AS ratings
  FROM count_ratings
  WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 10 SECONDS)
  WHERE stars BETWEEN 1 AND 5
  GROUP BY route_id
  EMIT CHANGES;
