CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
  WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
CREATE SOURCE CONNECTOR x WITH ('connector.class'='oracle', 'source'='CUSTOMERS');
