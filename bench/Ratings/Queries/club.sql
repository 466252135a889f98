-- Ratings per kind of customer and minute: a join, a repartition topic, and a count.
CREATE TABLE club_customers (
    id INT PRIMARY KEY,
    full_name VARCHAR,
    email VARCHAR,
    club_status VARCHAR
  ) WITH (kafka_topic = 'club-customers', value_format = 'JSON');

CREATE STREAM club_ratings (
    user_id INT KEY,
    rating_id BIGINT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'club-ratings', value_format = 'JSON');

CREATE STREAM ratings_with_club AS
  SELECT r.user_id, r.stars, c.club_status
  FROM club_ratings r
  JOIN club_customers c ON r.user_id = c.id
  WHERE r.stars BETWEEN 1 AND 5
  EMIT CHANGES;

CREATE TABLE ratings_by_club_status AS
  SELECT club_status, COUNT(*) AS ratings
  FROM ratings_with_club
  WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 10 SECONDS)
  GROUP BY club_status
  EMIT CHANGES;
