CREATE TABLE customers (id INT PRIMARY KEY, club VARCHAR, points INT) WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');

CREATE TABLE clubs AS
  SELECT club, COUNT(*) AS members, AVG(points) AS average
  FROM customers
  WHERE points >= 0
  GROUP BY club
  HAVING COUNT(*) > 1;
