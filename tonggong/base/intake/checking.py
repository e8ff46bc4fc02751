"""Check a sheet against its feed: which rows are understood, which go back and why, which are said twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tonggong.base.intake import remedies
from tonggong.base.intake.feeds import Bad, Column, Feed, Kind
from tonggong.base.intake.reading import Sheet
from tonggong.base.intake.remedies import Refusal
from tonggong.base.intake.understanding import Meant, meanings
from tonggong.base.privacy import row_hashes

HASH = pa.binary(12)
RAW = "~"  # names of the sender's own columns in a sealed table: ~0, ~1, ...
GOOD_IDS = ("ok", "widened")


@dataclass(slots=True)
class Checked:
    """What a sheet says.

    Args:
        table: accepted rows: source_row, row_hash, key_hash, id_state, the feed's fields, the sender's columns as ~n.
        unchanged: how many rows were said before, in this file or in the delivery.
        refused: row -> why it goes back.
        refused_table: source_row and the sender's columns ~n of the refused rows, as written.
        headings: of the sender's columns.
    """

    table: pa.Table
    unchanged: int
    refused: dict[int, list[Refusal]] = field(default_factory=dict)
    refused_table: pa.Table | None = None
    headings: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Persons' or units' rows: accepted, said before and refused."""
        return self.table.num_rows + self.unchanged + len(self.refused)


@dataclass(frozen=True, slots=True)
class Known:
    """What a delivery holds already: whole rows by their hash, and keys with the hash of their row."""

    rows: frozenset[bytes] = frozenset()
    keys: frozenset[bytes] = frozenset()


class _Problems:
    def __init__(self, feed: Feed, month: str, sheet: Sheet):
        self.feed, self.month, self.sheet = feed, month, sheet
        self.rows = sheet.rows
        self.found: dict[int, list[Refusal]] = defaultdict(list)

    def heading(self, name: str) -> str:
        place = self.sheet.layout.place(name)
        return self.feed.column(name).title if place is None else self.sheet.layout.columns[place].heading

    def written(self, name: str, n: int) -> str:
        raw = self.sheet.column(name)
        return "" if raw is None else (raw[n].as_py() or "")

    def add(self, n: int, name: str, words: tuple[str, str], heading: str = "", written: str | None = None) -> None:
        said = self.written(name, n) if written is None else written
        self.found[n].append(Refusal(self.rows[n].as_py(), heading or self.heading(name), name, said, *words))


def check(feed: Feed, month: str, sheet: Sheet, known: Known | None = None, own_unit: str = "") -> Checked:
    """Check a sheet; with `known`, as rows that are added to a delivery which holds others already.

    With `own_unit`, rows of every other unit go back: a unit reports its own people only.
    """
    meant = meanings(feed, sheet)
    problems = _Problems(feed, month, sheet)
    for column in feed.columns:
        _check_column(problems, column, meant)
    _check_month(problems, meant)
    _check_unit(problems, meant, own_unit)
    _check_order(problems, meant)
    good = _all_but(len(sheet), problems.found)
    table = _table(feed, sheet, meant, good)
    dropped, repeated = _repeated(problems, table, good, known or Known())
    if dropped:
        table = table.filter(_mask(table.num_rows, dropped))
    checked = Checked(table, repeated, headings=[c.heading for c in sheet.layout.columns])
    back = sorted(problems.found)
    checked.refused = {problems.rows[n].as_py(): problems.found[n] for n in back}
    checked.refused_table = _raw_table(sheet, pa.array(back, pa.int64()))
    return checked


def _where(mask: pa.Array) -> list[int]:
    return pc.indices_nonzero(mask.fill_null(False)).to_pylist()


def _check_column(problems: _Problems, column: Column, meant: dict[str, Meant]) -> None:
    found = meant[column.field]
    if column.kind is Kind.CITIZEN_ID:
        _check_identity(problems, column, meant)
        return
    written = found.written.is_valid()
    if column.bad is Bad.REFUSE:
        for n in _where(written):
            problems.add(n, column.field, remedies.of_bad(column, found.written[n].as_py(), problems.month))
        if column.kind is Kind.YUAN:
            for n in _where(pc.less(found.value, pa.scalar(0, found.value.type))):
                problems.add(n, column.field, ("金额小于零", "核对后改正"))
    if column.required:
        for n in _where(pc.and_(pc.invert(written), pc.invert(found.value.is_valid()))):
            problems.add(n, column.field, remedies.of_missing(column))


def _check_identity(problems: _Problems, column: Column, meant: dict[str, Meant]) -> None:
    feed, state = problems.feed, meant[column.field].state
    assert state is not None
    doubtful = pc.invert(pc.is_in(state, pa.array(GOOD_IDS)))
    names = meant["name"].value
    for n in _where(doubtful):
        said, has_name = state[n].as_py(), names[n].is_valid
        if said != "scientific" and feed.keeps_suspects and has_name:
            continue
        if feed.may_name_nobody and said == "missing" and not has_name:
            continue
        problems.add(n, column.field, remedies.of_identity(said, has_name=has_name or not feed.keeps_suspects))


