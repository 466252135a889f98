CREATE STREAM ratings (rating_id BIGINT, user_id INT, stars INT) WITH (kafka_topic = 'ratings', value_format = 'JSON');
CREATE STREAM worst_ratings AS SELECT * FROM poor_ratings WHERE stars = 1;
