-- Numbers read as integers, one step a column: a healthy one is cast and never rewritten as text. k has its first 17
-- digits, last its check character (X is 10); remainder and last make 1 mod 11.
SELECT * EXCLUDE (n, k17, neat, last), (id_check_remainder(k) + last) % 11 = 1 OR length(id) = 15 AS holds, k // 1000 % 100000000 AS day
FROM (SELECT *,
    CASE WHEN neat THEN coalesce(n // 10, k17) WHEN length(id) = 18 THEN try_cast(left(id, 17) AS BIGINT)
        WHEN length(id) = 15 THEN try_cast(left(id, 6) || '19' || right(id, 9) AS BIGINT) END AS k,
    CASE WHEN neat THEN coalesce(n % 10, 10) WHEN ends_with(id, 'X') THEN 10 ELSE try_cast(right(id, 1) AS BIGINT) END AS last
FROM (SELECT * EXCLUDE (half), CASE WHEN neat THEN citizen_id ELSE id_figures(half) END AS id
FROM (SELECT *, CASE WHEN NOT coalesce(neat, false) THEN half_width(citizen_id) END AS half
FROM (SELECT *, n BETWEEN 100000000000000000 AND 999999999999999999 OR k17 BETWEEN 10000000000000000 AND 99999999999999999 AS neat
FROM (SELECT *, CASE WHEN length(citizen_id) = 18 THEN try_cast(citizen_id AS BIGINT) END AS n,
    CASE WHEN length(citizen_id) = 18 AND ends_with(citizen_id, 'X') THEN try_cast(left(citizen_id, 17) AS BIGINT) END AS k17
FROM ($TABLE$))))))
