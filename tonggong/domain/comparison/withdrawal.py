"""What a superseded delivery had said and the new one does not say any more is no longer believed (事实留痕)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps

from tonggong.base.bulk import in_chunks
from tonggong.base.changes import Changes
from tonggong.base.facts import Fact
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.staged import rows_of
from tonggong.domain.comparison.models import Finding
from tonggong.domain.employment.models import SpellEvidence


def fact_tables() -> list[type[Fact]]:
    """Every table of facts, whichever app owns it."""
    return [m for m in apps.get_models() if issubclass(m, Fact)]


def withdraw(deliveries: Iterable[Delivery], changes: Changes) -> tuple[dict[type[Fact], set[int]], list[int]]:
    """End the facts of rows that a later delivery of the same sender no longer holds.

    Returns: the facts ended, by table, and the open findings that lapse with them.
    """
    gone: dict[type[Fact], set[int]] = defaultdict(set)
    lapsed: list[int] = []
    for old in deliveries:
        new = Delivery.objects.filter(
            feed=old.feed, month=old.month, sender=old.sender, state=Delivery.State.COMPLETE
        ).first()
        still_said = set(rows_of(new)["row_hash"].to_pylist()) if new else set()
        rows = rows_of(old)
        lost = {
            (file, row)
            for file, row, content in zip(
                rows["file_id"].to_pylist(), rows["source_row"].to_pylist(), rows["row_hash"].to_pylist(), strict=True
            )
            if content not in still_said
        }
        files = {file for file, _row in lost}
        for model in fact_tables():
            for pk in _facts_of(model, files, lost):
                gone[model].add(pk)
                changes.end(model, pk)
        for pk, file, row in Finding.objects.filter(delivery=old, state=Finding.State.OPEN).values_list(
            "id", "source_file_id", "source_row"
        ):
            if (file, row) in lost:
                lapsed.append(pk)
    return gone, lapsed


def _facts_of(model: type[Any], files: set[int], lost: set[tuple[int, int]]) -> list[int]:
    found = []
    for chunk in in_chunks(list(files)):
        rows = model._default_manager.filter(source_file_id__in=chunk, known_until=None).values_list(
            "id", "thread", "source_file_id", "source_row"
        )
        found += [(pk, thread or pk) for pk, thread, file, row in rows if (file, row) in lost]
    if model._meta.label == "employment.Spell":  # a spell that another file confirms is still believed
        backed = set(SpellEvidence.objects.filter(thread__in=[t for _, t in found]).values_list("thread", flat=True))
        return [pk for pk, thread in found if thread not in backed]
    return [pk for pk, _thread in found]
