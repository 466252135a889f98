CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
SET 'querygen.final.windows' = 'drop';
