"""Adds and corrects facts about one person one by one, and remembers what was done."""

from collections import defaultdict
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from tonggong.base.facts import Fact
from tonggong.domain.persons.models import Person

One = TypeVar("One", bound=Fact)


class Saying:
    """What one person says of another at an instant. Call it inside a transaction."""

    def __init__(self, person: Person, key: UUID | None, now: datetime, said_by: str) -> None:
        self.person, self.key, self.now, self.said_by = person, key, now, said_by
        self.added: dict[str, list[int]] = defaultdict(list)
        self.ended: dict[str, list[int]] = defaultdict(list)

    def add(self, model: type[One], **values: Any) -> One:
        """Say something new; the row is the first of its thread."""
        row: Any = cast(Any, model)._default_manager.create(
            person=self.person, known_from=self.now, said_by=self.said_by, **values
        )
        row.thread = row.pk
        row.save(update_fields=["thread"])
        self.added[model._meta.label].append(row.pk)
        return cast(One, row)

    def correct(self, row: One, **values: Any) -> One:
        """Stop believing a row and say it otherwise, in the same thread; what isn't named stays as it was."""
        model: Any = type(row)
        model._default_manager.filter(pk=row.pk, known_until=None).update(known_until=self.now)
        self.ended[model._meta.label].append(row.pk)
        fresh = model._default_manager.get(pk=row.pk)
        fresh.pk, fresh.thread = None, row.thread or row.pk
        fresh.known_from, fresh.known_until, fresh.said_by = self.now, None, self.said_by
        fresh.source_file, fresh.source_row, fresh.finding_id = None, None, None
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save(force_insert=True)
        self.added[model._meta.label].append(fresh.pk)
        return cast(One, fresh)

    def effect(self) -> dict[str, dict[str, list[int]]]:
        """What `base.changes.undo` needs to take all of it back."""
        ended = {
            label: stood
            for label, rows in self.ended.items()
            if (stood := [r for r in rows if r not in self.added[label]])
        }
        return {"added": {label: rows for label, rows in self.added.items() if rows}, "ended": ended}
