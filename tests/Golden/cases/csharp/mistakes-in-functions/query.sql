CREATE STREAM s (t VARCHAR) WITH (kafka_topic = 's', value_format = 'JSON');
CREATE STREAM o AS SELECT LENGTH(t) AS n FROM s;
