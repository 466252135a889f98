CREATE STREAM ratings (user_id INT KEY, stars INT, message VARCHAR, tags ARRAY<VARCHAR>) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');

CREATE TABLE by_user AS
  SELECT user_id, COLLECT_LIST(message) AS messages, COLLECT_SET(tags) AS tags, HISTOGRAM(message) AS histogram,
    TOPK(stars, message, 3) AS best, LATEST_BY_OFFSET(message, 2) AS latest, EARLIEST_BY_OFFSET(tags) AS first_tags
  FROM ratings
  GROUP BY user_id;
