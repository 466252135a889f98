CREATE STREAM s (id INT KEY, prices ARRAY<DOUBLE>, stock MAP<STRING, INT>) WITH (kafka_topic='s', format='JSON');
CREATE STREAM o AS
  SELECT id,
    TRANSFORM(FILTER(prices, p => p > 0), p => ROUND(p * 1.2, 2)) AS gross,
    REDUCE(stock, 0, (total, name, n) => total + n) AS total
  FROM s;
