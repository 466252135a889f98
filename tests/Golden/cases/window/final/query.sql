CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM ratings
  WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 10 SECONDS) GROUP BY id EMIT FINAL;
