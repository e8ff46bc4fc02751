"""Rows that a delivery says again after the one before it had left them out: their facts were ended, so they are taken up anew."""

import pyarrow as pa
import pyarrow.compute as pc

from tonggong.base.intake.models import Delivery
from tonggong.base.intake.staged import rows_of
from tonggong.domain.comparison.models import Finding

State = Finding.State
BY_RULE = {State.FACT, State.SETTLED, State.LAPSED}  # nobody has decided these
Returning = dict[tuple[bytes, str], int]


def returning(delivery: Delivery, rows: pa.Table) -> Returning:
    """Return the findings on rows that come back: (content, result) → key.

    What a person decided is not among them: it stands until a person takes it back.

    Args:
        rows: the delivery's rows.
    """
    same = Delivery.objects.filter(feed=delivery.feed, month=delivery.month, sender=delivery.sender)
    earlier = list(same.filter(state=Delivery.State.SUPERSEDED).exclude(compared_at=None).order_by("compared_at", "pk"))
    if len(earlier) < 2:
        return {}
    if delivery.compared_at is not None:  # of what was compared already only rows mended since can come back
        since = list(delivery.files.filter(received_at__gt=delivery.compared_at).values_list("pk", flat=True))
        rows = rows.filter(pc.is_in(rows["file_id"], pa.array(since, rows["file_id"].type)))
    back = set(rows["row_hash"].to_pylist()) - set(rows_of(earlier[-1])["row_hash"].to_pylist())
    if not back:
        return {}
    found: Returning = {}
    decided = set()
    known = Finding.objects.filter(delivery__in=earlier).values_list("pk", "content", "result", "state")
    for key, content, result, state in known.iterator(20_000):
        if (row := bytes(content)) in back:
            found[row, result] = key
            if state not in BY_RULE:
                decided.add(row)
    return {known: key for known, key in found.items() if known[0] not in decided}
