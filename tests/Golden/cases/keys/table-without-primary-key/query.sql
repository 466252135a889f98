CREATE TABLE t (id INT, v INT) WITH (kafka_topic='t', value_format='JSON');
