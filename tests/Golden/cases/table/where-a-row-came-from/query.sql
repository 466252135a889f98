CREATE TABLE customers (id INT PRIMARY KEY, club VARCHAR) WITH (kafka_topic = 'customers', value_format = 'JSON');
CREATE TABLE late AS SELECT * FROM customers WHERE ROWTIME > 5;
CREATE TABLE places AS SELECT club, SUM(ROWOFFSET) AS n FROM customers GROUP BY club;
CREATE TABLE times AS SELECT ROWTIME AS t, COUNT(*) AS n FROM customers GROUP BY ROWTIME;