def _check_month(problems: _Problems, meant: dict[str, Meant]) -> None:
    feed, month = problems.feed, problems.month
    if not feed.month_field:
        return
    said = meant[feed.month_field].value
    remark = meant["remark"].value
    for n in _where(pc.not_equal(said, month)):
        other = said[n].as_py()
        if other < month and feed.arrears_word and feed.arrears_word in (remark[n].as_py() or ""):
            continue
        problems.add(n, feed.month_field, remedies.of_month(other, month))


def _check_unit(problems: _Problems, meant: dict[str, Meant], own_unit: str) -> None:
    if not own_unit:
        return
    for n in _where(pc.not_equal(pc.coalesce(meant["unit_code"].value, ""), own_unit)):
        problems.add(n, "unit_code", remedies.of_unit(own_unit))


def _check_order(problems: _Problems, meant: dict[str, Meant]) -> None:
    for first, last in problems.feed.order:
        for n in _where(pc.greater(meant[first].value, meant[last].value)):
            words = remedies.of_order(problems.feed.column(first), problems.feed.column(last))
            problems.add(n, last, words)


def _mask(count: int, out: Iterable[int]) -> pa.Array:
    mask = [True] * count
    for n in out:
        mask[n] = False
    return pa.array(mask, pa.bool_())


def _all_but(count: int, out: Iterable[int]) -> pa.Array | None:
    """Return the places that are left, None when all are."""
    out = set(out)
    return pa.array([n for n in range(count) if n not in out], pa.int64()) if out else None


def _taken(array: pa.Array, places: pa.Array | None) -> pa.Array:
    return array if places is None else array.take(places)


def _table(feed: Feed, sheet: Sheet, meant: dict[str, Meant], good: pa.Array | None) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for column in feed.columns:
        found = meant[column.field]
        value = found.value
        if column.kind is Kind.CITIZEN_ID or column.bad is Bad.KEEP:
            value = pc.coalesce(value, found.written)  # what may still be found out stays as written
        columns[column.field] = _taken(value, good)
    texts = {
        name: value if pa.types.is_string(value.type) else value.cast(pa.string()) for name, value in columns.items()
    }
    whole = _joined(texts.values())
    key = _joined(texts[name] for name in feed.row_key)
    state = meant["citizen_id"].state if "citizen_id" in meant else None
    if state is not None:
        state = _taken(state, good)
        key = pc.if_else(pc.equal(state, "missing"), whole, key)  # two people without number may have one name
    rows = _taken(sheet.rows, good)
    first = {
        "source_row": rows,
        "row_hash": pa.array(row_hashes(whole.to_pylist()), HASH),
        "key_hash": pa.array(row_hashes(key.to_pylist()), HASH),
        "id_state": pa.nulls(len(rows), pa.string()) if state is None else state,
    }
    raw = {f"{RAW}{n}": _taken(cells, good) for n, cells in enumerate(sheet.columns)}
    return pa.table({**first, **columns, **raw})


def _joined(texts: Iterable[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*texts, "\x1f", null_handling="replace", null_replacement="")


def _repeated(problems: _Problems, table: pa.Table, good: pa.Array | None, known: Known) -> tuple[list[int], int]:
    """Find rows said twice: the same content counts as unchanged, other content under the same key goes back."""
    doubtful = _said_twice(table, known)
    keys, hashes = (table[name].take(pa.array(doubtful, pa.int64())).to_pylist() for name in ("key_hash", "row_hash"))
    first: dict[bytes, int] = {}
    dropped, repeated = [], 0
    for at, (n, key, content) in enumerate(zip(doubtful, keys, hashes, strict=True)):
        before = first.setdefault(key, at)
        if content in known.rows or (before != at and hashes[before] == content):
            repeated += 1
            dropped.append(n)
        elif before != at or key in known.keys:
            place = n if good is None else good[n].as_py()
            row = table["source_row"][doubtful[before]].as_py() if before != at else None
            words = remedies.of_conflict(problems.feed, row)
            problems.add(place, problems.feed.identity, words, heading="整行", written="")
            dropped.append(n)
    return dropped, repeated


def _said_twice(table: pa.Table, known: Known) -> list[int]:
    """Return the rows whose key occurs again, in the sheet or in what the delivery holds: few, looked at one by one."""
    coded = table["key_hash"].combine_chunks().dictionary_encode()
    places = coded.indices.to_numpy()
    mask = np.bincount(places, minlength=1)[places] > 1 if len(places) else np.zeros(0, bool)
    if known.keys:
        mask = mask | pc.is_in(table["key_hash"], pa.array(list(known.keys), HASH)).to_numpy()
    return np.flatnonzero(mask).tolist()


def _raw_table(sheet: Sheet, places: pa.Array) -> pa.Table:
    raw = {f"{RAW}{n}": cells.take(places) for n, cells in enumerate(sheet.columns)}
    return pa.table({"source_row": sheet.rows.take(places), **raw})
