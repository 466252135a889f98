CREATE STREAM ratings (user_id INT, stars INT) WITH (kafka_topic = 'ratings', value_format = 'JSON');
CREATE STREAM fine AS SELECT * FROM not_partial;
