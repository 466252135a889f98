CREATE STREAM s (id INT KEY, a INT, b INT) WITH (kafka_topic='s', value_format='JSON');
CREATE TABLE o AS SELECT a, b, COUNT(*) AS n FROM s GROUP BY a, b;
