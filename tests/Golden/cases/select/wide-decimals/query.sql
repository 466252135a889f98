CREATE STREAM s (id INT KEY, w DECIMAL(38, 3), p DECIMAL(20, 10), q DECIMAL(10, 2))
  WITH (kafka_topic='s', key_format='JSON', value_format='DELIMITED');
CREATE STREAM o AS SELECT id, w, p * q AS product, w - 12345678901234567890123456789.5 AS rest, CAST(w AS DECIMAL(10, 2)) AS narrow, -w AS minus
  FROM s WHERE w > q;
