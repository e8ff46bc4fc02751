-- The ledger beside itself: each known number and name of a person is a row, its number p stands for source_row.
CREATE OR REPLACE TEMP TABLE link_row AS
SELECT p AS source_row, link_written(person) AS id, k, key, name, sound, born AS born_written, born, sex AS sex_written, sex, county, phone
FROM link_person AS person;

CREATE OR REPLACE TEMP TABLE link_exact AS SELECT NULL::BIGINT AS source_row, NULL::BIGINT AS p, NULL::VARCHAR AS tier WHERE false;

-- Of all pairs of persons so many are expected to be one: the share entered twice, spread over the ledger.
CREATE OR REPLACE TEMP TABLE link_world AS
SELECT persons, names, round(10 * log2($DUPLICATES_SHARE$ / greatest(persons, 1)))::INTEGER AS prior
FROM (SELECT (SELECT count(DISTINCT person_id) FROM link_person) AS persons, (SELECT greatest(sum(n), 1) FROM link_name) AS names);

CREATE OR REPLACE TEMP TABLE link_candidate AS
SELECT source_row, p FROM (
    SELECT r.p AS source_row, l.p, r.person_id AS a, l.person_id AS b FROM link_person AS r JOIN link_person AS l ON l.key = r.key
    UNION SELECT r.p, l.p, r.person_id, l.person_id FROM link_person AS r JOIN link_person AS l ON l.k // 1000 = r.k // 1000 AND l.sound = r.sound
    UNION SELECT r.p, l.p, r.person_id, l.person_id FROM link_person AS r JOIN link_person AS l ON l.k % 100000000000 = r.k % 100000000000 AND l.sound % 1000 = r.sound % 1000
    UNION SELECT r.p, l.p, r.person_id, l.person_id FROM link_person AS r JOIN link_person AS l ON l.phone = r.phone AND l.born = r.born
    UNION SELECT r.p, l.p, r.person_id, l.person_id FROM link_person AS r JOIN link_person AS l ON l.sound = r.sound AND l.born = r.born
    UNION SELECT r.p, l.p, r.person_id, l.person_id FROM link_person AS r JOIN link_person AS l ON l.sound = r.sound AND l.phone = r.phone
) WHERE a < b;
