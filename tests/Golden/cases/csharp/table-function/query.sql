CREATE STREAM trips (id INT KEY, places ARRAY<STRUCT<lat DOUBLE, lon DOUBLE>>, note VARCHAR) WITH (kafka_topic = 'trips', value_format = 'JSON');
CREATE STREAM legs AS
  SELECT id, LEGS(places) AS leg, LABELLED('-', note, 'km') AS label, FIRST_OF(places) AS first
  FROM trips;
