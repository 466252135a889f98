CREATE STREAM posts (id INT KEY, author VARCHAR, tags ARRAY<VARCHAR>, marks ARRAY<INT>)
  WITH (kafka_topic='posts', key_format='JSON', value_format='JSON');

CREATE STREAM o AS
  SELECT id, author, UCASE(EXPLODE(tags)) AS tag, EXPLODE(marks) AS mark, CUBE_EXPLODE(SLICE(tags, 1, 2)) AS cube
  FROM posts
  WHERE author IS NOT NULL;
