"""What leaves the house of the quota: the year of all units as one table."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.domain.quota.folding import Line, Policies, account, groups, line_of, own_of
from tonggong.domain.quota.services.years import counting_day, parents_of_units
from tonggong.domain.quota.yearly import UnitQuota, quotas
from tonggong.rules.quota.levy import Levy, Tier

BATCH = 5_000
SCHEMA = pa.schema(
    [
        ("unit_code", pa.string()),
        ("unit_kind", pa.string()),
        ("headcount", pa.float64()),
        ("required", pa.float64()),
        ("counted", pa.float64()),
        ("shortfall", pa.float64()),
        ("wage_base", pa.float64()),
        ("tier", pa.string()),
        ("payable", pa.float64()),
        ("because", pa.string()),
        ("months_known", pa.int8()),
        ("is_provisional", pa.bool_()),
    ]
)


def tier_word(levy: Levy | None) -> str:
    """The tier as the levy's worked examples write it: the share asked for, "exempt", "none", "not_obliged", "unknown"."""
    if levy is None:
        return "unknown"
    if levy.tier in (Tier.UPPER, Tier.LOWER, Tier.FULL):
        return f"{levy.rate.normalize():f}" if levy.rate is not None else ""
    return levy.tier.value


def write_quota(who: Who, year: int, out: Path) -> int:
    """Write the lines of a year to a Parquet file, a holding once with its branches; return how many. Audited.

    No person is in it. Raises FigureMissing where the city has not entered a figure, OSError where the file can't be.
    """
    rows, making = 0, out.with_name(f".{out.name}.part")
    try:
        rows = _write(who, year, making)
        making.replace(out)
    finally:
        making.unlink(missing_ok=True)
    audit.record("release", who=who, subject="employers.Unit", purpose="按比例就业年度结果", year=year, rows=rows)
    return rows


def _write(who: Who, year: int, out: Path) -> int:
    rows = 0
    with pq.ParquetWriter(out, SCHEMA) as writer:
        batch: list[dict[str, object]] = []
        for line in _lines(who, year):
            batch.append(line)
            rows += 1
            if len(batch) == BATCH:
                writer.write_table(pa.Table.from_pylist(batch, SCHEMA))
                batch.clear()
        writer.write_table(pa.Table.from_pylist(batch, SCHEMA))
    return rows


def _lines(who: Who, year: int) -> Iterator[dict[str, object]]:
    """The lines as the desk lists them: units that stand alone by code, then holdings, each of them counted once."""
    day, parents, policies = counting_day(year), parents_of_units(), Policies(year)
    joined = {*parents, *parents.values()}
    waiting: dict[int, UnitQuota] = {}
    for found in quotas(year):
        if found.unit.id in joined:
            waiting[found.unit.id] = found
        elif who.covers(found.unit.county_code):
            yield _line([found], line_of([own_of(found, day)], policies))
    for head, members in groups([own_of(one, day) for one in waiting.values()], parents).items():
        if who.covers(waiting[head].unit.county_code):
            yield _line([waiting[own.unit.id] for own in members], line_of(members, policies))


def _line(members: list[UnitQuota], line: Line) -> dict[str, object]:
    head, levy = members[0], line.levy
    return {
        "unit_code": head.unit.code,
        "unit_kind": head.unit.kind.value,
        "headcount": float(levy.headcount) if levy else None,
        "required": float(levy.required) if levy else None,
        "counted": float(levy.counted if levy else line.counted),
        "shortfall": float(levy.shortfall) if levy else None,
        "wage_base": float(levy.wage_base) if levy and not levy.has_no_wage else None,
        "tier": tier_word(levy),
        "payable": float(levy.payable_yuan) if levy and not levy.has_no_wage else None,
        "because": "".join(step.text for step in account(head, line, [one.unit.name for one in members[1:]])),
        "months_known": line.months_known,
        "is_provisional": levy is None or line.is_provisional or any(one.staff.value.is_estimate for one in members),
    }
