-- What offices write, read into one form. Scalar macros over raw text, NULL where the text is not understood.
-- Every connection of engine.connect() has them. The names between dollar signs are filled in by engine.py from the character tables.
-- A macro repeats its argument wherever it names it, so intermediate results are bound once:
-- list_transform([expression], lambda x: ... x ... x ...)[1]. Healthy text takes the first branch and is copied as is;
-- patterns inside a lambda are compiled again for each 2,048 rows, so the first branch has none there.

-- Full-width forms become half-width ones, any blank a space, characters without width nothing.
CREATE OR REPLACE MACRO half_width(t) AS CASE
    WHEN regexp_full_match(t, '[ -~一-鿿·]*') THEN t
    WHEN regexp_full_match(t, '[ -~一-鿿·（）]*') THEN replace(replace(t, '（', '('), '）', ')')
    ELSE translate(regexp_replace(t, '[\x{200B}-\x{200F}\x{2060}\x{FEFF}\x{00AD}]', '', 'g'),
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～　' || chr(160) || chr(9) || chr(10) || chr(13),
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~     ') END;

-- Text as a person would have typed it: half width, no quotes of spreadsheets, no blanks at the ends; '' is NULL.
CREATE OR REPLACE MACRO tidy(t) AS CASE
    WHEN regexp_full_match(t, '[!#-&(-_a-~一-鿿·](?:[!#-&(-_a-~一-鿿· ]*[!#-&(-_a-~一-鿿·])?') AND left(t, 1) <> '=' THEN t
    ELSE nullif(regexp_replace(half_width(t), '^[\s=''`"‘’“”]+|[\s''`"‘’“”]+$', '', 'g'), '')
END;

-- ---------------------------------------------------------------------------------------- citizen ID, GB 11643-1999
-- Check character of the first 17 digits given as an integer. The weights are powers of two mod 11, so the weighted
-- sum is the number read in base 2; the integer quotients replace a base of 10 by one of 2 without cutting digits out.
CREATE OR REPLACE MACRO id_check_remainder(k) AS (2 * (k - 8 * (k // 10 + 2 * (k // 100) + 4 * (k // 1000)
    + 8 * (k // 10000) + 16 * (k // 100000) + 32 * (k // 1000000) + 64 * (k // 10000000) + 128 * (k // 100000000)
    + 256 * (k // 1000000000) + 512 * (k // 10000000000) + 1024 * (k // 100000000000) + 2048 * (k // 1000000000000)
    + 4096 * (k // 10000000000000) + 8192 * (k // 100000000000000) + 16384 * (k // 1000000000000000)
    + 32768 * (k // 10000000000000000)))) % 11;
CREATE OR REPLACE MACRO id_check_character(k) AS substr('10X98765432', (id_check_remainder(k) + 1)::INTEGER, 1);

CREATE OR REPLACE MACRO id_check_character_of(k) AS list_transform([k], lambda x: id_check_character(x))[1];

-- Is the integer yyyymmdd a day of the calendar between 1900 and 2099?
CREATE OR REPLACE MACRO is_day(ymd) AS ymd BETWEEN 19000101 AND 20991231 AND ymd % 100 BETWEEN 1 AND
    CASE ymd // 100 % 100 WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30
        WHEN 2 THEN 28 + (ymd // 10000 % 4 = 0 AND ymd <> 19000229)::INTEGER
        WHEN 1 THEN 31 WHEN 3 THEN 31 WHEN 5 THEN 31 WHEN 7 THEN 31 WHEN 8 THEN 31 WHEN 10 THEN 31 WHEN 12 THEN 31
        ELSE 0 END;

CREATE OR REPLACE MACRO id_has_day(s) AS CASE
    WHEN regexp_full_match(s, '\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])...[\dX]') THEN true
    ELSE is_day(substr(s, 7, 8)::BIGINT) END;

-- The characters of a number that count: digits and X; 'E' where a spreadsheet lost them, NULL when nothing is written.
CREATE OR REPLACE MACRO id_figures(half) AS CASE
    WHEN regexp_full_match(half, '[^\d]*') THEN NULL
    WHEN regexp_full_match(half, '\W*\d(?:\.\d+)?[eE]\+?\d+\W*') THEN 'E'
    ELSE left(regexp_replace(replace(upper(regexp_replace(half, '\.0*\s*$', '')), '×', 'X'), '[^0-9X*]', '', 'g'), 18) END;
CREATE OR REPLACE MACRO id_written(t) AS CASE
    WHEN regexp_full_match(t, '[1-9]\d{16}[\dX]') THEN t
    ELSE id_figures(half_width(t)) END;

-- First 17 digits as an integer, whatever the check digit says; NULL when there are not 17 digits.
CREATE OR REPLACE MACRO id_digits(t) AS CASE
    WHEN regexp_full_match(t, '[1-9]\d{16}[\dX]') THEN left(t, 17)::BIGINT
    ELSE list_transform([id_written(t)], lambda s: CASE length(s)
        WHEN 18 THEN try_cast(left(s, 17) AS BIGINT)
        WHEN 15 THEN try_cast(left(s, 6) || '19' || right(s, 9) AS BIGINT) END)[1] END;

-- 18 characters, X upper-case, 15 digits widened with their check character; NULL when there are not so many.
CREATE OR REPLACE MACRO id_clean(t) AS CASE
    WHEN regexp_full_match(t, '[1-9]\d{16}[\dX]') THEN t
    ELSE list_transform([id_written(t)], lambda s: CASE
        WHEN regexp_full_match(s, '[1-9]\d{16}[\dX]') THEN s
        WHEN regexp_full_match(s, '[1-9]\d{14}') THEN list_transform([(left(s, 6) || '19' || right(s, 9))],
            lambda w: w || id_check_character(w::BIGINT))[1] END)[1]
END;

-- ok | widened (15 digits) | check | date | length | scientific (digits lost in a spreadsheet) | missing
CREATE OR REPLACE MACRO id_state_18(s) AS CASE
    WHEN right(s, 1) <> id_check_character_of(left(s, 17)::BIGINT) THEN CASE WHEN right(s, 3) = '000' THEN 'scientific' ELSE 'check' END
    WHEN NOT id_has_day(s) THEN 'date'
    ELSE 'ok' END;
CREATE OR REPLACE MACRO id_state(t) AS CASE
    WHEN regexp_full_match(t, '[1-9]\d{16}[\dX]') THEN id_state_18(t)
    ELSE list_transform([id_written(t)], lambda s: CASE
        WHEN s IS NULL THEN 'missing'
        WHEN s = 'E' THEN 'scientific'
        WHEN regexp_full_match(s, '[1-9]\d{16}[\dX]') THEN id_state_18(s)
        WHEN regexp_full_match(s, '[1-9]\d{14}')
            THEN CASE WHEN is_day(19000000 + substr(s, 7, 6)::BIGINT) THEN 'widened' ELSE 'date' END
        ELSE 'length' END)[1] END;

-- The key two files are joined on: the first 17 digits, only if check character and birth date hold.
CREATE OR REPLACE MACRO id_key_18(s) AS CASE
    WHEN right(s, 1) = id_check_character_of(left(s, 17)::BIGINT) AND id_has_day(s) THEN left(s, 17)::BIGINT END;
CREATE OR REPLACE MACRO id_key(t) AS CASE
    WHEN regexp_full_match(t, '[1-9]\d{16}[\dX]') THEN id_key_18(t)
    ELSE list_transform([id_clean(t)], lambda s: CASE WHEN s IS NOT NULL THEN id_key_18(s) END)[1] END;

-- Birth date and sex (1 man, 2 woman) that a valid number states.
CREATE OR REPLACE MACRO id_born(t) AS list_transform([id_key(t)], lambda k: CASE WHEN k IS NOT NULL
    THEN make_date(k // 10000000 % 10000, k // 100000 % 100, k // 1000 % 100) END)[1];
CREATE OR REPLACE MACRO id_sex(t) AS list_transform([id_key(t)], lambda k: CASE k % 2 WHEN 1 THEN '1' WHEN 0 THEN '2' END)[1];

-- ---------------------------------------------------------------------------------------- names
-- For comparison only, never for display: simplified characters, one kind of middle dot, no blanks, remarks or digits.
CREATE OR REPLACE MACRO name_simplified(s) AS CASE WHEN regexp_matches(s, '[$TRADITIONAL$]')
    THEN array_to_string(list_transform(string_split(s, ''), lambda c:
        CASE WHEN contains('$TRADITIONAL$', c) THEN substr('$SIMPLIFIED$', instr('$TRADITIONAL$', c)::INTEGER, 1) ELSE c END), '')
    ELSE s END;
CREATE OR REPLACE MACRO name_bare(t) AS nullif(regexp_replace(regexp_replace(regexp_replace(upper(tidy(t)), '[(（\[【〔].*$', ''),
    '[·•・‧∙⋅．.。]+', '·', 'g'), '[^\p{Han}A-Z·]|^·+|·+$', '', 'g'), '');
CREATE OR REPLACE MACRO name_clean(t) AS name_simplified(CASE WHEN regexp_full_match(t, '[一-鿿]+') THEN t ELSE name_bare(t) END);

-- Toneless pinyin, with the syllables that are confused in speech and in typing made one (zh z, ch c, sh s, -ng -n, l n).
CREATE OR REPLACE MACRO name_sound(t) AS (
    SELECT string_agg(coalesce(h.reading, n.c), ' ' ORDER BY n.i)
    FROM (SELECT unnest(string_split(m.s, '')) AS c, generate_subscripts(string_split(m.s, ''), 1) AS i
          FROM (SELECT name_clean(t) AS s) AS m) AS n
    LEFT JOIN hanzi AS h ON h.code = unicode(n.c));

-- ---------------------------------------------------------------------------------------- dates and months
-- A day: ISO, slashes, dots, 年月日, 20240301, serials 20000..60000 of spreadsheets, also day and month before the year
-- or swapped where only one reading is a date. A month alone or a two-figure year is no day: NULL.
CREATE OR REPLACE MACRO in_living_memory(d) AS list_transform([d], lambda x:
    CASE WHEN x BETWEEN DATE '1900-01-01' AND DATE '2099-12-31' THEN x END)[1];
CREATE OR REPLACE MACRO date_from(y, m, d) AS coalesce(try_cast(y || '-' || m || '-' || d AS DATE), try_cast(y || '-' || d || '-' || m AS DATE));
CREATE OR REPLACE MACRO date_in_order(s) AS CASE
    WHEN regexp_full_match(s, '(?:19|20)\d\d[-/]\d?\d[-/]\d?\d')
        THEN coalesce(try_cast(s AS DATE), try_strptime(s, ['%Y-%d-%m', '%Y/%d/%m'])::DATE)
    WHEN regexp_full_match(s, '(?:19|20)\d{6}') THEN coalesce(try_strptime(s, '%Y%m%d'), try_strptime(s, '%Y%d%m'))::DATE
    WHEN regexp_full_match(s, '[2-5]\d{4}(?:\.\d+)?|60000') THEN DATE '1899-12-30' + floor(s::DOUBLE)::INTEGER
    WHEN regexp_full_match(s, '(?:19|20)\d\d[-/.年]\d?\d[-/.月]\d?\d[日号]?')
        THEN coalesce(try_strptime(s, ['%Y年%m月%d日', '%Y.%m.%d']), try_strptime(s, ['%Y年%m月%d号', '%Y年%m月%d', '%Y.%d.%m']))::DATE END;
CREATE OR REPLACE MACRO parse_date(t) AS CASE
    WHEN regexp_full_match(t, '(?:19|20)\d\d[-/]\d?\d[-/]\d?\d|(?:19|20)\d\d[年.]\d?\d[月.]\d?\d日?|(?:19|20)\d{6}|[2-5]\d{4}') THEN date_in_order(t)
    WHEN NOT regexp_matches(t, '\d|[０-９]') THEN NULL
    ELSE in_living_memory(list_transform([replace(regexp_replace(tidy(t), '[ T]*\d?\d:\d\d(:\d\d(\.\d+)?)?(Z|\+0?8(:00)?)?$', ''), ' ', '')], lambda s: CASE
        WHEN regexp_full_match(s, '\d?\d[-/.]\d?\d[-/.](?:19|20)\d\d')
            THEN list_transform([{'a': regexp_extract(s, '^\d+'), 'b': regexp_extract(s, '^\d+\D(\d+)', 1)}], lambda p:
                CASE WHEN p.a::INTEGER > 12 OR p.b::INTEGER > 12 OR p.a::INTEGER = p.b::INTEGER
                    THEN date_from(right(s, 4), p.a, p.b) END)[1]
        ELSE date_in_order(s) END)[1])
    END;

-- A month as 'YYYY-MM', also out of a day.
CREATE OR REPLACE MACRO parse_month(t) AS CASE
    WHEN regexp_full_match(t, '(?:19|20)\d\d-(?:0[1-9]|1[0-2])') THEN t
    WHEN regexp_full_match(t, '(?:19|20)\d\d(?:0[1-9]|1[0-2])') THEN left(t, 4) || '-' || right(t, 2)
    WHEN regexp_full_match(t, '(?:19|20)\d\d[-/.年](?:0?[1-9]|1[0-2])(?:月份?)?')
        THEN left(t, 4) || '-' || lpad(regexp_extract(substr(t, 5), '\d+'), 2, '0')
    WHEN regexp_full_match(t, '(?:19|20)\d\d[-/年.]?\d?\d[-/月.]?\d?\d日?|[2-6]\d{4}') THEN strftime(parse_date(t), '%Y-%m')
    WHEN NOT regexp_matches(t, '\d|[０-９]') THEN NULL
    ELSE list_transform([regexp_replace(tidy(t), '\.0$', '')], lambda s: CASE
        WHEN regexp_full_match(s, '(?:19|20)\d\d(?:0[1-9]|1[0-2])') THEN left(s, 4) || '-' || right(s, 2)
        WHEN regexp_full_match(s, '(?:19|20)\d\d *[-/.年] *(?:0?[1-9]|1[0-2]) *(?:月份?)?')
            THEN left(s, 4) || '-' || lpad(regexp_extract(substr(s, 5), '\d+'), 2, '0')
        ELSE strftime(parse_date(s), '%Y-%m') END)[1]
    END;

-- ---------------------------------------------------------------------------------------- amounts
CREATE OR REPLACE MACRO parse_yuan(t) AS CASE
    WHEN regexp_full_match(t, '-?\d{1,11}(?:\.\d+)?') THEN try_cast(t AS DECIMAL(14, 2))
    ELSE list_transform([regexp_replace(tidy(t), '^(RMB|人民币|[￥¥])|元(/月)?$|[, ]', '', 'g')], lambda s:
        CASE WHEN regexp_full_match(s, '[-+]?\d{1,11}(?:\.\d+)?') THEN try_cast(s AS DECIMAL(14, 2)) END)[1]
    END;

-- 96 %, 0.96 and 96 are 0.9600; 1 is the whole; above 100 % or below nothing is NULL.
CREATE OR REPLACE MACRO parse_share(t) AS list_transform([replace(tidy(t), ' ', '')], lambda s: CASE
    WHEN regexp_full_match(s, '\d{1,3}(?:\.\d+)?%?') THEN list_transform(
        [CASE WHEN s LIKE '%\%' ESCAPE '\' THEN rtrim(s, '%')::DECIMAL(9, 5) / 100
              WHEN s::DECIMAL(9, 5) > 1 THEN s::DECIMAL(9, 5) / 100 ELSE s::DECIMAL(9, 5) END],
        lambda v: CASE WHEN v <= 1 THEN v::DECIMAL(6, 4) END)[1] END)[1];

-- ---------------------------------------------------------------------------------------- unified social credit code, GB 32100-2015
-- 18 characters; O and I, which the alphabet lacks, are the figures they were misread from.
CREATE OR REPLACE MACRO uscc_clean(t) AS CASE
    WHEN regexp_full_match(t, '[0-9A-HJ-NP-RTUWXY]{18}') THEN t
    ELSE list_transform([translate(regexp_replace(upper(tidy(t)), '[^0-9A-Z]', '', 'g'), 'OI', '01')], lambda s:
        CASE WHEN length(s) = 18 THEN s END)[1] END;
CREATE OR REPLACE MACRO uscc_value(s, i) AS instr('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(s, i, 1)) - 1;
CREATE OR REPLACE MACRO organisation_value(s, i) AS instr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(s, i, 1)) - 1;
CREATE OR REPLACE MACRO uscc_holds(s) AS
    (uscc_value(s, 1) + 3 * uscc_value(s, 2) + 9 * uscc_value(s, 3) + 27 * uscc_value(s, 4) + 19 * uscc_value(s, 5)
        + 26 * uscc_value(s, 6) + 16 * uscc_value(s, 7) + 17 * uscc_value(s, 8) + 20 * uscc_value(s, 9)
        + 29 * uscc_value(s, 10) + 25 * uscc_value(s, 11) + 13 * uscc_value(s, 12) + 8 * uscc_value(s, 13)
        + 24 * uscc_value(s, 14) + 10 * uscc_value(s, 15) + 30 * uscc_value(s, 16) + 28 * uscc_value(s, 17)
        + uscc_value(s, 18)) % 31 = 0
    -- characters 9..17 are the organisation code of GB 11714 with its own check character
    AND substr('0X987654321', ((3 * organisation_value(s, 9) + 7 * organisation_value(s, 10)
        + 9 * organisation_value(s, 11) + 10 * organisation_value(s, 12) + 5 * organisation_value(s, 13)
        + 8 * organisation_value(s, 14) + 4 * organisation_value(s, 15) + 2 * organisation_value(s, 16)) % 11 + 1)::INTEGER, 1)
        = substr(s, 17, 1);
CREATE OR REPLACE MACRO uscc_ok(t) AS CASE
    WHEN regexp_full_match(t, '[0-9A-HJ-NP-RTUWXY]{18}') THEN uscc_holds(t)
    ELSE list_transform([uscc_clean(t)], lambda s:
        CASE WHEN s IS NOT NULL THEN regexp_full_match(s, '[0-9A-HJ-NP-RTUWXY]{18}') AND uscc_holds(s) END)[1] END;

-- ---------------------------------------------------------------------------------------- phones and certificates
-- 11 digits of a mobile, or a land line with or without its area code, digits only; of several numbers the first.
CREATE OR REPLACE MACRO phone_clean(t) AS CASE
    WHEN regexp_full_match(t, '1[3-9]\d{9}') THEN t
    ELSE list_transform([regexp_replace(tidy(t), '\.0$', '')], lambda s: CASE
        WHEN regexp_full_match(regexp_replace(s, '[^0-9]', '', 'g'), '(?:00)?(?:86)?1[3-9]\d{9}') THEN right(regexp_replace(s, '[^0-9]', '', 'g'), 11)
        WHEN regexp_full_match(s, '(?:\+?86-?)?\(?0\d{2,3}\)?[- ]*[2-9]\d{6,7}')
            THEN regexp_replace(regexp_replace(s, '^\+?86-?', ''), '[^0-9]', '', 'g')
        WHEN regexp_full_match(s, '[2-9]\d{6,7}') THEN s
        ELSE nullif(regexp_extract(s, '(?:^|\D)(1[3-9]\d{9})(?:\D|$)', 1), '') END)[1] END;

-- 20 characters (citizen ID, category 1..7, grade 1..4) or 22 with B and the number of the reissue.
CREATE OR REPLACE MACRO certificate_clean(t) AS CASE
    WHEN regexp_full_match(t, '[1-9]\d{16}[\dX][1-7][1-4](?:B\d)?') THEN t
    ELSE list_transform([regexp_replace(upper(replace(tidy(t), '×', 'X')), '[^0-9A-Z]', '', 'g')], lambda s:
        CASE WHEN regexp_full_match(s, '[1-9]\d{16}[\dX][1-7][1-4](?:B\d)?') THEN s END)[1] END;
CREATE OR REPLACE MACRO certificate_parts(t) AS list_transform([certificate_clean(t)], lambda s: CASE WHEN s IS NOT NULL THEN
    {'citizen_id': left(s, 18), 'category': substr(s, 19, 1)::INTEGER, 'grade': substr(s, 20, 1)::INTEGER,
     'reissue': coalesce(try_cast(substr(s, 22, 1) AS INTEGER), 0)} END)[1];
