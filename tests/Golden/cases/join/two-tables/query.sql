CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='customers', key_format='KAFKA', value_format='JSON');
CREATE TABLE scores (id INT PRIMARY KEY, score INT) WITH (kafka_topic='scores', key_format='KAFKA', value_format='JSON');
CREATE TABLE o AS SELECT ROWKEY AS id, name, score FROM customers c FULL JOIN scores s ON c.id = s.id WHERE score > 0;
