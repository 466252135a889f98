-- What passengers say, as it comes in. In the sample a generator says it; an application can do so too (README.md).
CREATE STREAM ratings (
    rating_id BIGINT,
    user_id INT,
    stars INT,
    route_id INT,
    rating_time BIGINT,
    channel VARCHAR,
    message VARCHAR
  ) WITH (kafka_topic = 'ratings', value_format = 'JSON', partitions = 4);

CREATE SOURCE CONNECTOR ratings_source WITH (
    'connector.class' = 'datagen',
    'source' = 'RATINGS',
    'quickstart' = 'ratings',
    'rate' = '${env:AIRLINE_RATE}'
  );

-- Fewer than three stars.
CREATE STREAM poor_ratings AS
  SELECT *
  FROM ratings
  WHERE stars < 3
  EMIT CHANGES;
