CREATE STREAM ratings (stars INT) WITH (kafka_topic = 'ratings', value_format = 'JSON');
