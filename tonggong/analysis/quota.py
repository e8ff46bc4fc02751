"""The levy of any number of units at once: the very rule that a page asks, on every core, with all its sentences.

Units of one kind, size and number of placements stand alike, whatever they pay (`rules.quota.levy.Standing`): the rule is
asked once for all of them who owe nothing, and for each single one who owes. The words of all are put
together by whole columns.
"""

import gc
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, Standing, Terms, levy_of, standing_of

MONEY = pa.decimal128(18, 2)
COLUMNS = ("kind", "staff_months", "counted_months", "wage_yuan")
RESULT = pa.schema([("tier", pa.string()), ("payable_yuan", MONEY), ("because", pa.string())])
_PIECE = 200_000  # units taken at a time: far below the 2 GB of an Arrow column of text, and memory stays small
_NOTHING = Decimal("0.00")
_FEW = 20_000  # units that one process does sooner than it has helpers

_shared: tuple[pa.Table, Terms, Path] | None = None  # what forked helpers find in their copy of the memory


def levies(units: pa.Table, policy: Terms, processes: int | None = None) -> pa.Table:
    """Reckon the levy of every unit, in the order in which they stand.

    Args:
        units: `kind` (a `UnitKind`), `staff_months` and `counted_months` (person-months), `wage_yuan` (a year's average);
            numbers as integers or decimals, never floating point. Other columns are left aside. The former exemption of
            new enterprises (before 2020) isn't asked: no day of registration is taken.
        processes: how many work beside one another; as many as there are cores where not given. A program with threads
            of its own does it alone, since it can't be forked safely.
    Returns:
        `tier`, `payable_yuan` and `because`, one row a unit.
    Raises:
        ValueError: a kind is unknown, or a number is negative, missing or a floating one.
    """
    global _shared
    _check(units)
    units = units.select(COLUMNS)
    count = processes or len(os.sched_getaffinity(0))
    if count == 1 or units.num_rows < _FEW or threading.active_count() > 1 or "fork" not in get_all_start_methods():
        with _no_collecting():
            return _reckoned(units, policy)
    edges = [units.num_rows * n // count for n in range(count + 1)]
    with tempfile.TemporaryDirectory(prefix="tonggong-levies-") as folder:
        _shared = (units, policy, Path(folder))
        try:
            with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
                files = list(pool.map(_part, edges, edges[1:]))
        finally:
            _shared = None
        # Mapped files stay readable after their names are gone.
        return pa.concat_tables([pa.ipc.open_file(pa.memory_map(str(file))).read_all() for file in files])


def _check(units: pa.Table) -> None:
    if null := [name for name in COLUMNS if units[name].null_count]:
        raise ValueError(f"{'、'.join(null)} 有空值。")
    for name in COLUMNS[1:]:
        if not (pa.types.is_integer(units[name].type) or pa.types.is_decimal(units[name].type)):
            raise ValueError(f"{name} 应是整数或定点小数。")
        if units.num_rows and pc.min(units[name]).as_py() < 0:
            raise ValueError(f"{name} 不能是负数。")


def _part(first: int, last: int) -> Path:
    """In a helper: one stretch of the units, its result left in a file, which is quicker than handing it back."""
    assert _shared is not None
    units, policy, folder = _shared
    file = folder / f"{first}.arrow"
    with _no_collecting(), pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, RESULT) as writer:
        for n in range(first, last, _PIECE):
            writer.write_table(_piece(units.slice(n, min(_PIECE, last - n)), policy))
    return file


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Nothing made here refers to itself: looking for such rings would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reckoned(units: pa.Table, policy: Terms) -> pa.Table:
    pieces = [_piece(units.slice(n, _PIECE), policy) for n in range(0, units.num_rows, _PIECE)]
    return pa.concat_tables(pieces) if pieces else RESULT.empty_table()


