-- Each rating together with who gave it, as the customer is at this moment.
CREATE STREAM ratings_with_customer_data AS
  SELECT r.rating_id, r.user_id, r.stars, r.channel, r.message, c.full_name, c.email, c.club_status
  FROM ratings r
  LEFT JOIN customers c ON r.user_id = c.id
  EMIT CHANGES;

-- Those whom the airline should call back today.
CREATE STREAM unhappy_platinum_customers AS
  SELECT user_id, rating_id, full_name, email, stars, message
  FROM ratings_with_customer_data
  WHERE stars < 3 AND club_status = 'platinum'
  EMIT CHANGES;

-- How many ratings each kind of customer gives in a minute.
CREATE TABLE ratings_by_club_status AS
  SELECT club_status, COUNT(*) AS ratings
  FROM ratings_with_customer_data
  WINDOW TUMBLING (SIZE 1 MINUTE)
  GROUP BY club_status
  EMIT CHANGES;
