-- What the machines report: each withdrawal, under its account.
CREATE STREAM withdrawals (
    account_id VARCHAR KEY,
    transaction_id VARCHAR,
    amount INT,
    place VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE
  ) WITH (kafka_topic = 'withdrawals', value_format = 'JSON', partitions = 4);

-- The same topic once more: a stream is not joined with itself, but two streams over one topic are. The topic is read once.
CREATE SOURCE STREAM later_withdrawals (
    account_id VARCHAR KEY,
    transaction_id VARCHAR,
    amount INT,
    place VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE
  ) WITH (kafka_topic = 'withdrawals', value_format = 'JSON', partitions = 4);
