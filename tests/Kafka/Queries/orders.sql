-- What the tests run on a real broker: a filter, an aggregation with a store, one behind a repartition topic, and a join.
CREATE STREAM orders (customer VARCHAR KEY, id BIGINT, amount INT, source BYTES HEADER('source'))
  WITH (kafka_topic='orders', value_format='JSON', key_format='KAFKA');

CREATE STREAM large_orders AS SELECT customer, id, amount FROM orders WHERE amount >= 50;

CREATE TABLE totals AS SELECT customer, COUNT(*) AS orders, SUM(amount) AS total FROM orders GROUP BY customer;

CREATE TABLE amounts AS SELECT amount, COUNT(*) AS orders FROM orders GROUP BY amount;

CREATE TABLE customers (customer VARCHAR PRIMARY KEY, city VARCHAR)
  WITH (kafka_topic='customers', value_format='JSON', key_format='KAFKA');

CREATE STREAM orders_with_city AS
  SELECT o.customer AS customer, o.id, c.city FROM orders o JOIN customers c ON o.customer = c.customer;
