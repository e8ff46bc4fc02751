-- The ledger, one row a known number or name of a person. k: 17 digits whatever they are worth; key: only if they hold.
CREATE OR REPLACE TEMP TABLE link_person AS
WITH $READ_NUMBERS$ ($LEDGER$))))), read AS (
    SELECT row_number() OVER () AS p, person_id, k, CASE WHEN length(id) = 15 THEN id_clean(id) ELSE id END AS id,
        CASE WHEN holds AND is_day(day) THEN k END AS key, name_clean(name) AS name, parse_date(born_on) AS born,
        link_sex(sex) AS sex, link_place(county) AS county, try_cast(phone_clean(phone) AS BIGINT) AS phone
    FROM checked
)
SELECT p, person_id, k, key, id, name, $SOUNDS$, coalesce(link_day(born), key // 1000 % 100000000)::INTEGER AS born,
    coalesce(sex, key % 2)::TINYINT AS sex, county, phone
FROM read $SOUND_JOINS$;

-- How often a name, or its sound, stands for a person of the ledger: what an agreement on it is worth.
CREATE OR REPLACE TEMP TABLE link_name AS
SELECT name, any_value(sound) AS sound, sum(n)::BIGINT AS n FROM ($FREQUENCIES$) GROUP BY name;
CREATE OR REPLACE TEMP TABLE link_sound AS SELECT sound, sum(n)::BIGINT AS n FROM link_name GROUP BY sound;

-- Each birth date is read once for each way it is written.
CREATE OR REPLACE TEMP TABLE link_birth AS
SELECT text, link_day(parse_date(text)) AS born FROM (SELECT DISTINCT born_on AS text FROM ($INCOMING$)) WHERE text IS NOT NULL;

-- The incoming rows that need a look: the ledger has their number, or the number is suspect: its check character fails,
-- it is no number, or it disagrees with the row's own birth date or sex. Everybody else's row ends here.
CREATE OR REPLACE TEMP TABLE link_seen AS
WITH $READ_NUMBERS$ ($INCOMING$))))), keyed AS (
    SELECT c.source_row, c.id, c.k, c.name, c.sex, c.county, c.phone, c.day, b.born, link_sex(sex) AS man,
        CASE WHEN holds AND (day % 100 < 29 OR is_day(day)) THEN k END AS key
    FROM checked AS c LEFT JOIN link_birth AS b ON b.text = c.born_on
)
SELECT r.source_row, r.id, r.k, r.key, r.name, r.born, r.man AS sex, r.county, r.phone,
    r.key IS NULL OR r.born <> r.day OR r.man <> r.k % 2 AS suspect
FROM keyed AS r LEFT JOIN (SELECT DISTINCT key FROM link_person WHERE key IS NOT NULL) AS l ON l.key = r.key
WHERE l.key IS NOT NULL OR r.key IS NULL OR r.born <> r.day OR r.man <> r.k % 2
    OR $NEAR_SUSPECT_PERSONS$;

CREATE OR REPLACE TEMP TABLE link_row AS
WITH read AS (SELECT source_row, CASE WHEN length(id) > 1 THEN id END AS id, k, key, suspect, name_clean(name) AS name, born AS born_written, sex AS sex_written,
        link_place(county) AS county, try_cast(phone_clean(phone) AS BIGINT) AS phone FROM link_seen)
SELECT source_row, id, k, key, suspect, name, $SOUNDS$, born_written,
    coalesce(born_written, CASE WHEN is_day(k // 1000 % 100000000) THEN k // 1000 % 100000000 END) AS born, sex_written,
    coalesce(sex_written, k % 2) AS sex, county, phone
FROM read $SOUND_JOINS$;
