"""What stays of everybody's rows: sums by unit and month, and no person (只留合计).

Kept are heads, total and median, and what tells of the other staff when a placement is looked into (`inspection`): how many
were paid for afterwards, how many earn the minimum to the yuan, and telephones that several people at a unit share, by
keyed index. Who came and who went can't be told: rows are known again by number, unit and month together, so only the
net change of heads remains.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from tonggong.base.changes import Changes
from tonggong.base.intake.feeds import feed_of
from tonggong.base.intake.models import Delivery
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import blind_index
from tonggong.domain.employers import services as employers
from tonggong.domain.employers.models import UnitMonth
from tonggong.rules import months

AMOUNT = {"social-insurance": "base_yuan", "wages": "wage_yuan"}
INSURANCE, WAGES = "social-insurance", "wages"
PlaceOf = Callable[[str], str]
"""The division code whose figures apply to a unit, by its credit code."""


def of_delivery(delivery: Delivery, rows: pa.Table, place_of: PlaceOf) -> list[tuple]:
    """Sums of a delivery by unit and month; empty for feeds that are not about everybody, or once rows are forgotten."""
    amount = AMOUNT.get(delivery.feed)
    if amount is None or delivery.forgotten_at is not None:
        return []
    table = pa.table(
        {
            "unit": rows["unit_code"],
            "month": rows["month"],
            "amount": rows[amount].cast(pa.float64()),
            "late": pc.match_substring(pc.fill_null(rows["remark"], ""), feed_of(delivery.feed).arrears_word).cast(pa.int32()),
        }
    )  # fmt: skip
    least = _minimum(table, place_of) if delivery.feed == WAGES else {}
    table = table.append_column("near", _near(table, least))
    grouped = table.group_by(["unit", "month"]).aggregate(
        [("amount", "count"), ("amount", "sum"), ("amount", "approximate_median"), ("late", "sum"), ("near", "sum"), ([], "count_all")]
    )  # fmt: skip
    phones = _shared_phones(table, rows["phone"], place_of)
    found = []
    for row in grouped.to_pylist():
        unit, month = row["unit"], row["month"]
        if not unit:
            continue
        total, median = row["amount_sum"], row["amount_approximate_median"]
        shared = phones.get((unit, month))
        found.append(
            (
                unit,
                month,
                delivery.feed,
                delivery.pk,
                row["count_all"],
                round(total, 2) if total is not None else None,
                round(median, 2) if median is not None else None,
                row["late_sum"] if delivery.feed == INSURANCE else None,
                row["amount_count"] if delivery.feed == WAGES else None,
                row["near_sum"] if (unit, month) in least else None,
                json.dumps(shared) if shared else None,
            )
        )
    return found


def _minimum(table: pa.Table, place_of: PlaceOf) -> dict[tuple[str, str], tuple[float, float]]:
    """By unit and month the minimum wage in yuan, and how near to it is the same; without those where no figure is set."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in table.group_by(["unit", "month"]).aggregate([]).to_pylist():
        unit, month = row["unit"], row["month"]
        if not unit or not month:
            continue
        figures = figures_on(months.last_day(month), place_of(unit))
        least, near = figures.get("wage.minimum_monthly"), figures.get("signals.exact_yuan")
        if least is not None and near is not None and least.value is not None:
            found[unit, month] = float(Decimal(least.value)), float(near.value)
    return found


def _near(table: pa.Table, least: dict[tuple[str, str], tuple[float, float]]) -> pa.Array:
    """1 for a row whose wage is the minimum to the yuan, 0 for another, null where it can't be told."""
    known = (
        [least.get(key) for key in zip(table["unit"].to_pylist(), table["month"].to_pylist(), strict=True)]
        if least
        else [None] * len(table)
    )
    wanted = pa.array([one[0] if one else None for one in known], pa.float64())
    near = pa.array([one[1] if one else None for one in known], pa.float64())
    return pc.less_equal(pc.abs(pc.subtract(table["amount"], wanted)), near).cast(pa.int32())


def _shared_phones(table: pa.Table, phone: pa.ChunkedArray, place_of: PlaceOf) -> dict[tuple[str, str], dict[str, int]]:
    """By unit and month the telephones written for as many rows as make one shared; one person's own is never kept."""
    numbers = pa.table({"unit": table["unit"], "month": table["month"], "phone": phone}).drop_null()
    counted = numbers.group_by(["unit", "month", "phone"]).aggregate([([], "count_all")])
    counted = counted.filter(pc.greater(counted["count_all"], 1))
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in counted.to_pylist():
        if not row["unit"]:
            continue
        shared = figures_on(months.last_day(row["month"]), place_of(row["unit"])).get("signals.shared_least")
        if shared is not None and row["count_all"] >= int(shared.value):
            found[row["unit"], row["month"]][blind_index("phone", row["phone"]).hex()] = row["count_all"]
    return found


def replace(changes: Changes, deliveries: Iterable[int], rows: list[tuple]) -> None:
    """Put the sums of deliveries that were read now in the place of what was kept of them."""
    fresh = {row[3] for row in rows}
    UnitMonth.objects.filter(delivery_id__in=fresh & set(deliveries)).delete()
    employers.keep_sums(changes, rows)
