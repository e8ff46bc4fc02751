"""Turn columns of text into what they mean, a whole column at a time, by the macros of `tonggong.analysis`."""

import os
from dataclasses import dataclass
from functools import cache

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tonggong.analysis import engine
from tonggong.base.intake.feeds import Column, Feed, Kind
from tonggong.base.intake.reading import Sheet

_BATCH = 1 << 14  # DuckDB reads the batches of an Arrow table in parallel
# What a cell $v means; NULL where it is blank or not understood.
_MEANS = {
    Kind.TEXT: "tidy($v)",
    Kind.NAME: r"CASE WHEN regexp_full_match($v, '[一-鿿]+') THEN $v WHEN regexp_matches($v, '\p{Han}') THEN replace(tidy($v), ' ', '') ELSE tidy($v) END",
    Kind.CITIZEN_ID: "id_clean($v)",
    Kind.CERTIFICATE: "certificate_clean($v)",
    Kind.USCC: "CASE WHEN uscc_ok($v) THEN uscc_clean($v) END",
    Kind.PHONE: "phone_clean($v)",
    Kind.DATE: "parse_date($v)",
    Kind.MONTH: "parse_month($v)",
    Kind.YUAN: "parse_yuan($v)",
    Kind.SHARE: "parse_share($v)::DECIMAL(14, 4)",
    Kind.COUNT: r"try_cast(regexp_extract(replace(tidy($v), ',', ''), '^(\d{1,9})(?:\.0+)?[^\d.]*$', 1) AS INTEGER)",
    Kind.NUMBER: r"try_cast(regexp_extract(replace(tidy($v), ',', ''), '^(\d{1,9}(?:\.\d+)?)[^\d.]*$', 1) AS DECIMAL(14, 4))",
    Kind.CHOICE: "tidy($v)",
}
TYPES = {
    Kind.DATE: pa.date32(),
    Kind.YUAN: pa.decimal128(14, 2),
    Kind.SHARE: pa.decimal128(14, 4),
    Kind.COUNT: pa.int32(),
    Kind.NUMBER: pa.decimal128(14, 4),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a column means.

    Args:
        value: typed, null where a cell is blank or not understood.
        written: the tidied text of a cell that is written but not understood, else null.
        state: of citizen IDs: ok, widened, check, date, length, scientific, missing.
    """

    value: pa.Array
    written: pa.Array
    state: pa.Array | None = None


def meanings(feed: Feed, sheet: Sheet) -> dict[str, Meant]:
    """Return what each column of a feed means in a sheet; a column that the sheet lacks is blank."""
    found: dict[str, Meant] = {}
    with _engine(os.getpid()).cursor() as con:
        wide: list[tuple[Column, pa.Array]] = []
        for column in feed.columns:
            raw = sheet.column(column.field)
            if raw is None:
                found[column.field] = _blank(column, len(sheet))
                continue
            coded = raw.dictionary_encode()
            if column.kind is Kind.CHOICE or len(coded.dictionary) * 3 < len(raw):
                few = _ask(con, [(column, coded.dictionary)])[column.field]
                if column.kind is Kind.CHOICE:
                    few = _chosen(column, few)
                found[column.field] = _spread(few, coded.indices)
            else:
                wide.append((column, raw))
        if wide:
            found |= _ask(con, wide)
    return found


@cache
def _engine(process: int) -> duckdb.DuckDBPyConnection:
    """One engine a process: to make its macros takes longer than to read a small file. A forked child makes its own."""
    con = engine.connect(memory="1GB")
    con.execute("SET GLOBAL preserve_insertion_order = true")
    return con


def column_type(kind: Kind) -> pa.DataType:
    """Return the Arrow type in which a kind is kept."""
    return TYPES.get(kind, pa.string())


def _blank(column: Column, count: int) -> Meant:
    state = pa.array(["missing"] * count, pa.string()) if column.kind is Kind.CITIZEN_ID else None
    return Meant(pa.nulls(count, column_type(column.kind)), pa.nulls(count, pa.string()), state)


def _ask(con: duckdb.DuckDBPyConnection, columns: list[tuple[Column, pa.Array]]) -> dict[str, Meant]:
    asked = []
    for n, (column, _) in enumerate(columns):
        meaning = _MEANS[column.kind].replace("$v", f"c{n}")
        asked.append(f"{meaning} AS m{n}")
        if column.kind is Kind.CITIZEN_ID:
            asked.append(f"id_state(c{n}) AS s{n}")
    table = pa.table({f"c{n}": raw for n, (_, raw) in enumerate(columns)})
    con.register("cells", pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH), table.schema))
    written = ", ".join(f"CASE WHEN m{n} IS NULL THEN tidy(c{n}) END AS w{n}" for n in range(len(columns)))
    got = con.sql(f"SELECT * EXCLUDE ({', '.join(f'c{n}' for n in range(len(columns)))}), {written} FROM (SELECT *, {', '.join(asked)} FROM cells)").to_arrow_table()  # fmt: skip
    con.unregister("cells")
    out = {}
    for n, (column, _) in enumerate(columns):
        state = _flat(got[f"s{n}"]) if column.kind is Kind.CITIZEN_ID else None
        value = _flat(got[f"m{n}"]).cast(column_type(column.kind))
        out[column.field] = Meant(value, _flat(got[f"w{n}"]).cast(pa.string()), state)
    return out


def _chosen(column: Column, few: Meant) -> Meant:
    words = few.value.to_pylist()
    ours = [None if word is None else column.understood(word) for word in words]
    lost = [word if our is None else None for word, our in zip(words, ours, strict=True)]
    return Meant(pa.array(ours, pa.string()), pa.array(lost, pa.string()))


def _spread(few: Meant, indices: pa.Array) -> Meant:
    state = None if few.state is None else few.state.take(indices)
    return Meant(few.value.take(indices), few.written.take(indices), state)


def _flat(column: pa.ChunkedArray) -> pa.Array:
    column = column.combine_chunks()
    return pc.cast(column, pa.string()) if pa.types.is_large_string(column.type) else column
