CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM ratings WINDOW HOPPING (SIZE 1 MINUTE, ADVANCE BY 2 MINUTES) GROUP BY id;
