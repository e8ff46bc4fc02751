"""The practice city's tax office: a yearly file of what it collected of each unit, with planted differences and the truth.

Most units declare what their letter told them and pay that; some declare otherwise, and each kind of otherwise is planted.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tonggong.practice import numbers
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, Terms, Tier, levy_due
from tonggong.rules.quota.numbers import plain

FEED = "levy-collected"
HEADINGS = (
    "序号", "纳税人识别号", "纳税人名称", "费款所属年度", "上年在职职工人数", "实际安排残疾人就业人数", "年平均工资", "减免费额", "应缴费额", "入库金额",
    "入库日期", "征收状态", "所属县区",
)  # fmt: skip
# Of units that owe something: how many in a thousand do what.
PLANTED = {"wage_base": 40, "headcount": 40, "placements": 20, "exemption": 20, "late": 30, "nothing": 20}
STRANGERS = 3  # units of which no register knows
DISTINCT_YUAN = 100  # what is planted differs by more than this, so that no rounding hides it


@dataclass(frozen=True)
class Told:
    """A unit as its letter told it: yearly averages in persons, yuan a year."""

    code: str
    name: str
    county: str
    kind: str
    headcount: Decimal
    counted: Decimal
    wage_yuan: Decimal


@dataclass(frozen=True)
class _Row:
    told: Told
    relief_yuan: Decimal
    paid_yuan: Decimal
    status: str
    truth: str


def write_collected(
    seed: int, year: int, month: str, units: Sequence[Told], policy: Terms, folder: Path
) -> dict[str, int]:
    """Write the file of a month, `MONTH/levy-collected.csv`, and `truth/levy_collected.parquet`; say what was planted.

    The same seed and units write the same bytes. Two rows can't be read: a mistyped code, an amount in words.
    """
    rng = np.random.default_rng([seed, year])
    ordered = sorted(units, key=lambda one: one.code)
    plan = _plan(rng, [_owes(one, policy) for one in ordered])
    rows, planted = [], dict.fromkeys(PLANTED, 0)
    for told, wanted in zip(ordered, plan, strict=True):
        row = _behaves(told, wanted, policy)
        if row is None:
            planted["nothing"] += 1
            continue
        if row.truth != "equal":
            planted[row.truth] += 1
        rows.append(row)
    codes = numbers.uscc(rng, ["91"] * STRANGERS, ["211100"] * STRANGERS)
    for n, code in enumerate(codes.tolist()):
        stranger = Told(code, f"盘锦外来企业{n + 1}分公司", "", "enterprise", Decimal(40), Decimal(0), Decimal(60_000))
        rows.append(_Row(stranger, Decimal(0), Decimal(32_400), "正常", "not_registered"))
    path = folder / month / f"{FEED}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_file(rng, year, rows, path)
    left_out = [told.code for told, wanted in zip(ordered, plan, strict=True) if wanted == "nothing"]
    truth = [(row.told.code, row.truth) for row in rows] + [(code, "nothing") for code in left_out]
    table = pa.table(
        {"unit_code": [code for code, _ in truth], "year": [year] * len(truth), "kind": [kind for _, kind in truth]}
    )
    (folder / "truth").mkdir(exist_ok=True)
    pq.write_table(table, folder / "truth" / "levy_collected.parquet")
    return planted | {"not_registered": STRANGERS}


def _owes(told: Told, policy: Terms) -> bool:
    return levy_due(_case(told), policy).payable_yuan > DISTINCT_YUAN * 10


def _case(told: Told) -> LevyCase:
    """Twelfths were cut off after four decimals on the letter; the unit reckons in months, as the letter says."""
    staff, counted = ((number * 12).quantize(Decimal("0.01")) for number in (told.headcount, told.counted))
    return LevyCase(UnitKind(told.kind), staff, counted, told.wage_yuan)


def _plan(rng: np.random.Generator, owes: list[bool]) -> list[str]:
    """What each unit does; every kind of difference occurs where enough units owe."""
    plan = [""] * len(owes)
    owing = rng.permutation(np.flatnonzero(owes)).tolist()
    for kind, share in PLANTED.items():
        for _ in range(max(2, len(owing) * share // 1000)):
            if owing:
                plan[owing.pop()] = kind
    return plan


def _behaves(told: Told, wanted: str, policy: Terms) -> _Row | None:
    """What a unit declares and pays; None where it does neither. What would not show is not done."""
    levy = levy_due(_case(told), policy)
    due = levy.payable_yuan
    honest = _Row(told, levy.full_yuan - due, due, "免缴" if levy.tier is Tier.EXEMPT else "正常", "equal")
    if wanted == "nothing":
        return None
    if wanted == "late":
        return replace(honest, status="逾期", truth="late")
    if wanted == "exemption" and levy.full_yuan - due > DISTINCT_YUAN:
        return replace(honest, relief_yuan=Decimal(0), paid_yuan=levy.full_yuan, truth="exemption")
    if wanted in _OTHERWISE:
        other = _OTHERWISE[wanted](told)
        declared = levy_due(_case(other), policy)
        if abs(declared.payable_yuan - due) > DISTINCT_YUAN:
            return _Row(other, declared.full_yuan - declared.payable_yuan, declared.payable_yuan, "正常", wanted)
    return honest


_OTHERWISE: dict[str, Callable[[Told], Told]] = {
    "wage_base": lambda told: replace(told, wage_yuan=(told.wage_yuan * 88 / 100).quantize(Decimal(1))),
    "headcount": lambda told: replace(told, headcount=(told.headcount * 9 / 10).quantize(Decimal(1))),
    "placements": lambda told: replace(told, counted=told.counted + 1),
}


def _write_file(rng: np.random.Generator, year: int, rows: list[_Row], path: Path) -> None:
    order = rng.permutation(len(rows)).tolist()
    with path.open("w", encoding="gb18030", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(HEADINGS)
        for n, at in enumerate(order, 1):
            row, told = rows[at], rows[at].told
            day = f"{year + 1}-01-{1 + at % 9:02d}" if row.paid_yuan else ""
            out.writerow(
                (
                    n, told.code, told.name, f"{year}年度", plain(told.headcount), plain(told.counted), told.wage_yuan,
                    row.relief_yuan, row.paid_yuan, row.paid_yuan, day, row.status, told.county,
                )
            )  # fmt: skip
        wrong = rows[order[0]].told
        mistyped = wrong.code[:-1] + ("1" if wrong.code[-1] != "1" else "2")
        for code, paid in ((mistyped, "100"), (wrong.code, "约三万元")):
            out.writerow(("", code, wrong.name, f"{year}年度", "", "", "", "", "", paid, "", "正常", wrong.county))
