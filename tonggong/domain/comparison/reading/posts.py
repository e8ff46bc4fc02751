"""Posts that a personnel office sends: they come to the review or stop at a condition; a file publishes nothing."""

import re
from collections.abc import Iterable
from typing import Any

from tonggong.base.installation import clock
from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.posts.models import Post
from tonggong.domain.posts.services.filed import Filed, conditions_in
from tonggong.rules.quota.kinds import UnitKind, kind_of

PUBLIC = (UnitKind.ORGAN, UnitKind.INSTITUTION)
FREE = ("title", "workplace", "hours", "duties", "conditions", "helps", "apply_how")
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_MARKS = str.maketrans(";()", "；（）")
LABELS = {field.name: str(field.verbose_name) for field in Post._meta.fields} | {"conditions": "条件"}


def posts(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """招录（聘）岗位: enters posts with their conditions, follows what a later file says otherwise."""
    filed = Filed(ledger.changes, out.delivery.sender, clock.day_of(ledger.changes.now))
    for row in rows:
        code, name = row.text("unit_code"), row.text("unit_name")
        place = row.place
        firm = ledger.firms.get(code)
        if firm is None:
            firm = ledger.add_firm(code, name, row.source, county_code=place[0], township_code=place[1])
        county = place[0] or firm.county_code or out.home
        is_public = kind_of(code, firm.economic_kind) in PUBLIC
        is_new, sides = filed.take(firm.id, is_public, (county, place[1]), row.source, _said(row))
        result = Result.NEW if is_new else Result.CHANGED if sides else Result.CONFIRMED
        shown = [side(LABELS[column], before, after) for column, before, after in sides]
        out.add(row, result, State.FACT if is_new or sides else State.SETTLED, sides=shown)


def _said(row: Row) -> dict[str, Any]:
    """What a row says; free text with the punctuation of Chinese print, which the intake makes half width."""
    text = {name: _COMMA.sub("，", row.text(name)).translate(_MARKS) for name in FREE}
    return {
        "title": text["title"][:60],
        "occupation": row.text("occupation"),
        "places": int(row["places"]),
        "is_reserved": row.text("is_reserved") == "是",
        "workplace": text["workplace"][:120],
        "hours": text["hours"][:80],
        "pay_from_yuan": row["pay_from_yuan"],
        "pay_to_yuan": row["pay_to_yuan"],
        "duties": text["duties"][:400],
        "conditions": conditions_in(text["conditions"]),
        "helps": text["helps"],
        "apply_how": text["apply_how"][:200],
        "open_from": row["open_from"],
        "open_until": row["open_until"],
    }
