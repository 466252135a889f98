-- Both joins read what lies beside the keys of customers.
CREATE STREAM ratings (id INT KEY, stars INT) WITH (kafka_topic='ratings', value_format='JSON');
CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR, club VARCHAR, points INT) WITH (kafka_topic='customers', value_format='JSON');
CREATE STREAM clubs AS SELECT r.id, r.stars, c.club FROM ratings r JOIN customers c ON r.id = c.id;
CREATE STREAM rich AS SELECT r.id, r.stars FROM ratings r LEFT JOIN customers c ON r.id = c.id WHERE c.points > 100 OR c.points IS NULL;
