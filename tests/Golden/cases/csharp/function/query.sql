CREATE STREAM sales (message VARCHAR, stars INT, price DECIMAL(6, 2), day DATE) WITH (kafka_topic = 'sales', value_format = 'JSON');
CREATE STREAM loud AS
  SELECT SHOUT(message, stars) AS loud,
    DISCOUNT(price, day) AS price
  FROM sales
  WHERE IS_GOOD(stars);
