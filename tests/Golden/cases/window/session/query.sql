CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id, COUNT(*) AS n, LATEST_BY_OFFSET(message) AS latest, WINDOWEND AS last FROM ratings
  WINDOW SESSION (30 SECONDS) GROUP BY id HAVING COUNT(*) > 1;
