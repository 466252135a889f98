-- What each user looked at in the last minute, anew every fifteen seconds. The stream is keyed by user, so that nothing is repartitioned.
CREATE STREAM page_views (
    user_id INT KEY,
    page VARCHAR,
    took_ms INT
  ) WITH (kafka_topic = 'page-views', value_format = 'JSON');

CREATE TABLE views_per_minute AS
  SELECT user_id, COUNT(*) AS views, SUM(took_ms) AS took
  FROM page_views
  WINDOW HOPPING (SIZE 1 MINUTE, ADVANCE BY 15 SECONDS, GRACE PERIOD 10 SECONDS)
  GROUP BY user_id
  EMIT CHANGES;
