-- Persons: numbers below {people} are in the ledger, the rest are everybody else. Neighbours 2n and 2n+1 are relatives.
CREATE TABLE drawn AS
SELECT i, CASE WHEN u(i, 'sex') < 0.56 THEN 1 ELSE 2 END AS sex, u(i // 2, 'twins') < 0.004 AS twins,
    1 + (u(i // 2, 'county') * u(i // 2, 'county2') * 4)::INTEGER % 4 AS county,
    u(i, 'local') < 0.82 AS local,
    -- a permutation of the numbers, so that no two persons have the same place, day and sequence
    (i * 7368787 + {people}) % 125748 AS day_and_place, (i * 15485863 + 77) % 247 AS turn
FROM range({people} + {workers}) AS r(i);

CREATE TABLE numbered AS
SELECT i, sex, county, twins AND i % 2 = 1 AS younger_twin,
    CASE WHEN local THEN (CASE (dp // 20958)::INTEGER WHEN 0 THEN 211102 WHEN 1 THEN 211103 WHEN 2 THEN 211104 WHEN 3 THEN 211121 WHEN 4 THEN 211122 ELSE 211101 END)
        ELSE 210000 + (hash(i, 'elsewhere') % 200)::BIGINT + (hash(i, 'province') % 30)::BIGINT * 10000 END AS place,
    DATE '1949-01-01' + (dp % 20958)::INTEGER AS born,
    t * 2 + (sex = 1)::INTEGER + 500 * (twins AND i % 2 = 1)::INTEGER AS seq,
    CASE WHEN u(i, 'lonely') < 0.5 THEN i ELSE i // 2 * 2 END AS family
FROM (SELECT d.*, coalesce(b.day_and_place, d.day_and_place) AS dp, coalesce(b.turn, d.turn) AS t
      FROM drawn AS d LEFT JOIN drawn AS b ON b.i = CASE WHEN d.twins AND d.i % 2 = 1 THEN d.i - 1 END);

-- Slots are drawn before they are joined: a condition with a calculation on both sides would be tried on every pair.
CREATE TABLE named AS
SELECT *, pick(family, 'surname', {surnames} - 1) AS s0, pick(i, 'g1', {men} - 1) AS a1, pick(i, 'g2', {men} - 1) AS a2,
    pick(i, 'g1', {women} - 1) AS b1, pick(i, 'g2', {women} - 1) AS b2
FROM numbered;

CREATE TABLE person AS
SELECT n.i, checked(place::BIGINT * 100000000000 + (year(born) * 10000 + month(born) * 100 + day(born))::BIGINT * 1000 + seq) AS citizen_id,
    s.c AS surname, CASE WHEN sex = 1 THEN m1.c ELSE w1.c END AS g1,
    CASE WHEN u(n.i, 'short') < 0.15 THEN '' WHEN sex = 1 THEN m2.c ELSE w2.c END AS g2,
    born, sex, county,
    '1' || (30 + pick(CASE WHEN u(n.i, 'shared') < 0.08 THEN n.i // 2 * 2 ELSE n.i END, 'net', 69)) || lpad(pick(CASE WHEN u(n.i, 'shared') < 0.08 THEN n.i // 2 * 2 ELSE n.i END, 'phone', 99999999)::VARCHAR, 8, '0') AS phone
FROM named AS n
JOIN surnames AS s ON s.slot = n.s0 JOIN men AS m1 ON m1.slot = n.a1 JOIN men AS m2 ON m2.slot = n.a2
JOIN women AS w1 ON w1.slot = n.b1 JOIN women AS w2 ON w2.slot = n.b2;
DROP TABLE drawn;
DROP TABLE numbered;
DROP TABLE named;

CREATE MACRO typed_wrong(id, i, what) AS CASE (hash(i, what) % 3)::INTEGER
    WHEN 0 THEN substr(id, 1, 5 + (hash(i, what, 1) % 11)::INTEGER) || (hash(i, what, 2) % 10) || substr(id, 7 + (hash(i, what, 1) % 11)::INTEGER)
    WHEN 1 THEN substr(id, 1, 5 + (hash(i, what, 1) % 11)::INTEGER) || substr(id, 7 + (hash(i, what, 1) % 11)::INTEGER, 1)
        || substr(id, 6 + (hash(i, what, 1) % 11)::INTEGER, 1) || substr(id, 8 + (hash(i, what, 1) % 11)::INTEGER)
    ELSE substr(id, 1, 5 + (hash(i, what, 1) % 12)::INTEGER) || substr(id, 7 + (hash(i, what, 1) % 12)::INTEGER) END;

CREATE TABLE ledger AS
SELECT i AS person_id, CASE WHEN e(i, 'ledger id', 0.001) THEN typed_wrong(citizen_id, i, 'ledger') ELSE citizen_id END AS citizen_id,
    surname || CASE WHEN e(i, 'ledger name', 0.003) THEN f.alike ELSE g1 END || g2 AS name, strftime(born, '%Y-%m-%d') AS born_on, sex::VARCHAR AS sex,
    ['双台子区', '兴隆台区', '大洼区', '盘山县'][county] AS county, CASE WHEN u(i, 'ledger phone') < 0.12 THEN NULL ELSE phone END AS phone
FROM person JOIN faults AS f ON f.c = g1 WHERE i < {people};

CREATE TABLE seat AS
SELECT source_row, CASE WHEN j < {hits} THEN (j * 7919 + 13) % {people} ELSE {people} + j END AS i
FROM (SELECT source_row, CASE WHEN place < {once} THEN place ELSE (hash(place, 'again') % {once})::BIGINT END AS j
      FROM (SELECT r.i AS source_row, (r.i * 1299709 + 31) % {workers} AS place FROM range({workers}) AS r(i)));

CREATE TABLE lent AS
SELECT i, CASE WHEN i < {people} THEN CASE WHEN e(i, 'relative', 0.005) THEN i // 2 * 2 + (1 - i % 2) END
    WHEN e(i, 'stranger', 0.005 * {hits} / {workers}) THEN (hash(i, 'whose') % {people})::BIGINT END AS owner
FROM range({people} + {workers}) AS r(i) WHERE owner IS NOT NULL;

CREATE TABLE incoming AS
SELECT source_row,
    CASE WHEN fault < 0.010 THEN substr(id, 1, 6) || substr(id, 9, 9) WHEN fault < 0.025 THEN typed_wrong(id, r, 'typed')
        WHEN fault < 0.029 THEN left(id, 1) || '.' || substr(id, 2, 2) || 'E+17' WHEN fault < 0.040 THEN NULL
        WHEN fault < 0.047 THEN translate(id, '0123456789', '０１２３４５６７８９') WHEN fault < 0.055 THEN '''' || id
        WHEN fault < 0.063 THEN substr(id, 1, 6) || ' ' || substr(id, 7, 8) || ' ' || substr(id, 15) WHEN fault < 0.070 THEN '　' || lower(id)
        ELSE id END AS citizen_id,
    CASE WHEN slip < 0.005 THEN f0.alike || g1 || g2 WHEN slip < 0.014 THEN surname || f1.alike || g2 WHEN slip < 0.020 THEN surname || f1.old || g2
        WHEN slip < 0.022 AND g2 <> '' THEN surname || g2 WHEN slip < 0.025 THEN surname || g2 || f1.alike
        WHEN slip < 0.027 THEN surname || '秀' || g2 WHEN slip < 0.055 AND g2 = '' THEN surname || '　' || g1
        WHEN slip < 0.06 THEN surname || g1 || g2 || ' ' ELSE surname || g1 || g2 END AS name,
    CASE WHEN e(r, 'no birth', 0.03) THEN NULL ELSE CASE style WHEN 0 THEN strftime(stated, '%Y/%-m/%-d') WHEN 1 THEN strftime(stated, '%Y.%m.%d') WHEN 2 THEN strftime(stated, '%Y%m%d')
        WHEN 3 THEN strftime(stated, '%Y年%-m月%-d日') WHEN 4 THEN (stated - DATE '1899-12-30')::VARCHAR ELSE strftime(stated, '%Y-%m-%d') END END AS born_on,
    CASE WHEN e(r, 'no sex', 0.02) THEN NULL WHEN e(r, 'sex', 0.0004) THEN ['女', '男'][sex] ELSE ['男', '女'][sex] END AS sex,
    CASE WHEN u(r, 'no county') < 0.02 THEN NULL ELSE ['双台子区', '兴隆台区', '大洼区', '盘山县'][CASE WHEN u(r, 'moved') < 0.2 THEN 1 + (hash(r, 'to') % 4)::INTEGER ELSE county END] END AS county,
    CASE WHEN u(r, 'no phone') < 0.1 THEN NULL WHEN u(r, 'other phone') < 0.18 THEN '1' || (30 + pick(r, 'net', 69)) || lpad(pick(r, 'phone', 99999999)::VARCHAR, 8, '0') ELSE phone END AS phone
FROM (SELECT s.source_row, s.source_row + 1000000000 AS r, coalesce(o.citizen_id, p.citizen_id) AS id, p.surname, p.g1, p.g2, p.sex, p.county, p.phone,
          CASE WHEN e(s.source_row, 'birth', 0.014) THEN CASE (hash(s.source_row, 'how') % 3)::INTEGER WHEN 0 THEN p.born + 1 WHEN 1 THEN (p.born + INTERVAL 1 YEAR)::DATE ELSE p.born + 200 - (hash(s.source_row, 'days') % 400)::INTEGER END ELSE p.born END AS stated,
          (hash(s.source_row // 40) % 8)::INTEGER AS style,
          u(s.source_row, 'fault') / {errors} AS fault, u(s.source_row, 'slip') / {errors} AS slip
      FROM seat AS s JOIN person AS p ON p.i = s.i LEFT JOIN lent AS l ON l.i = s.i LEFT JOIN person AS o ON o.i = l.owner)
JOIN faults AS f0 ON f0.c = surname JOIN faults AS f1 ON f1.c = g1;

CREATE TABLE truth AS SELECT source_row, i AS person_id FROM seat WHERE i < {people}
