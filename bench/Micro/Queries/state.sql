-- Records of four bytes of key and a digit, so that the store is what costs.
CREATE TABLE rows (id INT PRIMARY KEY, n INT) WITH (kafka_topic = 'rows', value_format = 'DELIMITED');
CREATE STREAM probes (id INT KEY, v INT) WITH (kafka_topic = 'probes', value_format = 'DELIMITED');
CREATE STREAM found AS SELECT p.id, r.n FROM probes p JOIN rows r ON p.id = r.id EMIT CHANGES;

CREATE STREAM counted (id INT KEY, v INT) WITH (kafka_topic = 'counted', value_format = 'DELIMITED');
CREATE TABLE counts AS SELECT id, COUNT(*) AS n FROM counted GROUP BY id EMIT CHANGES;

CREATE STREAM windowed (id INT KEY, v INT) WITH (kafka_topic = 'windowed', value_format = 'DELIMITED');
CREATE TABLE window_counts AS
  SELECT id, COUNT(*) AS n FROM windowed WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 10 SECONDS) GROUP BY id EMIT CHANGES;
