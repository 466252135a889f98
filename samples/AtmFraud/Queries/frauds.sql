-- Two withdrawals with one account, ten minutes apart at most, at places that nobody gets between in that time.
CREATE STREAM possible_frauds AS
  SELECT
    a.account_id AS account_id,
    c.name AS name,
    c.phone AS phone,
    a.transaction_id AS first_transaction,
    a.place AS first_place,
    b.transaction_id AS second_transaction,
    b.place AS second_place,
    a.amount + b.amount AS amount,
    CAST(GEO_DISTANCE(a.latitude, a.longitude, b.latitude, b.longitude, 'KM') AS INT) AS kilometres,
    (b.ROWTIME - a.ROWTIME) / 1000 AS seconds_between
  FROM withdrawals a
  JOIN later_withdrawals b WITHIN (0 SECONDS, 10 MINUTES) GRACE PERIOD 1 MINUTE ON a.account_id = b.account_id
  LEFT JOIN customers c ON a.account_id = c.account_id
  WHERE a.transaction_id <> b.transaction_id
    AND GEO_DISTANCE(a.latitude, a.longitude, b.latitude, b.longitude, 'KM') > 200
  EMIT CHANGES;
