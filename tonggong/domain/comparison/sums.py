"""What stays of everybody's rows: heads, total and median by unit and month, and no person (只留合计)."""

from collections.abc import Iterable

import pyarrow as pa

from tonggong.base.changes import Changes
from tonggong.base.intake.models import Delivery
from tonggong.domain.employers import services as employers
from tonggong.domain.employers.models import UnitMonth

AMOUNT = {"social-insurance": "base_yuan", "wages": "wage_yuan"}


def of_delivery(delivery: Delivery, rows: pa.Table) -> list[tuple]:
    """Sums of a delivery by unit and month; empty for feeds that are not about everybody, or once rows are forgotten."""
    amount = AMOUNT.get(delivery.feed)
    if amount is None or delivery.forgotten_at is not None:
        return []
    table = pa.table({"unit": rows["unit_code"], "month": rows["month"], "amount": rows[amount].cast(pa.float64())})
    grouped = table.group_by(["unit", "month"]).aggregate(
        [("amount", "count"), ("amount", "sum"), ("amount", "approximate_median"), ([], "count_all")]
    )
    found = []
    for row in grouped.to_pylist():
        if row["unit"]:
            median = row["amount_approximate_median"]
            total = row["amount_sum"]
            found.append(
                (
                    row["unit"],
                    row["month"],
                    delivery.feed,
                    delivery.pk,
                    row["count_all"],
                    round(total, 2) if total is not None else None,
                    round(median, 2) if median is not None else None,
                )
            )
    return found


def replace(changes: Changes, deliveries: Iterable[int], rows: list[tuple]) -> None:
    """Put the sums of deliveries that were read now in the place of what was kept of them."""
    fresh = {row[3] for row in rows}
    UnitMonth.objects.filter(delivery_id__in=fresh & set(deliveries)).delete()
    employers.keep_sums(changes, rows)


def units_of_month(month: str, fresh: list[tuple]) -> set[str]:
    """Units that insured anybody in a month, by what was read now and by what is kept."""
    kept = UnitMonth.objects.filter(month=month, feed="social-insurance").values_list("unit_code", flat=True)
    return set(kept) | {row[0] for row in fresh if row[1] == month and row[2] == "social-insurance"}
