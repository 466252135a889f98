CREATE STREAM ratings (user_id INT KEY, stars INT, price DOUBLE, message VARCHAR) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
CREATE TABLE means AS SELECT user_id, WEIGHTED_MEAN(stars, price) AS mean FROM ratings WINDOW SESSION (1 HOUR) GROUP BY user_id;
