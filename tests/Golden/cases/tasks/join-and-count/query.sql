CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='users', key_format='JSON', value_format='JSON');
CREATE STREAM ratings (id BIGINT KEY, ms BIGINT, stars INT) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON', timestamp='ms');
CREATE STREAM named AS SELECT r.id, stars, name FROM ratings r JOIN users u ON r.id = u.id;
CREATE TABLE counts AS SELECT id, COUNT(*) AS n FROM ratings WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY id;
