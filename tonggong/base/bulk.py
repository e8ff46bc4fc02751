"""Write many rows at once, on either database, without building model objects."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, models


def next_ids(model: type[models.Model], count: int) -> range | list[int]:
    """Return `count` fresh primary keys, to be used in the same transaction."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite holds the write lock for the whole transaction, and AUTOINCREMENT moves on by itself
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)


def _column(model: type[models.Model], name: str) -> models.Field:
    return next(f for f in model._meta.concrete_fields if f.column == name)


def as_kept(instant: datetime) -> datetime | str:
    """Return an instant as this database keeps it, to be put into many rows; PostgreSQL takes it as it is."""
    return instant if connection.vendor == "postgresql" else instant.replace(tzinfo=None).isoformat(sep=" ")


def _without_zone(rows: Iterable[Sequence], instants: list[int]) -> Iterable[list]:
    """Write instants as SQLite keeps them; dates and decimals have adapters of Django's own."""
    written: dict[datetime, datetime | str] = {}
    for row in rows:
        cells = list(row)
        for n in instants:
            if isinstance(cells[n], datetime):
                if (text := written.get(cells[n])) is None:
                    text = written[cells[n]] = as_kept(cells[n])
                cells[n] = text
        yield cells


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Insert rows given as sequences in the order of `columns` (database column names); datetimes must be UTC.

    Returns: how many were written.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(c) for c in columns)
    rows = rows if isinstance(rows, list) else list(rows)
    if not rows:
        return 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return len(rows)
    instants = [n for n, c in enumerate(columns) if isinstance(_column(model, c), models.DateTimeField)]
    if any(isinstance(row[n], datetime) for n in instants for row in rows):
        rows = list(_without_zone(rows, instants))
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    return len(rows)


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Change rows given as values in the order of `columns` (database column names) with the primary key behind them.

    Days, numbers and texts only: instants are not written as SQLite keeps them.
    """
    rows = rows if isinstance(rows, list) else list(rows)
    if not rows:
        return
    quote = connection.ops.quote_name
    parts = ", ".join(f"{quote(c)} = %s" for c in columns)
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {parts} WHERE {key} = %s", rows)


@contextmanager
def no_collector() -> Iterator[None]:
    """Leave garbage alone for a while: where hundreds of thousands of small rows are made none of them is any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def in_chunks(values: Sequence, size: int = 900) -> Iterable[Sequence]:
    """Cut a list into pieces that fit into one SQL statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
