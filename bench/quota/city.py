"""A city whose twelve months are known: units with their heads and wages, people placed there with insurance and pay.

What makes a month not count is planted among them: short contracts, low or missing wages, gaps and missing kinds of
insurance, certificates that end, the old, the dead, two placements at once, forms that don't count. No unit has branches.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from bench.quota.world import KINDS, SHARES, yuan
from bench.status.world import put
from tonggong.base.divisions import queries as divisions
from tonggong.base.intake.models import Delivery
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.domain.employment.models import Contribution, Spell, WageMonth
from tonggong.domain.persons.models import Certificate, Person
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind

YEAR = 2024
MONTHS = np.array([f"{YEAR}-{n:02}" for n in range(1, 13)])
KNOWN = datetime(YEAR + 1, 1, 20, 2, 0, tzinfo=UTC)
FORMS, FORM_SHARES = ("14", "11", "16", "21", "41", "51", "71"), (0.76, 0.05, 0.05, 0.08, 0.02, 0.02, 0.02)
CONTRACTS, CONTRACT_SHARES = ("固定期限", "无固定期限", "在编", ""), (0.7, 0.2, 0.05, 0.05)
INSURANCE, INSURANCE_SHARES = ("养老、医疗、失业、工伤", "", "养老"), (0.85, 0.1, 0.05)
AT_MINIMUM = (171_000, 190_000)  # fen, what many are paid to the fen
NONE = np.datetime64("NaT", "D")


def write(folder: Path, people: int, units: int, seed: int) -> dict[str, int]:
    """Write the city into the tables of the installation, and the same rows as files for who reads no database.

    Returns: how many rows of each kind.
    """
    rng = np.random.default_rng(seed)
    made = _units(rng, units)
    spells = _spells(rng, people, made["heads"])
    tables = {
        "units": made["units"],
        "unit_months": _unit_months(rng, made, spells),
        "people": _people(rng, people),
        "certificates": _certificates(rng, people),
        "spells": spells,
        "contributions": _contributions(rng, spells),
        "wages": _wages(rng, spells),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    with transaction.atomic():
        _insert(tables)
    return {name: table.num_rows for name, table in tables.items()}


def _days(rng: np.random.Generator, first: str, last: str, count: int) -> np.ndarray:
    begin, end = np.datetime64(first), np.datetime64(last)
    return begin + rng.integers(0, int((end - begin).astype(int)) + 1, count)


def _pick(rng: np.random.Generator, among: tuple[str, ...], shares: tuple[float, ...], count: int) -> np.ndarray:
    return np.array(among)[rng.choice(len(among), count, p=shares)]


def _units(rng: np.random.Generator, count: int) -> dict:
    kind = rng.choice(len(KINDS), count, p=SHARES)
    heads = np.minimum(np.exp(rng.normal(3.2, 1.2, count)).astype(np.int64) + 1, 5_000)
    codes = [f"BENCH{n:013}" for n in range(count)]
    counties = np.array([one.code for one in divisions.counties()])
    table = pa.table({"code": codes, "kind": np.array(KINDS)[kind], "county": rng.choice(counties, count)})
    return {"units": table, "heads": heads}


def _spells(rng: np.random.Generator, people: int, heads: np.ndarray) -> pa.Table:
    """One spell for each, two at once for one of twenty; a tenth of the units has most of them."""
    many = rng.choice(len(heads), max(1, len(heads) // 10), replace=False)
    person = np.concatenate([np.arange(people), rng.choice(people, people // 20, replace=False)])
    count = len(person)
    unit = np.where(rng.random(count) < 0.8, rng.choice(many, count), rng.integers(0, len(heads), count))
    started = _days(rng, "2018-01-01", f"{YEAR}-11-30", count)
    end = np.maximum(_days(rng, f"{YEAR}-01-01", f"{YEAR}-12-31", count), started)
    contract = _pick(rng, CONTRACTS, CONTRACT_SHARES, count)
    span = rng.choice([180, 364, 365, 366, 730, 1_095, 2_600], count, p=[0.06, 0.05, 0.05, 0.04, 0.2, 0.4, 0.2])
    is_dated = (contract == "固定期限") & (rng.random(count) < 0.95)
    return pa.table(
        {
            "id": np.arange(1, count + 1),
            "person": person + 1,
            "code": [f"BENCH{n:013}" for n in unit],
            "form": _pick(rng, FORMS, FORM_SHARES, count),
            "contract": contract,
            "started": started,
            "ended": np.where(rng.random(count) < 0.12, end, NONE),
            "until": np.where(is_dated, started + span, NONE),
        }
    )


def _span(spells: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last month of each spell within the year, from 0; the last before the first for none."""
    january = np.datetime64(f"{YEAR}-01", "M")
    ended = spells["ended"].to_numpy()
    first = (spells["started"].to_numpy().astype("datetime64[M]") - january).astype(int)
    last = np.where(np.isnat(ended), 11, (ended.astype("datetime64[M]") - january).astype(int))
    return np.maximum(first, 0), np.minimum(last, 11)


