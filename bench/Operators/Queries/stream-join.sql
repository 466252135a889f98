-- Each click with the impressions of its user that lie near it. Both streams are keyed by the user, so that nothing is repartitioned.
CREATE STREAM impressions (
    user_id INT KEY,
    ad VARCHAR,
    price INT
  ) WITH (kafka_topic = 'impressions', value_format = 'JSON');

CREATE STREAM clicks (
    user_id INT KEY,
    page VARCHAR,
    position INT
  ) WITH (kafka_topic = 'clicks', value_format = 'JSON');

CREATE STREAM clicks_with_impressions AS
  SELECT c.user_id, c.page, c.position, i.ad, i.price
  FROM clicks c
  JOIN impressions i WITHIN 10 SECONDS GRACE PERIOD 1 SECOND ON c.user_id = i.user_id
  EMIT CHANGES;
