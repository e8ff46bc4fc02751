"""What stays of everybody's pay by post: heads and median of a unit's post and hours, for the check of equal pay.

Of a post of fewer people than the city's figure says nothing is kept: the middle of two is what one of them earns.
"""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tonggong.base.changes import Changes
from tonggong.base.intake.models import Delivery
from tonggong.base.policy.queries import figures_on
from tonggong.domain.comparison.sums import WAGES, PlaceOf
from tonggong.domain.employers import services as employers
from tonggong.domain.employers.models import PostMonth
from tonggong.rules import months
from tonggong.rules.equal_pay import LEAST_HEADS

PART_TIME = "非全日制"
LONGEST = 60


def post_of(text: str | None) -> str:
    """A post as it is compared: without blanks, as the file names it."""
    return "".join((text or "").split())[:LONGEST]


def is_part_time(hours: str | None) -> bool | None:
    """Whether a file's word for the hours says part time; None where it says nothing."""
    return hours == PART_TIME if hours else None


def of_delivery(delivery: Delivery, rows: pa.Table, place_of: PlaceOf) -> list[tuple]:
    """Heads and median by unit, month, post and hours; hours that no file names are full ones.

    Empty for feeds other than wages, once rows are forgotten, and where no row names a post.
    """
    if delivery.feed != WAGES or delivery.forgotten_at is not None or rows["post"].null_count == len(rows):
        return []
    kept = rows.select(["unit_code", "month", "post", "hours", "wage_yuan"])
    kept = kept.filter(pc.and_(pc.is_valid(kept["post"]), pc.is_valid(kept["wage_yuan"])))
    spoken = pc.unique(kept["post"])  # few words for many rows
    plain = dict(zip(spoken.to_pylist(), map(post_of, spoken.to_pylist()), strict=True))
    table = pa.table(
        {
            "unit": kept["unit_code"],
            "month": kept["month"],
            "post": pa.array([plain[post] for post in kept["post"].to_pylist()], pa.string()),
            "part": pc.equal(pc.fill_null(kept["hours"], ""), PART_TIME),
            "yuan": kept["wage_yuan"].cast(pa.float64()),
        }
    )
    grouped = table.group_by(["unit", "month", "post", "part"]).aggregate([("yuan", "list")])
    found = []
    for row in grouped.to_pylist():
        unit, month, post, yuan = row["unit"], row["month"], row["post"], sorted(row["yuan_list"])
        if not unit or not month or not post:
            continue
        least = figures_on(months.last_day(month), place_of(unit)).get(LEAST_HEADS)
        if least is not None and len(yuan) >= int(least.value):
            median = (yuan[(len(yuan) - 1) // 2] + yuan[len(yuan) // 2]) / 2
            found.append((unit, month, post, row["part"], delivery.pk, len(yuan), round(median, 2)))
    return found


def replace(changes: Changes, deliveries: Iterable[int], rows: list[tuple]) -> None:
    """Put the sums of deliveries that were read now in the place of what was kept of them."""
    PostMonth.objects.filter(delivery_id__in={row[4] for row in rows} & set(deliveries)).delete()
    employers.keep_post_sums(changes, rows)
