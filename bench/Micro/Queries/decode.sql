-- Four columns of one type each, read and compared; nothing passes.
CREATE STREAM ints (a INT, b INT, c INT, d INT) WITH (kafka_topic = 'ints', value_format = 'JSON');
CREATE STREAM no_ints AS SELECT * FROM ints WHERE a = -1 OR b = -1 OR c = -1 OR d = -1 EMIT CHANGES;

CREATE STREAM bigints (a BIGINT, b BIGINT, c BIGINT, d BIGINT) WITH (kafka_topic = 'bigints', value_format = 'JSON');
CREATE STREAM no_bigints AS SELECT * FROM bigints WHERE a = -1 OR b = -1 OR c = -1 OR d = -1 EMIT CHANGES;

CREATE STREAM doubles (a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE) WITH (kafka_topic = 'doubles', value_format = 'JSON');
CREATE STREAM no_doubles AS SELECT * FROM doubles WHERE a = -1.0E0 OR b = -1.0E0 OR c = -1.0E0 OR d = -1.0E0 EMIT CHANGES;

CREATE STREAM texts (a VARCHAR, b VARCHAR, c VARCHAR, d VARCHAR) WITH (kafka_topic = 'texts', value_format = 'JSON');
CREATE STREAM no_texts AS SELECT * FROM texts WHERE a = '' OR b = '' OR c = '' OR d = '' EMIT CHANGES;
