-- The visits of each user, which end ten seconds behind the last view. The stream is keyed by user, so that nothing is repartitioned.
CREATE STREAM visit_views (
    user_id INT KEY,
    page VARCHAR,
    took_ms INT
  ) WITH (kafka_topic = 'visit-views', value_format = 'JSON');

CREATE TABLE visits AS
  SELECT user_id, COUNT(*) AS views, SUM(took_ms) AS took
  FROM visit_views
  WINDOW SESSION (10 SECONDS, GRACE PERIOD 5 SECONDS)
  GROUP BY user_id
  EMIT CHANGES;
