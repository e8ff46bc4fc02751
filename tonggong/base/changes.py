"""A unit of work on the ledger: what is to be added, ended and updated, worked out first and written in one go.

Reading files and comparing may take seconds, and a database that is being written to makes everybody wait; so the work
is done on a `Changes`, and only `write` needs the (short) transaction. Facts are only ever added or ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from tonggong.base.bulk import as_kept, in_chunks, insert_rows
from tonggong.base.facts import Fact

BLOCK = 1000


class LedgerMoved(Exception):
    """Somebody else wrote between reading and writing; the work has to be done again."""


class CorrectedSince(Exception):
    """What is to be taken back has been corrected by something later; taking it back would say two things at once."""


class _Ids:
    """Fresh primary keys of one table, before its rows are written."""

    def __init__(self, model: type[models.Model]):
        self.table = model._meta.db_table
        self.block: list[int] = []
        self.start = self.next = 0
        self.counts_itself = connection.vendor == "sqlite"
        if self.counts_itself:
            self.start = self.next = self._sequence() + 1

    def _sequence(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.table])
            row = cursor.fetchone()
        return row[0] if row else 0

    def take(self) -> int:
        if self.counts_itself:
            self.next += 1
            return self.next - 1
        if not self.block:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [self.table, BLOCK]
                )
                self.block = [row[0] for row in reversed(cursor.fetchall())]
        return self.block.pop()

    def check(self) -> None:
        if self.counts_itself and self._sequence() + 1 != self.start:
            raise LedgerMoved(self.table)


class Changes:
    """What one comparison or one decision does to the ledger.

    Args:
        now: the instant at which all of it becomes known (UTC).
        said_by: the person who decided, empty where a file speaks.
    """

    def __init__(self, now: datetime, said_by: str = "", finding_id: int | None = None):
        self.now = now
        self.stamp = as_kept(now)
        self.said_by = said_by
        self.finding_id = finding_id
        self._ids: dict[type[models.Model], _Ids] = {}
        self._inserts: dict[tuple[type[models.Model], tuple[str, ...]], list[Sequence[Any]]] = defaultdict(list)
        self._ended: dict[type[models.Model], list[int]] = defaultdict(list)
        self._updates: dict[tuple[type[models.Model], tuple[str, ...]], list[Sequence[Any]]] = defaultdict(list)
        self.added: dict[type[models.Model], list[int]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self._inserts or self._ended or self._updates)

    def new_id(self, model: type[models.Model]) -> int:
        """Return the primary key of a row that is going to be added."""
        if model not in self._ids:
            self._ids[model] = _Ids(model)
        return self._ids[model].take()

    def add(self, model: type[models.Model], columns: tuple[str, ...], values: Sequence[Any]) -> int:
        """Add a plain row (database column names, without `id`); return its primary key."""
        row = self.new_id(model)
        self._inserts[model, ("id", *columns)].append((row, *values))
        return row

    def add_fact(
        self,
        model: type[Fact],
        columns: tuple[str, ...],
        values: Sequence[Any],
        source: tuple[int | None, int | None] = (None, None),
        thread: int | None = None,
    ) -> int:
        """Add a fact, with its evidence `source` = (file, row); return its primary key, which is also its thread."""
        row = self.new_id(model)
        evidence = (thread or row, *source, self.said_by, self.finding_id, self.stamp, None)
        self._inserts[model, ("id", *columns, *model.FACT_COLUMNS)].append((row, *values, *evidence))
        self.added[model].append(row)
        return row

    def say_again(self, fact: Fact) -> int:
        """Believe a statement once more that had been ended, word for word and with its own evidence; return its new key."""
        model = type(fact)
        fields = [f for f in model._meta.concrete_fields if f.column not in ("id", *model.FACT_COLUMNS)]
        row = self.new_id(model)
        evidence = (
            fact.thread or fact.pk, fact.source_file_id, fact.source_row, fact.said_by, fact.finding_id, self.now, None
        )  # fmt: skip
        columns = ("id", *(str(f.column) for f in fields), *model.FACT_COLUMNS)
        self._inserts[model, columns].append((row, *(getattr(fact, f.attname) for f in fields), *evidence))
        self.added[model].append(row)
        return row

    def end(self, model: type[Fact], row: int) -> None:
        """Stop believing a fact from now on; the row stays."""
        self._ended[model].append(row)

    def update(self, model: type[models.Model], row: int, **values: Any) -> None:
        """Set columns that only repeat standing facts (never a fact itself)."""
        self._updates[model, tuple(values)].append((*values.values(), row))

    def persons(self, most: int = 5_000) -> list[int] | None:
        """Return the persons whose facts or rows are touched, whether it was written already or not; None for more than `most`."""
        found: set[int] = set()
        for (model, columns), rows in self._inserts.items():
            column = _column_of_person(model)
            if column in columns:
                n = columns.index(column)
                found.update(row[n] for row in rows)
        for (model, _columns), rows in self._updates.items():
            if _column_of_person(model) == "id":
                found.update(row[-1] for row in rows)
        for model, ended in self._ended.items():
            found |= persons_of(model, ended)
        return sorted(found) if len(found) <= most else None

    def effect(self) -> dict[str, Any]:
        """Return what `undo` needs: the facts added and ended, by table, and the columns set with their old values.

        To be asked before `write`, inside the same transaction.
        """
        before: list[list[Any]] = []
        for (model, columns), rows in self._updates.items():
            for row in rows:
                found = model._default_manager.filter(pk=row[-1]).first()
                if found is not None:
                    fields: dict[str, Any] = {c: model._meta.get_field(c) for c in columns}
                    old = {
                        c: None if getattr(found, field.attname) is None else field.value_to_string(found)
                        for c, field in fields.items()
                    }
                    before.append([model._meta.label, row[-1], old])
        return {
            "added": {m._meta.label: rows for m, rows in self.added.items() if rows},
            # without what was said and corrected within the same work: it never stood
            "ended": {m._meta.label: stood for m, rows in self._ended.items() if (stood := self._stood(m, rows))},
            "before": before,
        }

    def _stood(self, model: type[models.Model], rows: list[int]) -> list[int]:
        fresh = set(self.added.get(model, ()))
        return [row for row in rows if row not in fresh]

    def write(self) -> None:
        """Write everything. Call it inside a transaction.

        Raises:
            LedgerMoved: somebody else added rows meanwhile; nothing is written, do the work again.
        """
        for ids in self._ids.values():
            ids.check()
        for model, rows in self._ended.items():
            for chunk in in_chunks(rows):
                model._default_manager.filter(pk__in=chunk, known_until=None).update(known_until=self.now)
        for (model, columns), values in self._inserts.items():
            never_stood = (
                set(self._ended.get(model, ())) & {row[0] for row in values} if model in self._ended else set()
            )
            if never_stood:  # said and corrected within the same work: kept, but it was never believed
                values = [(*row[:-1], self.stamp) if row[0] in never_stood else row for row in values]
            insert_rows(model, columns, values)
        for (model, columns), values in self._updates.items():
            marks = ", ".join(f"{connection.ops.quote_name(c)} = %s" for c in columns)
            table = connection.ops.quote_name(model._meta.db_table)
            with connection.cursor() as cursor:
                cursor.executemany(f"UPDATE {table} SET {marks} WHERE id = %s", values)


def _column_of_person(model: type[models.Model]) -> str | None:
    if model._meta.label == "persons.Person":
        return "id"
    is_fact = issubclass(model, Fact) and any(f.name == "person" for f in model._meta.concrete_fields)
    return "person_id" if is_fact else None


def persons_of(model: type[models.Model], rows: Sequence[int]) -> set[int]:
    """Return the persons that some rows are about; none where the table is about something else."""
    if _column_of_person(model) is None:
        return set()
    found: set[int] = set()
    for chunk in in_chunks(rows):
        kept = model._default_manager.filter(pk__in=chunk)
        found.update(kept.values_list("pk" if model._meta.label == "persons.Person" else "person_id", flat=True))
    return found


def persons_of_effect(effect: dict[str, Any], find: Any) -> set[int]:
    """Return the persons that taking back what `Changes.effect` tells would touch."""
    found: set[int] = set()
    for part in ("added", "ended"):
        for label, rows in effect.get(part, {}).items():
            found |= persons_of(find(label), rows)
    for label, row, _old in effect.get("before", []):
        found |= persons_of(find(label), [row])
    return found


def undo(effect: dict[str, Any], now: datetime, said_by: str, find: Any) -> None:
    """Take back what a `Changes` did: end the facts it added, and say again those that it ended.

    History stays: what was believed in between is still there. Call it inside a transaction.

    Args:
        effect: as `Changes.effect` gave it.
        find: turns a label such as "employment.Spell" into the model (`apps.get_model`).
    Raises:
        CorrectedSince: a later statement stands where a fact would be said again.
    """
    for label, rows in effect.get("added", {}).items():
        for chunk in in_chunks(rows):
            find(label)._default_manager.filter(pk__in=chunk, known_until=None).update(known_until=now)
    for label, rows in effect.get("ended", {}).items():
        say_again(find(label), rows, now, said_by)
    for label, row, old in effect.get("before", []):
        model = find(label)
        values = {c: None if v is None else model._meta.get_field(c).to_python(v) for c, v in old.items()}
        model._default_manager.filter(pk=row).update(**values)


def say_again(model: type[Fact], rows: Iterable[int], now: datetime, said_by: str) -> None:
    """Add copies of facts that had been ended, known from now on, in the same thread. Raises CorrectedSince as `undo`."""
    for fact in model._default_manager.filter(pk__in=list(rows)):
        fact.thread = fact.thread or fact.pk
        if model._default_manager.filter(thread=fact.thread, known_until=None).exists():
            raise CorrectedSince(model._meta.label)
        fact.pk = None
        fact.known_from, fact.known_until, fact.said_by = now, None, said_by
        fact.save(force_insert=True)
