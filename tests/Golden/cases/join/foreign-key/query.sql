CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id INT, total DOUBLE) WITH (kafka_topic='orders', key_format='KAFKA', value_format='JSON');
CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='customers', key_format='KAFKA', value_format='JSON');
CREATE TABLE o AS SELECT o.id, total, name FROM orders o LEFT JOIN customers c ON o.customer_id = c.id WHERE total > 10;