def _contributions(rng: np.random.Generator, spells: pa.Table) -> pa.Table:
    first, last = _span(spells)
    has_gap = (rng.random(len(first)) < 0.08) & (last - first > 2)
    gap = first + 1 + rng.integers(0, 1 << 16, len(first)) % np.maximum(last - first - 1, 1)
    kinds = _pick(rng, INSURANCE, INSURANCE_SHARES, len(first))
    before = np.where(has_gap, gap - 1, last)
    row = np.concatenate([np.arange(len(first)), np.flatnonzero(has_gap)])
    begin, end = np.concatenate([first, gap[has_gap] + 1]), np.concatenate([before, last[has_gap]])
    table = spells.select(["person", "code"]).take(pa.array(row))
    for name, column in (("first", MONTHS[begin]), ("last", MONTHS[end]), ("kinds", kinds[row])):
        table = table.append_column(name, pa.array(column))
    return table


def _wages(rng: np.random.Generator, spells: pa.Table) -> pa.Table:
    first, last = _span(spells)
    length = last - first + 1
    row = np.repeat(np.arange(len(first)), length)
    month = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length) + first[row]
    usual = np.rint(np.exp(rng.normal(8.1, 0.35, len(first))) * 100).astype(np.int64)
    usual = np.where(rng.random(len(first)) < 0.3, rng.choice(AT_MINIMUM, len(first)), usual)
    is_there = rng.random(len(row)) < 0.98
    table = spells.select(["person", "code"]).take(pa.array(row[is_there]))
    table = table.append_column("month", pa.array(MONTHS[month[is_there]]))
    return table.append_column("wage_fen", pa.array(usual[row[is_there]]))


def _unit_months(rng: np.random.Generator, made: dict, spells: pa.Table) -> pa.Table:
    """Heads and wages by unit and month, those placed among them; some units start or end within the year."""
    count, codes = len(made["heads"]), made["units"]["code"].to_pylist()
    placed = np.bincount([int(code[5:]) for code in spells["code"].to_pylist()], minlength=count)
    row, month = np.repeat(np.arange(count), 12), np.tile(np.arange(12), count)
    moved = rng.integers(-2, 3, len(row)) * (made["heads"][row] > 5)
    heads = made["heads"][row] + placed[row] + moved
    wage = np.exp(rng.normal(8.5, 0.35, count))[row] * rng.uniform(0.98, 1.02, len(row))
    there = (month >= np.where(rng.random(count) < 0.03, 6, 0)[row]) & (heads > 0)
    table = pa.table({"code": np.array(codes)[row], "month": MONTHS[month], "heads": heads,
                      "total_fen": np.rint(heads * wage * 100).astype(np.int64)})  # fmt: skip
    return table.filter(pa.array(there))


