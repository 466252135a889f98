CREATE STREAM poor AS SELECT * FROM ratings WHERE stars < 3;
