-- Each rating with the customer who gave it. The stream is keyed as the table is, so that nothing is repartitioned.
CREATE TABLE join_customers (
    id INT PRIMARY KEY,
    full_name VARCHAR,
    email VARCHAR,
    club_status VARCHAR
  ) WITH (kafka_topic = 'join-customers', value_format = 'JSON');

CREATE STREAM join_ratings (
    user_id INT KEY,
    rating_id BIGINT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'join-ratings', value_format = 'JSON');

CREATE STREAM ratings_with_customer_data AS
  SELECT r.user_id, r.rating_id, r.stars, r.channel, r.message, c.full_name, c.email, c.club_status
  FROM join_ratings r
  LEFT JOIN join_customers c ON r.user_id = c.id
  EMIT CHANGES;
