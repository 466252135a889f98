-- One query of each kind that keeps something: what the simulation and the kill test run.
CREATE STREAM orders (shop VARCHAR KEY, id BIGINT, customer INT, amount INT)
  WITH (kafka_topic = 'orders', value_format = 'JSON', on_error = 'dlq');

CREATE TABLE customers (id INT PRIMARY KEY, version BIGINT)
  WITH (kafka_topic = 'customers', value_format = 'JSON');

-- A filter.
CREATE STREAM large_orders AS
  SELECT * FROM orders WHERE amount >= 50
  EMIT CHANGES;

-- Another key: a repartition.
CREATE STREAM orders_by_customer AS
  SELECT customer, id, amount FROM orders
  PARTITION BY customer
  EMIT CHANGES;

-- A stream joined with a table, behind the repartition.
CREATE STREAM orders_with_customer AS
  SELECT o.customer AS customer, o.id, o.amount, c.version
  FROM orders_by_customer o
  LEFT JOIN customers c ON o.customer = c.id
  EMIT CHANGES;

-- A windowed aggregate, with rows that come too late.
CREATE TABLE amounts AS
  SELECT customer, COUNT(*) AS orders, SUM(amount) AS total, MAX(id) AS last_id
  FROM orders_by_customer
  WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 5 SECONDS)
  GROUP BY customer
  EMIT CHANGES;

-- An aggregate without a window, by another key: one more repartition.
CREATE TABLE totals AS
  SELECT amount, COUNT(*) AS orders, SUM(id) AS ids
  FROM orders_by_customer
  GROUP BY amount
  EMIT CHANGES;
