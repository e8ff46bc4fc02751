-- How single fields are read and compared; rows a and b are of link_row and link_person.
CREATE OR REPLACE TEMP MACRO link_day(d) AS year(d) * 10000 + month(d) * 100 + day(d);
CREATE OR REPLACE TEMP MACRO link_sex(t) AS
    CASE t WHEN '男' THEN 1 WHEN '女' THEN 0 WHEN '1' THEN 1 WHEN '2' THEN 0 WHEN '男性' THEN 1 WHEN '女性' THEN 0 END;
CREATE OR REPLACE TEMP MACRO link_place(t) AS regexp_replace(t, '^.*市|[区县市 　]+$', '', 'g');
CREATE OR REPLACE TEMP MACRO link_phone(t) AS CASE WHEN try_cast(t AS BIGINT) BETWEEN 13000000000 AND 19999999999
    THEN try_cast(t AS BIGINT) ELSE try_cast(phone_clean(t) AS BIGINT) END;
CREATE OR REPLACE TEMP MACRO link_written(l) AS coalesce(l.odd_id, l.k || id_check_character(l.k));
CREATE OR REPLACE TEMP MACRO link_syllable(sound, place) AS sound // (1000 ** place)::BIGINT % 1000;
-- same | sound (each character sounds like the other's) | close (one character of three or more) | surname | differs
CREATE OR REPLACE TEMP MACRO link_name_level(a, b) AS CASE
    WHEN a.name IS NULL OR b.name IS NULL THEN 'missing'
    WHEN a.name = b.name THEN 'same'
    WHEN length(a.name) = length(b.name) AND a.sound = b.sound AND substr(a.name, 5) = substr(b.name, 5) THEN 'sound'
    WHEN length(a.name) = length(b.name) AND length(a.name) >= 3 AND substr(a.name, 5) = substr(b.name, 5)
        AND (link_syllable(a.sound, 0) <> link_syllable(b.sound, 0))::INTEGER + (link_syllable(a.sound, 1) <> link_syllable(b.sound, 1))::INTEGER
        + (link_syllable(a.sound, 2) <> link_syllable(b.sound, 2))::INTEGER + (link_syllable(a.sound, 3) <> link_syllable(b.sound, 3))::INTEGER = 1
        THEN 'close'
    WHEN abs(length(a.name) - length(b.name)) = 1 AND least(length(a.name), length(b.name)) >= 2 AND left(a.name, 1) = left(b.name, 1)
        AND (right(a.name, 1) = right(b.name, 1) OR starts_with(a.name, b.name) OR starts_with(b.name, a.name)) THEN 'close'
    WHEN a.sound % 1000 = b.sound % 1000 THEN 'surname'
    ELSE 'differs' END;
