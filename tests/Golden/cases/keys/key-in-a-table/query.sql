CREATE TABLE t (id INT KEY, v INT) WITH (kafka_topic='t', value_format='JSON');
