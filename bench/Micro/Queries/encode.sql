-- One value that costs nothing to read, written as JSON four times.
CREATE STREAM int_values (v INT) WITH (kafka_topic = 'int-values', value_format = 'KAFKA');
CREATE STREAM written_ints WITH (value_format = 'JSON') AS SELECT v AS a, v AS b, v AS c, v AS d FROM int_values EMIT CHANGES;

CREATE STREAM bigint_values (v BIGINT) WITH (kafka_topic = 'bigint-values', value_format = 'KAFKA');
CREATE STREAM written_bigints WITH (value_format = 'JSON') AS SELECT v AS a, v AS b, v AS c, v AS d FROM bigint_values EMIT CHANGES;

CREATE STREAM double_values (v DOUBLE) WITH (kafka_topic = 'double-values', value_format = 'KAFKA');
CREATE STREAM written_doubles WITH (value_format = 'JSON') AS SELECT v AS a, v AS b, v AS c, v AS d FROM double_values EMIT CHANGES;

CREATE STREAM text_values (v VARCHAR) WITH (kafka_topic = 'text-values', value_format = 'KAFKA');
CREATE STREAM written_texts WITH (value_format = 'JSON') AS SELECT v AS a, v AS b, v AS c, v AS d FROM text_values EMIT CHANGES;
