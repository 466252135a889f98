CREATE STREAM s (id INT KEY, v INT) WITH (value_format='JSON');
