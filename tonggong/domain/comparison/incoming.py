"""Rows of deliveries as comparison needs them, beyond what the exchange itself offers."""

from typing import Any

import pyarrow.compute as pc

from tonggong.base.intake.feeds import feed_of
from tonggong.base.intake.models import SourceFile
from tonggong.base.intake.staged import rows_of


def is_about_our_people(feed: str) -> bool:
    """Whether every row of a feed should be one of our people, so that one who is not is a question."""
    declared = feed_of(feed)
    return not declared.about_everybody and not declared.is_about_units


def row_values(file_id: int | None, row: int | None) -> dict[str, Any] | None:
    """One accepted row of a file, understood; None once it is forgotten."""
    if file_id is None or row is None:
        return None
    file = SourceFile.objects.select_related("delivery").filter(pk=file_id).first()
    if file is None:
        return None
    table = rows_of(file.delivery)
    found = table.filter(pc.and_(pc.equal(table["file_id"], file_id), pc.equal(table["source_row"], row)))
    return found.to_pylist()[0] if found.num_rows else None
