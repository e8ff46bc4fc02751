-- Pairs with equal valid identifiers, and what else agrees. An equal number alone proves nothing: it may be somebody else's.
CREATE OR REPLACE TEMP TABLE link_exact AS
SELECT source_row, p, CASE
    WHEN name_level = 'same' THEN 'E1'
    WHEN name_level = 'sound' OR name_level = 'close' AND NOT coalesce(contradicted, false) THEN 'E2'
    WHEN born_equal AND name_level = 'surname' THEN 'E3' ELSE 'X' END AS tier
FROM (SELECT r.source_row, l.p, link_name_level(r, l) AS name_level, r.born_written = l.born AS born_equal,
        r.born_written <> l.born OR r.sex_written <> l.sex AS contradicted
    FROM link_row AS r JOIN link_person AS l ON l.key = r.key);

-- How likely two rows taken at random are one person's: as many as the exact pairs, of all pairs there are.
CREATE OR REPLACE TEMP TABLE link_world AS
SELECT persons, names, round(10 * log2(greatest(exact, 0.5) / (greatest(persons, 1)::DOUBLE * greatest(rows, 1)::DOUBLE)))::INTEGER AS prior
FROM (SELECT (SELECT count(DISTINCT person_id) FROM link_person) AS persons, (SELECT greatest(sum(n), 1) FROM link_name) AS names,
    (SELECT count(*) FROM ($INCOMING$)) AS rows, (SELECT count(DISTINCT source_row) FROM link_exact WHERE tier <> 'X') AS exact);

-- Rows to look further for: suspect ones, and those whose exact partner is not confirmed; and rows near a person whose
-- own number is in doubt.
CREATE OR REPLACE TEMP TABLE link_open AS
SELECT *, try_cast(left(id, 14) AS BIGINT) AS front, try_cast(substr(id, length(id) - 11, 11) AS BIGINT) AS back,
    try_cast(left(id, 6) || substr(id, length(id) - 3, 3) AS BIGINT) AS ends
FROM link_row WHERE source_row NOT IN (SELECT source_row FROM link_exact WHERE tier <> 'X');

-- Candidates: whoever shares one of these with an open row. Cheap to join, and a row with two errors keeps one of them.
CREATE OR REPLACE TEMP TABLE link_candidate AS
SELECT r.source_row, l.p FROM link_open AS r JOIN link_person AS l ON l.k // 1000 = r.front AND l.sound % 1000 = r.sound % 1000
UNION SELECT r.source_row, l.p FROM link_open AS r JOIN link_person AS l ON l.k % 100000000000 = r.back AND l.sound % 1000 = r.sound % 1000
UNION SELECT r.source_row, l.p FROM link_open AS r JOIN link_person AS l ON l.sound = r.sound AND l.k // 100000000000 * 1000 + l.k % 1000 = r.ends
UNION SELECT r.source_row, l.p FROM link_open AS r JOIN link_person AS l ON l.phone = r.phone AND l.born = r.born
UNION SELECT r.source_row, l.p FROM link_open AS r JOIN link_person AS l ON l.sound = r.sound AND l.born = r.born
UNION SELECT r.source_row, l.p FROM link_open AS r JOIN link_person AS l ON l.sound = r.sound AND l.phone = r.phone
UNION SELECT source_row, p FROM link_exact;

-- What each field says. For equal identifiers the birth date and sex must be the row's own words, not the number's.
CREATE OR REPLACE TEMP TABLE link_level AS
SELECT source_row, p, person_id, tier, name, sound,
    CASE WHEN tier <> 'P' OR edits = 0 THEN 'same' WHEN row_id IS NULL OR id IS NULL THEN 'missing'
        WHEN edits <= 1 THEN 'one_edit' WHEN edits = 2 THEN 'two_edits'
        WHEN valid THEN 'differs_valid' ELSE 'differs_broken' END AS id_level,
    name_level,
    CASE WHEN row_born IS NULL OR born IS NULL THEN 'missing' WHEN row_born = born THEN 'same'
        WHEN hamming(row_born::VARCHAR, born::VARCHAR) = 1 OR row_born // 10000 = born // 10000
            AND row_born % 100 = born // 100 % 100 AND row_born // 100 % 100 = born % 100 THEN 'close'
        ELSE 'differs' END AS birth_level,
    CASE WHEN row_sex = sex THEN 'same' WHEN row_sex <> sex THEN 'differs' ELSE 'missing' END AS sex_level,
    CASE WHEN link_place(row_county) = link_place(county) THEN 'same' WHEN link_place(row_county) <> link_place(county) THEN 'differs' ELSE 'missing' END AS county_level,
    CASE WHEN row_phone = phone THEN 'same' WHEN row_phone <> phone THEN 'differs' ELSE 'missing' END AS phone_level
