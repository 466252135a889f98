CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
CREATE SOURCE CONNECTOR x WITH ('connector.class'='database', 'source'='CUSTOMERS', 'connection.string'='Data Source=x', 'password'='secret', 'table'='c', 'mode'='bulk');
