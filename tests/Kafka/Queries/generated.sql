-- A source connector, and rows that the program brings along.
CREATE STREAM generated (name VARCHAR KEY, id BIGINT)
  WITH (kafka_topic='generated', value_format='JSON', key_format='KAFKA');

CREATE SOURCE CONNECTOR generated_source WITH (
    'connector.class' = 'datagen',
    'source' = 'GENERATED',
    'seed' = '1',
    'rate' = '200',
    'iterations' = '2000',
    'fields.NAME.options' = 'a, b, c, d, e',
    'fields.ID.kind' = 'sequence'
  );

CREATE STREAM generated_again AS SELECT * FROM generated;

CREATE STREAM seeded (name VARCHAR KEY, id BIGINT)
  WITH (kafka_topic='seeded', value_format='JSON', key_format='KAFKA');

INSERT INTO seeded (name, id) VALUES ('one', 1);
INSERT INTO seeded (name, id) VALUES ('two', 2);
INSERT INTO seeded (name, id) VALUES ('three', 3);

CREATE STREAM seeded_again AS SELECT * FROM seeded;