def _people(rng: np.random.Generator, count: int) -> pa.Table:
    died = np.where(rng.random(count) < 0.004, _days(rng, f"{YEAR}-01-05", f"{YEAR}-12-28", count), NONE)
    return pa.table(
        {
            "id": np.arange(1, count + 1),
            "sex": rng.choice(["1", "2"], count),
            "born": _days(rng, "1961-01-01", "2004-12-31", count),
            "died": died,
        }
    )


def _certificates(rng: np.random.Generator, people: int) -> pa.Table:
    """One for each, and a military one besides for one of a hundred."""
    person = np.concatenate([np.arange(people), rng.choice(people, people // 100, replace=False)])
    count = len(person)
    is_military = np.arange(count) >= people
    ends = (rng.random(count) < 0.04) & ~is_military
    return pa.table(
        {
            "person": person + 1,
            "kind": np.where(is_military, "military", "disability"),
            "grade": np.where(is_military, rng.integers(1, 11, count), rng.integers(1, 5, count)),
            "issued": _days(rng, "2014-01-01", f"{YEAR}-08-31", count),
            "until": _days(rng, f"{YEAR}-06-01", f"{YEAR + 9}-12-31", count),
            "status": np.where(ends, "cancelled", "valid"),
            "status_on": np.where(ends, _days(rng, f"{YEAR}-02-01", f"{YEAR}-12-31", count), NONE),
        }
    )


def _insert(tables: dict[str, pa.Table]) -> None:
    def lines(name: str, *columns: str):
        found = tables[name]
        parts = [yuan(found[c].to_numpy()).to_pylist() if c.endswith("_fen") else found[c].to_pylist() for c in columns]
        return zip(*parts, strict=True)

    deliveries = {
        (feed, month): Delivery.objects.create(
            feed=feed, month=month, sender="基准", state="complete", received_at=KNOWN, received_by="基准",
            compared_at=KNOWN, changed_at=KNOWN,
        ).pk
        for feed in ("social-insurance", "wages") for month in MONTHS.tolist()
    }  # fmt: skip
    put(
        Unit,
        ("code", "name", "economic_kind", "county_code", "registered_on"),
        [
            (code, f"单位{code[5:]}", KIND_LABELS[UnitKind(kind)], county, date(2015, 1, 1))
            for code, kind, county in lines("units", "code", "kind", "county")
        ],
    )
    put(
        UnitMonth,
        ("unit_code", "month", "feed", "delivery_id", "heads", "total_yuan"),
        [
            (code, month, feed, deliveries[feed, month], heads, None if feed == "social-insurance" else total)
            for code, month, heads, total in lines("unit_months", "code", "month", "heads", "total_fen")
            for feed in ("social-insurance", "wages")
        ],
    )
    put(
        Person,
        ("id", "kind", "citizen_id_sealed", "citizen_id_index", "name", "sex", "born_on", "died_on", "county_code",
         "first_known_at"),
        [
            (key, "holder", b"", key.to_bytes(16, "big"), "某人", sex, born, died, "", KNOWN)
            for key, sex, born, died in lines("people", "id", "sex", "born", "died")
        ],
    )  # fmt: skip
    put(
        Certificate,
        ("person_id", "kind", "grade", "issued_on", "valid_until", "status", "status_on", "number_sealed",
         "number_index"),
        [(*row, b"", b"") for row in lines("certificates", "person", "kind", "grade", "issued", "until", "status",
                                           "status_on")],
    )  # fmt: skip
    put(
        Spell,
        ("id", "person_id", "unit_code", "form", "contract_kind", "started_on", "ended_on", "contract_until"),
        list(lines("spells", "id", "person", "code", "form", "contract", "started", "ended", "until")),
    )
    put(
        Contribution,
        ("person_id", "unit_code", "first_month", "last_month", "kinds"),
        list(lines("contributions", "person", "code", "first", "last", "kinds")),
    )
    put(
        WageMonth,
        ("person_id", "unit_code", "month", "wage_yuan"),
        list(lines("wages", "person", "code", "month", "wage_fen")),
    )
