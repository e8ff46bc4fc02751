"""What a superseded delivery had said and the new one does not say any more is no longer believed (事实留痕)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q

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


Gone = dict[type[Fact], set[int]]
Again = dict[type[Fact], dict[int, int]]
Place = tuple[int, int]  # the file and the row in it


def withdraw(deliveries: Iterable[Delivery], changes: Changes) -> tuple[Gone, Again, list[int]]:
    """End the facts of rows that a later delivery of the same sender no longer holds.

    Rows that stayed the same from one delivery to the next have their facts from the first that said them, so all of a
    sender's earlier deliveries of the month are looked through. What a person decided stays until a person takes it back.

    Returns: the facts ended, by table; the statements that they had corrected and that are said again (old key → new
        key), by table; the findings that lapse because nobody says their row any more.
    """
    gone: Gone = defaultdict(set)
    again: Again = defaultdict(dict)
    lapsed: list[int] = []
    left_out = _LeftOut()
    for feed, month, sender in sorted({(d.feed, d.month, d.sender) for d in deliveries}):
        same = Delivery.objects.filter(feed=feed, month=month, sender=sender)
        earlier = list(same.filter(state=Delivery.State.SUPERSEDED).exclude(compared_at=None))
        lost = {place for old in earlier for place in left_out.of(old)}
        files = {file for file, _row in lost}
        for model in fact_tables():
            for pk, thread in _facts_of(model, files, lost):
                gone[model].add(pk)
                changes.end(model, pk)
                if thread != pk and (corrected := _corrected_by(model, pk, thread, left_out)) is not None:
                    again[model][corrected.pk] = changes.say_again(corrected)
        waiting = Finding.objects.filter(
            delivery__in=earlier, state__in=[Finding.State.OPEN, Finding.State.RETURNED]
        ).values_list("id", "source_file_id", "source_row")
        lapsed += [pk for pk, file, row in waiting if (file, row) in lost]
    return gone, again, lapsed


class _LeftOut:
    """The rows of superseded deliveries that their sender's standing one does not say, read as they are asked for."""

    def __init__(self) -> None:
        self._of: dict[int, set[Place]] = {}
        self._said: dict[tuple[str, str, str], set[bytes]] = {}
        self._files: dict[int, set[Place]] = {}

    def of(self, old: Delivery) -> set[Place]:
        """Those of a superseded delivery."""
        if old.pk not in self._of:
            said = self._said_by_the_sender(old)
            columns = (rows_of(old)[name].to_pylist() for name in ("file_id", "source_row", "row_hash"))
            self._of[old.pk] = {(file, row) for file, row, content in zip(*columns, strict=True) if content not in said}
        return self._of[old.pk]

    def has(self, fact: Fact) -> bool:
        """Whether a fact stands on such a row, of whatever month and sender."""
        file = fact.source_file_id
        if file is None:
            return False
        if file not in self._files:
            delivery = Delivery.objects.get(files=file)
            self._files[file] = self.of(delivery) if delivery.state == Delivery.State.SUPERSEDED else set()
        return (file, fact.source_row) in self._files[file]

    def _said_by_the_sender(self, old: Delivery) -> set[bytes]:
        key = old.feed, old.month, old.sender
        if key not in self._said:
            new = Delivery.objects.filter(feed=old.feed, month=old.month, sender=old.sender)
            found = new.filter(state=Delivery.State.COMPLETE).first()
            self._said[key] = set(rows_of(found)["row_hash"].to_pylist()) if found else set()
        return self._said[key]


def _corrected_by(model: type[Any], pk: int, thread: int, left_out: _LeftOut) -> Fact | None:
    """The statement that a fact had corrected and that its own sender still makes; None where it was the first."""
    for older in model._default_manager.filter(Q(pk=thread) | Q(thread=thread), pk__lt=pk).order_by("-pk"):
        never_stood = older.known_until is not None and older.known_until <= older.known_from
        if not never_stood and not left_out.has(older):
            return older
    return None


def _facts_of(model: type[Any], files: set[int], lost: set[Place]) -> list[tuple[int, int]]:
    found = []
    for chunk in in_chunks(list(files)):
        rows = model._default_manager.filter(source_file_id__in=chunk, known_until=None, finding_id=None).values_list(
            "id", "thread", "source_file_id", "source_row"
        )
        found += [(pk, thread or pk) for pk, thread, file, row in rows if (file, row) in lost]
    if model._meta.label == "employment.Spell":  # a spell that another file confirms is still believed
        backed = set()
        for chunk in in_chunks([thread for _pk, thread in found]):
            said = SpellEvidence.objects.filter(thread__in=chunk).values_list("thread", "source_file_id", "source_row")
            backed |= {thread for thread, file, row in said if (file, row) not in lost}
        return [(pk, thread) for pk, thread in found if thread not in backed]
    return found
