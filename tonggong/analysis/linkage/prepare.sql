-- Each birth date is read once for each way it is written.
CREATE OR REPLACE TEMP TABLE link_birth AS
SELECT text, link_day(parse_date(text))::INTEGER AS born
FROM (SELECT DISTINCT born_on AS text FROM ($INCOMING$) UNION SELECT DISTINCT born_on FROM ($LEDGER$)) WHERE text IS NOT NULL;

-- The ledger, one row a known number or name of a person. k: 17 digits whatever they are worth; key: only if they hold.
CREATE OR REPLACE TEMP TABLE link_person AS
WITH checked AS ($NUMBERS_OF_LEDGER$), read AS (
    SELECT c.person_id, k, CASE WHEN holds AND is_day(day) THEN k END AS key, id, name_clean(name) AS name,
        b.born, link_sex(sex) AS sex, county, link_phone(phone) AS phone
    FROM checked AS c LEFT JOIN link_birth AS b ON b.text = c.born_on
)
SELECT row_number() OVER () AS p, person_id, k, key, CASE WHEN key IS NULL THEN id END AS odd_id, name, $SOUND$ AS sound,
    coalesce(born, key // 1000 % 100000000)::INTEGER AS born, coalesce(sex, key % 2)::TINYINT AS sex, county, phone
FROM read $SOUND_JOINS$;

-- How often a name, or its sound, stands for a person of the ledger: what an agreement on it is worth.
CREATE OR REPLACE TEMP TABLE link_name AS
SELECT name, any_value(sound) AS sound, sum(n)::BIGINT AS n FROM ($FREQUENCIES$) GROUP BY name;
CREATE OR REPLACE TEMP TABLE link_sound AS SELECT sound, sum(n)::BIGINT AS n FROM link_name GROUP BY sound;

-- The incoming rows that need a look: the ledger has their number; or the number is suspect, because its check character
-- fails, it is no number, or it disagrees with the row's own birth date or sex; or a person whose own number is in doubt
-- was born on the day it states and has the same surname. Everybody else's row ends here.
CREATE OR REPLACE TEMP TABLE link_seen AS
WITH checked AS ($NUMBERS_OF_INCOMING$), keyed AS (
    SELECT c.*, b.born, link_sex(sex) AS man, CASE WHEN holds AND is_day(day) THEN k END AS key
    FROM checked AS c LEFT JOIN link_birth AS b ON b.text = c.born_on
)
SELECT source_row, id, k, key, name, born, man AS sex, county, phone
FROM keyed
WHERE key IS NULL OR born <> day OR man <> k % 2 OR key IN (SELECT key FROM link_person WHERE key IS NOT NULL)
    OR $NEAR_DOUBTFUL_PERSONS$;

CREATE OR REPLACE TEMP TABLE link_row AS
WITH read AS (
    SELECT source_row, CASE WHEN length(id) > 1 THEN id END AS id, k, key, name_clean(name) AS name, born AS born_written,
        sex AS sex_written, county, link_phone(phone) AS phone
    FROM link_seen
)
SELECT source_row, id, k, key, name, $SOUND$ AS sound, born_written,
    coalesce(born_written, CASE WHEN is_day(k // 1000 % 100000000) THEN k // 1000 % 100000000 END)::INTEGER AS born,
    sex_written, coalesce(sex_written, k % 2) AS sex, county, phone
FROM read $SOUND_JOINS$;
