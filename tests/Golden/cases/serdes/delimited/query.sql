-- Lines in, lines out.
CREATE STREAM ratings (id BIGINT KEY, stars INT, fee DECIMAL(5, 2), note VARCHAR, message VARCHAR)
  WITH (kafka_topic='ratings', value_format='DELIMITED', value_delimiter='|');
CREATE STREAM o AS SELECT id, stars, fee, message FROM ratings;
