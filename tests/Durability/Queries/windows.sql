-- One query of each further kind that keeps something, over the same orders: sessions, a join of streams, a join by foreign key.
CREATE TABLE visits AS
  SELECT customer, COUNT(*) AS orders, SUM(amount) AS total, MAX(id) AS last_id
  FROM orders_by_customer
  WINDOW SESSION (20 MILLISECONDS, GRACE PERIOD 200 MILLISECONDS)
  GROUP BY customer
  EMIT CHANGES;

CREATE STREAM refunds AS
  SELECT customer, id FROM orders_by_customer WHERE amount = 0
  EMIT CHANGES;

CREATE STREAM orders_with_refund AS
  SELECT o.customer AS customer, o.id AS id, r.id AS refund
  FROM orders_by_customer o
  JOIN refunds r WITHIN 20 MILLISECONDS GRACE PERIOD 100 MILLISECONDS ON o.customer = r.customer
  EMIT CHANGES;

CREATE TABLE last_orders AS
  SELECT customer, LATEST_BY_OFFSET(id) AS id, LATEST_BY_OFFSET(amount) AS amount
  FROM orders_by_customer
  GROUP BY customer
  EMIT CHANGES;

-- Amounts are customers' numbers, too: each tenth one is named, by many.
CREATE TABLE last_orders_with_version AS
  SELECT l.customer AS customer, l.id AS id, l.amount AS amount, c.version AS version
  FROM last_orders l
  JOIN customers c ON l.amount = c.id
  EMIT CHANGES;