def _piece(units: pa.Table, policy: Terms) -> pa.Table:
    alike, cases = _alike(units)
    standings = [standing_of(case, policy) for case in cases]
    owes = np.fromiter((bool(one.due) for one in standings), bool, len(cases))
    owing = np.flatnonzero(owes[alike])
    payable, because = _of_each(cases, standings, alike, owing, units["wage_yuan"], policy)
    place = np.zeros(len(alike), np.int64)
    place[owing] = np.arange(1, len(owing) + 1)
    amounts = pa.array([_NOTHING, *payable], MONEY).take(pa.array(place))
    tiers = pa.array([one.tier.value for one in standings], pa.string()).take(pa.array(alike))
    return pa.table([tiers, amounts, because], RESULT)


def _of_each(
    cases: list[LevyCase],
    standings: list[Standing],
    alike: np.ndarray[Any, Any],
    owing: np.ndarray[Any, Any],
    wages: pa.ChunkedArray,
    policy: Terms,
) -> tuple[list[Decimal], pa.Array]:
    """What each who owes has to pay, and `Levy.because` of every unit, its words put together by columns.

    Who owes nothing has the words of his standing. The long texts are few, so only their numbers stand for each unit.
    """
    payable: list[Decimal] = []
    wage_words, amount_words = [""], [""]
    texts: dict[str, int] = {}
    openings = _numbered([one.opening for one in standings], texts)[alike]
    closings = _numbered([one.closing for one in standings], texts)[alike]
    decimals = map(Decimal, wages.take(pa.array(owing)).cast(pa.string()).to_pylist())
    for unit, n, wage in zip(owing.tolist(), alike[owing].tolist(), decimals, strict=True):
        standing = standings[n]
        # A named tuple made by its own constructor would take as long as the rule.
        levy = levy_of(_CASE(LevyCase, (*cases[n][:3], wage, None)), policy, standing)
        payable.append(levy.payable_yuan)
        opening, wage_word, closing, amount = levy.words
        wage_words.append(wage_word)
        amount_words.append(amount)
        # Few wages change what is said around them: those above the cap, and those that nobody knows.
        if opening is not standing.opening:
            openings[unit] = texts.setdefault(opening, len(texts))
        if closing is not standing.closing:
            closings[unit] = texts.setdefault(closing, len(texts))
    own = np.zeros(len(alike), np.int64)
    own[owing] = np.arange(1, len(owing) + 1)
    columns = ((list(texts), openings), (wage_words, own), (list(texts), closings), (amount_words, own))
    parts = [pa.array(known, pa.string()).take(pa.array(place)) for known, place in columns]
    return payable, pc.binary_join_element_wise(*parts, "")


def _numbered(words: list[str], texts: dict[str, int]) -> np.ndarray[Any, Any]:
    """The number of each text among those known, new ones added."""
    return np.fromiter((texts.setdefault(text, len(texts)) for text in words), np.int64, len(words))


def _alike(units: pa.Table) -> tuple[np.ndarray[Any, Any], list[LevyCase]]:
    """For each unit the number of those of its kind, size and placements, and one case for each number, without wages."""
    key = np.zeros(units.num_rows, np.int64)
    values: list[list[Any]] = []
    for name, read in zip(COLUMNS[:3], _READ, strict=True):
        encoded = units[name].combine_chunks().dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        known = [read(text) for text in encoded.dictionary.cast(pa.string()).to_pylist()]
        key = key * len(known) + encoded.indices.to_numpy()
        values.append(known)
    distinct = pa.array(key).dictionary_encode()
    cases = []
    for number in distinct.dictionary.to_pylist():
        number, counted = divmod(number, len(values[2]))
        kind, staff = divmod(number, len(values[1]))
        cases.append(LevyCase(values[0][kind], values[1][staff], values[2][counted], Decimal(0)))
    return distinct.indices.to_numpy().copy(), cases


_READ: tuple[Callable[[str], Any], ...] = (UnitKind, Decimal, Decimal)
_CASE: Callable[..., LevyCase] = tuple.__new__
