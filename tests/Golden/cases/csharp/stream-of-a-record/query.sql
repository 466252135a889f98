CREATE STREAM ratings_with_club AS
  SELECT r.user_id, r.stars, c.club
  FROM ratings r
  LEFT JOIN customers c ON r.user_id = c.id
  EMIT CHANGES;
