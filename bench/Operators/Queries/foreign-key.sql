-- Each order with its customer: both are tables, and a customer's change reaches all orders that name it.
CREATE TABLE fk_orders (
    order_id INT PRIMARY KEY,
    customer_id INT,
    amount INT,
    note VARCHAR
  ) WITH (kafka_topic = 'fk-orders', value_format = 'JSON');

CREATE TABLE fk_customers (
    id INT PRIMARY KEY,
    full_name VARCHAR,
    club_status VARCHAR
  ) WITH (kafka_topic = 'fk-customers', value_format = 'JSON');

CREATE TABLE orders_with_customers AS
  SELECT o.order_id, o.amount, o.note, c.full_name, c.club_status
  FROM fk_orders o
  JOIN fk_customers c ON o.customer_id = c.id
  EMIT CHANGES;
