"""Linking as a sequence of tables; each statement of the SQL files beside is one step."""

import re
from functools import cache

import duckdb
import pyarrow as pa
import yaml

from tonggong.analysis.engine import package_text, statements

TEXTS = ("citizen_id", "name", "born_on", "sex", "county", "phone")
COLUMNS = (
    *("source_row", "person_id", "tier", "score", "decision"),
    "name_level",
    *("bits_id", "bits_name", "bits_birth", "bits_sex", "bits_county", "bits_phone"),
)

# The first four syllables of a name in one number, three digits each, the surname's last; NULL without a Han surname.
_SOUND = (
    "h1.sound + 1000 * (coalesce(h2.sound, 0) + 1000 * (coalesce(h3.sound, 0) + 1000 * coalesce(h4.sound, 0)::BIGINT))"
)
_SOUND_JOINS = " ".join(f"LEFT JOIN hanzi AS h{i} ON h{i}.code = unicode(substr(name, {i}, 1))" for i in (1, 2, 3, 4))


def link(
    con: duckdb.DuckDBPyConnection, incoming: str | pa.Table, ledger: str | pa.Table, *, frequencies: str | None = None
) -> pa.Table:
    """Pairs of an incoming row and a person of the ledger that are, or may be, the same human being.

    `incoming` (source_row and the columns of TEXTS, raw) and `ledger` (person_id and the same; several rows a person
    for known other numbers or former names) are Arrow tables or names the connection knows; columns may be absent.
    `frequencies` names a table (name, n) that says how common names are; by default the ledger itself does.
    `con` comes from `engine.connect`.

    Returns source_row, person_id, tier, score and bits_* in tenths of a bit, name_level, decision: 'accept' at most once a row, or
    'review', at most three a row and never beside an 'accept'. Rows and persons not named are not linked.
    """
    sources = {"incoming": _source(con, incoming, "source_row"), "ledger": _source(con, ledger, "person_id")}
    try:
        _prepare(con, **sources, frequencies=frequencies)
        for statement in _steps("linkage/pairs.sql", INCOMING=sources["incoming"], **weights()):
            con.execute(statement)
        return con.sql(
            f"SELECT {', '.join(COLUMNS)} FROM link_decided WHERE decision = 'accept' OR decision = 'review'"
            " AND source_row NOT IN (SELECT source_row FROM link_decided WHERE decision = 'accept')"
            f" QUALIFY row_number() OVER (PARTITION BY source_row ORDER BY place) <= {weights()['LIMITS_CANDIDATES']}"
            " ORDER BY source_row, place"
        ).to_arrow_table()
    finally:
        _forget(con)


def _prepare(con: duckdb.DuckDBPyConnection, incoming: str, ledger: str, frequencies: str | None) -> None:
    con.execute(package_text("linkage/macros.sql"))
    values = {
        "INCOMING": incoming,
        "LEDGER": ledger,
        "NUMBERS_OF_INCOMING": statements("linkage/numbers.sql", TABLE=incoming),
        "NUMBERS_OF_LEDGER": statements("linkage/numbers.sql", TABLE=ledger),
        "SOUND": _SOUND,
        "SOUND_JOINS": _SOUND_JOINS,
        "NEAR_DOUBTFUL_PERSONS": "day * 100000 + unicode(name) IN"
        " (SELECT born::BIGINT * 100000 + unicode(name) FROM link_person WHERE key IS NULL AND born IS NOT NULL)",
        "FREQUENCIES": "SELECT name, sound, count(DISTINCT person_id) AS n FROM link_person WHERE name IS NOT NULL GROUP BY ALL"
        if frequencies is None
        else f"SELECT name, {_SOUND} AS sound, n FROM (SELECT name_clean(name) AS name, n FROM {frequencies}) {_SOUND_JOINS}",
    }
    for statement in _steps("linkage/prepare.sql", **values):
        con.execute(statement)


def find_duplicates(con: duckdb.DuckDBPyConnection, ledger: str | pa.Table) -> pa.Table:
    """Pairs of persons of the ledger who may be one, entered twice: person_id, other_id, score and bits_*, best first.

    A person decides each of them; nothing is accepted here. Other names and numbers of one person are no duplicates.
    """
    source = _source(con, ledger, "person_id")
    twice = f"SELECT p.person_id AS source_row, {', '.join('p.' + c for c in TEXTS)} FROM ({source}) AS p"
    try:
        _prepare(con, incoming=f"{twice} LIMIT 0", ledger=source, frequencies=None)
        for statement in _steps("linkage/duplicates.sql", **weights()):
            con.execute(statement)
        steps = _steps("linkage/pairs.sql", INCOMING="SELECT 1 LIMIT 0", **weights())
        for statement in steps[-4:-2]:  # the levels and their scores, as for any pair
            con.execute(statement)
        return con.sql(
            f"SELECT l.person_id, s.person_id AS other_id, {', '.join('s.' + c for c in ('score', *COLUMNS[5:]))}"
            " FROM link_scored AS s JOIN link_person AS l ON l.p = s.source_row"
            f" WHERE s.score >= {weights()['LIMITS_REVIEW']}"
            " QUALIFY row_number() OVER (PARTITION BY l.person_id, s.person_id ORDER BY s.score DESC) = 1"
            " ORDER BY s.score DESC, 1, 2"
        ).to_arrow_table()
    finally:
        _forget(con)


def _source(con: duckdb.DuckDBPyConnection, table: str | pa.Table, key: str) -> str:
    """A SELECT of the key and all TEXTS out of it, as text, absent columns as nulls."""
    if not isinstance(table, str):
        name = f"link_given_{key}"
        con.register(name, table)
        table = name
    found = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}
    if key not in found:
        raise ValueError(f"{table} has no column {key}")
    texts = (f"{c}::VARCHAR AS {c}" if c in found else f"NULL::VARCHAR AS {c}" for c in TEXTS)
    return f"SELECT {key}::BIGINT AS {key}, {', '.join(texts)} FROM {table}"


def _forget(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'link_')")
    for (name,) in rows.fetchall():
        con.execute(f"DROP TABLE {name}")
    for name in ("link_given_source_row", "link_given_person_id"):
        con.unregister(name)


def _steps(name: str, **values: object) -> list[str]:
    text = re.sub(r"^--.*\n", "", statements(name, **values), flags=re.MULTILINE)
    return [s for s in re.split(r";\s*\n", text) if s.strip()]


@cache
def weights() -> dict[str, float]:
    """`weights.yaml` flat: BIRTH_SAME, LIMITS_ACCEPT and so on."""
    table = yaml.safe_load(package_text("linkage/weights.yaml"))
    return {
        f"{field}_{level}".upper(): value
        for field, levels in table.items()
        if isinstance(levels, dict)
        for level, value in levels.items()
    }
