CREATE STREAM first (account INT KEY, id INT, place VARCHAR) WITH (kafka_topic='atm', key_format='KAFKA', value_format='JSON');
CREATE STREAM second (account INT KEY, id INT, place VARCHAR) WITH (kafka_topic='atm', key_format='KAFKA', value_format='JSON');
CREATE STREAM o AS
  SELECT a.account, a.place AS place, b.place AS other
  FROM first a JOIN second b WITHIN (0 SECONDS, 10 MINUTES) ON a.account = b.account
  WHERE a.id <> b.id;
