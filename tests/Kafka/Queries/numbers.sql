-- Every aggregate over numbers, for workers that are killed.
CREATE STREAM numbers (name VARCHAR KEY, n INT, word VARCHAR, parts ARRAY<INT>)
  WITH (kafka_topic='numbers', value_format='JSON', key_format='KAFKA');

CREATE TABLE summaries AS
  SELECT
    name,
    COUNT(*) AS counted,
    COUNT(n) AS counted_n,
    COUNT_DISTINCT(word) AS words,
    SUM(n) AS total,
    SUM_LIST(parts) AS parts_total,
    AVG(n) AS mean,
    MIN(n) AS least,
    MAX(n) AS most,
    STDDEV_SAMPLE(n) AS deviation,
    STDDEV_SAMP(n) AS variance,
    CORRELATION(n, n) AS correlation,
    COLLECT_LIST(n) AS all_n,
    COLLECT_SET(word) AS word_set,
    HISTOGRAM(word) AS histogram,
    TOPK(n, 3) AS top,
    TOPKDISTINCT(n, 3) AS top_distinct,
    LATEST_BY_OFFSET(n) AS latest,
    EARLIEST_BY_OFFSET(n) AS earliest,
    ATTR(name) AS same
  FROM numbers
  GROUP BY name;
