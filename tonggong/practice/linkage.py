"""Large worlds for benches of record linkage: a ledger, a department's file with its mistakes, and who is who."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tonggong.practice import dates, names, numbers
from tonggong.practice.characters import SOUNDS_LIKE, VARIANTS

COUNTIES = ("双台子区", "兴隆台区", "大洼区", "盘山县")
CODES = (211102, 211103, 211104, 211122)
PART_LISTED = 0.15  # of the ledger's persons, how many stand in the incoming file
BLOCK = 500_000
TODAY = dates.day("2024-12-31")
# Shares of rows, as measured; all are multiplied by `errors`.
ID_15, ID_DIGIT, ID_SWAP, ID_SHORT, ID_DESTROYED, ID_MARKED, ID_MISSING = 0.01, 0.002, 0.002, 0.001, 0.003, 0.02, 0.005
NAME_WRONG, NAME_MISSING, BIRTH_WRONG, BIRTH_MISSING, PHONE_OTHER, PHONE_MISSING, COUNTY_OTHER = (
    0.02,
    0.002,
    0.003,
    0.01,
    0.12,
    0.25,
    0.08,
)
BORROWED = 0.0002  # strangers' rows with the valid number of a relative who stands in the ledger


def linkage_world(seed: int, people: int, workers: int, errors: float = 1.0) -> tuple[pa.Table, pa.Table, pa.Table]:
    """A ledger of `people`, an incoming file of `workers` rows, and the truth (source_row, person_id).

    Ledger: person_id int64, citizen_id, name, born_on (ISO), sex (男, 女), county, phone. Incoming: source_row int64 and
    the same fields as offices write them, in several styles, with mistakes. The truth holds only rows of persons in the
    ledger; some fifteen in a hundred of them are in the file. `errors` multiplies the shares of mistakes.
    """
    rng = np.random.default_rng([seed, 1106])
    listed = min(round(people * PART_LISTED), workers // 2)
    person = _persons(rng, people + workers - listed)
    ledger = pa.table({"person_id": pa.array(np.arange(people))} | _clean(person, np.arange(people)))
    # Who stands in the file: some of the ledger, and strangers, in any order.
    chosen = np.sort(rng.choice(people, listed, replace=False))
    who = np.concatenate([chosen, np.arange(people, people + workers - listed)])
    rng.shuffle(who)
    parts = [
        _as_written(rng, person, who[begin : begin + BLOCK], begin, people, errors)
        for begin in range(0, workers, BLOCK)
    ]
    incoming = pa.concat_tables(parts)
    rows = np.flatnonzero(who < people)
    truth = pa.table({"source_row": pa.array(rows.astype(np.int64)), "person_id": pa.array(who[rows].astype(np.int64))})
    return ledger, incoming, truth


class _Everyone:
    """Columns of all persons, texts kept as positions in small tables so that ten millions fit."""

    def __init__(self, sex, birth, county, front, surname, first, second, phone):
        self.sex, self.birth, self.county, self.front = sex, birth, county, front
        self.surname, self.first, self.second, self.phone = surname, first, second, phone


def _persons(rng: np.random.Generator, n: int) -> _Everyone:
    sex = np.where(rng.random(n) < 0.53, 1, 2).astype(np.int8)
    birth = (TODAY - rng.uniform(17, 66, n) * 365.25).astype(np.int32)
    county = rng.choice(4, n, p=(0.18, 0.33, 0.26, 0.23)).astype(np.int8)
    front = np.concatenate(
        [
            numbers.seventeen(
                numbers.prefixes(rng, county[b : b + BLOCK], birth[b : b + BLOCK], CODES),
                birth[b : b + BLOCK].astype(np.int64),
                numbers.serials(rng, sex[b : b + BLOCK]),
            )
            for b in range(0, n, BLOCK)
        ]
    )
    front = _apart(rng, front, sex)
    surname = names.surnames(rng, n)
    first, second = names.given_positions(rng, sex)
    phone = numbers.phones(rng, n)
    shared = np.flatnonzero(rng.random(n) < 0.06)  # relatives leave one phone
    phone[shared] = phone[rng.permutation(shared)]
    return _Everyone(sex, birth, county, front, surname, first, second, phone)


def _apart(rng: np.random.Generator, front: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """No two persons with one number: who is second on a day in a place gets another serial, at last another place."""
    for attempt in range(200):
        order = np.argsort(front, kind="stable")
        ordered = front[order]
        again = order[1:][ordered[1:] == ordered[:-1]]
        del order, ordered
        if not len(again):
            return front
        stem = front[again] // 1000
        if attempt > 3:
            stem = stem % 10**8 + rng.choice(np.array(numbers.ELSEWHERE, np.int64), len(again)) * 10**8
        front[again] = stem * 1000 + numbers.serials(rng, sex[again])
    raise ValueError("too many persons for the numbers there are")


def _names(person: _Everyone, who: np.ndarray) -> pa.Array:
    families, given = names.tables()
    family = pa.array(families, pa.string()).take(pa.array(person.surname[who]))
    characters = pa.array(given, pa.string())
    return pc.binary_join_element_wise(
        family, characters.take(pa.array(person.first[who])), characters.take(pa.array(person.second[who])), ""
    )


def _clean(person: _Everyone, who: np.ndarray) -> dict[str, pa.Array]:
    return {
        "citizen_id": numbers.id_array(person.front[who]),
        "name": _names(person, who),
        "born_on": pc.strftime(pa.array(person.birth[who]).cast(pa.date32()), "%Y-%m-%d"),
        "sex": pa.array(["", "男", "女"]).take(pa.array(person.sex[who])),
        "county": pa.array(COUNTIES).take(pa.array(person.county[who])),
        "phone": pa.array(person.phone[who]).cast(pa.string()),
    }


def _as_written(rng, person: _Everyone, who: np.ndarray, begin: int, people: int, errors: float) -> pa.Table:
    """A block of the incoming file."""
    n = len(who)
    borrowed = np.flatnonzero((rng.random(n) < BORROWED * errors) & (who >= people))
    lender = rng.integers(0, people, len(borrowed))
    kin = rng.random(len(borrowed)) < 0.6  # mostly of one family: one surname, sometimes one phone
    person.surname[who[borrowed[kin]]] = person.surname[lender[kin]]
    near = kin & (rng.random(len(borrowed)) < 0.4)
    person.phone[who[borrowed[near]]] = person.phone[lender[near]]
    columns = _clean(person, who)
    ids = _replace(columns["citizen_id"], borrowed, numbers.id_array(person.front[lender]).to_pylist())
    columns["citizen_id"] = _ids_as_written(rng, ids, errors)
    columns["name"] = _names_as_written(rng, columns["name"], errors)
    columns["born_on"] = _births_as_written(rng, person.birth[who], errors)
    columns["phone"] = _phones_as_written(rng, person, who, columns["phone"], errors)
    other = np.where(rng.random(n) < COUNTY_OTHER * errors, rng.integers(0, 4, n), person.county[who])
    columns["county"] = pa.array(COUNTIES).take(pa.array(other))
    return pa.table({"source_row": pa.array(np.arange(begin, begin + n))} | columns)


def _replace(column: pa.Array, rows: np.ndarray, texts: list) -> pa.Array:
    """The column with the texts at the rows, which rise."""
    mask = np.zeros(len(column), bool)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(texts, pa.string()))


def _ids_as_written(rng, ids: pa.Array, errors: float) -> pa.Array:
    n = len(ids)
    shares = np.array([ID_15, ID_DIGIT, ID_SWAP, ID_SHORT, ID_DESTROYED, ID_MARKED, ID_MISSING]) * errors
    kind = np.searchsorted(shares.cumsum(), rng.random(n), side="right")
    rows = np.flatnonzero(kind < len(shares))
    chance = rng.integers(0, 2**31, len(rows)).tolist()
    texts = ids.take(pa.array(rows)).to_pylist()
    return _replace(ids, rows, [_spoilt(t, k, c) for t, k, c in zip(texts, kind[rows].tolist(), chance, strict=True)])


def _spoilt(number: str, kind: int, chance: int) -> str | None:
    if kind == 0:
        return number[:6] + number[8:17] if number[6:8] == "19" else number
    if kind == 1:
        at = 2 + chance % 15
        return number[:at] + str((int(number[at]) + 1 + chance // 15 % 9) % 10) + number[at + 1 :]
    if kind == 2:
        at = 2 + chance % 15
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if kind == 3:
        at = 2 + chance % 15
        return number[:at] + number[at + 1 :]
    if kind == 4:
        return f"{int(number[:15] + '000'):.2E}"
    if kind == 5:
        return (
            number.translate(_WIDE),
            f"{number[:6]} {number[6:14]} {number[14:]}",
            f"'{number}",
            f" {number}",
            number.lower(),
            f"“{number}”",
        )[chance % 6]
    return None


_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def _names_as_written(rng, column: pa.Array, errors: float) -> pa.Array:
    draw = rng.random(len(column))
    rows = np.flatnonzero(draw < NAME_WRONG * 1.2 * errors)  # some names have no character that could be another
    chance = rng.integers(0, 2**31, len(rows)).tolist()
    texts = [_misheard(t, c) for t, c in zip(column.take(pa.array(rows)).to_pylist(), chance, strict=True)]
    column = _replace(column, rows, texts)
    gone = np.flatnonzero(draw > 1 - NAME_MISSING * errors)
    return _replace(column, gone, [None] * len(gone))


def _misheard(name: str, chance: int) -> str:
    if chance % 5 == 0:
        return f"{name[0]} {name[1:]}"
    table = VARIANTS if chance % 5 == 1 else SOUNDS_LIKE
    places = [k for k, c in enumerate(name) if c in table]
    if not places:
        return name
    at = places[-1] if chance % 4 else places[0]
    options = table[name[at]]
    return name[:at] + options[chance // 20 % len(options)] + name[at + 1 :]


def _births_as_written(rng, birth: np.ndarray, errors: float) -> pa.Array:
    draw = rng.random(len(birth))
    birth = np.where(draw < BIRTH_WRONG * errors, birth + rng.integers(-40, 41, len(birth)), birth)
    missing = draw > 1 - BIRTH_MISSING * errors
    distinct, where = np.unique(birth, return_inverse=True)
    styles = ("iso", "slash", "plain", "zh", "serial")
    table = pa.array(np.concatenate([dates.written(distinct, style) for style in styles]), pa.string())
    style = np.searchsorted(np.array([0.5, 0.7, 0.85, 0.95]), rng.random(len(birth)))
    return table.take(pa.array(where + style * len(distinct), mask=missing))


def _phones_as_written(rng, person: _Everyone, who: np.ndarray, phones: pa.Array, errors: float) -> pa.Array:
    draw = rng.random(len(who))
    other = np.flatnonzero(draw < PHONE_OTHER * errors)
    phones = _replace(phones, other, pa.array(numbers.phones(rng, len(other))).cast(pa.string()).to_pylist())
    return pc.if_else(pa.array(draw > 1 - PHONE_MISSING), pa.scalar(None, pa.string()), phones)