FROM (SELECT c.source_row, c.p, l.person_id, coalesce(e.tier, 'P') AS tier, l.name, l.sound, r.id AS row_id, link_written(l) AS id, r.key IS NOT NULL AS valid,
        CASE WHEN e.tier IS NULL THEN damerau_levenshtein(r.id, link_written(l)) END AS edits, link_name_level(r, l) AS name_level,
        CASE WHEN e.tier IS NULL THEN r.born ELSE r.born_written END AS row_born, l.born,
        CASE WHEN e.tier IS NULL THEN r.sex ELSE r.sex_written END AS row_sex, l.sex, r.county AS row_county, l.county, r.phone AS row_phone, l.phone
    FROM link_candidate AS c JOIN link_row AS r USING (source_row) JOIN link_person AS l ON l.p = c.p
    LEFT JOIN link_exact AS e ON e.source_row = c.source_row AND e.p = c.p);

CREATE OR REPLACE TEMP TABLE link_scored AS
SELECT *, prior + bits_id + bits_name + bits_birth + bits_sex + bits_county + bits_phone AS score
FROM (SELECT s.source_row, s.person_id, s.tier, s.name_level, w.prior,
        CASE id_level WHEN 'same' THEN $IDENTIFIER_SAME$ WHEN 'one_edit' THEN $IDENTIFIER_ONE_EDIT$ WHEN 'two_edits' THEN $IDENTIFIER_TWO_EDITS$
            WHEN 'differs_valid' THEN $IDENTIFIER_DIFFERS_VALID$ WHEN 'differs_broken' THEN $IDENTIFIER_DIFFERS_BROKEN$ ELSE 0 END AS bits_id,
        CASE name_level WHEN 'same' THEN least($NAME_SAME_MOST$, round(10 * log2(w.names / coalesce(n.n, 1))))::INTEGER
            WHEN 'sound' THEN least($NAME_SAME_MOST$, round(10 * log2(w.names / coalesce(h.n, 1))))::INTEGER - $NAME_SOUND_LESS$
            WHEN 'close' THEN $NAME_CLOSE$ WHEN 'surname' THEN $NAME_SURNAME$ WHEN 'differs' THEN $NAME_DIFFERS$ ELSE 0 END AS bits_name,
        CASE birth_level WHEN 'same' THEN $BIRTH_SAME$ WHEN 'close' THEN $BIRTH_CLOSE$ WHEN 'differs' THEN $BIRTH_DIFFERS$ ELSE 0 END AS bits_birth,
        CASE sex_level WHEN 'same' THEN $SEX_SAME$ WHEN 'differs' THEN $SEX_DIFFERS$ ELSE 0 END AS bits_sex,
        CASE county_level WHEN 'same' THEN $COUNTY_SAME$ WHEN 'differs' THEN $COUNTY_DIFFERS$ ELSE 0 END AS bits_county,
        CASE phone_level WHEN 'same' THEN CASE WHEN name_level IN ('same', 'sound') THEN $PHONE_SAME_NAMED$ ELSE $PHONE_SAME$ END WHEN 'differs' THEN $PHONE_DIFFERS$ ELSE 0 END AS bits_phone
    FROM link_level AS s CROSS JOIN link_world AS w LEFT JOIN link_name AS n ON n.name = s.name LEFT JOIN link_sound AS h ON h.sound = s.sound);

-- The best of a person's known numbers and names, then the best persons of a row.
CREATE OR REPLACE TEMP TABLE link_ranked AS
SELECT *, row_number() OVER best AS place, lead(score) OVER best AS next_score, lead(tier) OVER best AS next_tier
FROM (FROM link_scored QUALIFY row_number() OVER (PARTITION BY source_row, person_id ORDER BY tier = 'X', tier, score DESC) = 1)
WINDOW best AS (PARTITION BY source_row ORDER BY tier IN ('E1', 'E2', 'E3') DESC, score DESC, person_id);

-- Equal numbers with another name and another birth date or sex are somebody else's row: no pair, not even a question.
CREATE OR REPLACE TEMP TABLE link_decided AS
SELECT *, CASE
    WHEN place = 1 AND tier IN ('E1', 'E2', 'E3') AND coalesce(next_tier NOT IN ('E1', 'E2', 'E3') OR score - next_score >= $LIMITS_MARGIN$, true) THEN 'accept'
    WHEN place = 1 AND tier = 'P' AND score >= $LIMITS_ACCEPT$ AND score - coalesce(next_score, -10000) >= $LIMITS_MARGIN$ THEN 'accept'
    WHEN tier IN ('E1', 'E2', 'E3') OR tier = 'P' AND score >= $LIMITS_REVIEW$ OR tier = 'X' AND (name_level = 'close' OR bits_birth >= 0 AND bits_sex >= 0) THEN 'review' END AS decision
FROM link_ranked;
