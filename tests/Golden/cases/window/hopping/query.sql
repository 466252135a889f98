CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id, COUNT(*) AS n, SUM(stars) AS sum FROM ratings
  WINDOW HOPPING (SIZE 2 MINUTES, ADVANCE BY 1 MINUTE, GRACE PERIOD 10 SECONDS) GROUP BY id;
