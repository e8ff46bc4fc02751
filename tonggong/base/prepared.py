"""Queries that a page asks many times a day: written as querysets, put into SQL once per process, asked with other values.

To build a small query and its SQL takes longer than the database needs to answer it. A page that asks twenty of them says
so with `prepared`, and names in the query what is known only when it is asked:

    @prepared
    def _jobs() -> QuerySet[Any]:
        return Spell.objects.filter(person__in=GivenKeys("people"), started_on__lte=Given("day", DateField())).values_list("pk")

    _jobs(people=[1, 2], day=today)  # rows as tuples
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Field, QuerySet
from django.db.models.expressions import Expression


@dataclass(frozen=True, slots=True)
class _Gap:
    """A parameter that is filled in when the query is asked; without a field: whole numbers, all in one parameter."""

    name: str
    field: Field | None = None

    def fill(self, value: Any) -> Any:
        """Return a value as the database takes it."""
        if self.field is not None:
            return self.field.get_db_prep_value(value, connection)
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


class Given(Expression):
    """One value that the query is asked with, never NULL; stands where a queryset takes a value."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Leave a gap."""
        return "%s", [_Gap(self.name, self.output_field)]


class GivenKeys(Expression):
    """Keys that the query is asked with; stands after `__in=`, as `among.among` does."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Leave a gap for all keys in one parameter."""
        is_server = connection.vendor == "postgresql"
        return f"(SELECT {'unnest(%s::bigint[])' if is_server else 'value FROM json_each(%s)'})", [_Gap(self.name)]


# Column of a row, what makes its value, of which expression.
_Converter = tuple[int, Callable[..., Any], Any]


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    params: tuple[Any, ...]
    converters: tuple[_Converter, ...]


class Prepared:
    """A query whose SQL is kept; see the module."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self.__doc__ = build.__doc__
        self._build, self._kept = build, {}

    _kept: dict[str, _Made]  # by the kind of database

    def __call__(self, **values: Any) -> list[Any]:
        """Return the rows as tuples in the order of its `values_list`. Raises KeyError where a value is not given."""
        made = self._kept.get(connection.vendor) or self._make()
        params = [part.fill(values[part.name]) if isinstance(part, _Gap) else part for part in made.params]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            rows = cursor.fetchall()
        return _converted(rows, made.converters) if made.converters else rows

    def _make(self) -> _Made:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        found = compiler.get_converters([column[0] for column in compiler.select])
        converters = tuple((place, convert, of) for place, (converts, of) in found.items() for convert in converts)
        made = self._kept[connection.vendor] = _Made(sql, tuple(params), converters)
        return made


def prepared(build: Callable[[], QuerySet[Any, Any]]) -> Prepared:
    """Keep the SQL of a query; its queryset ends with `values_list` and is built at the first question."""
    return Prepared(build)


def _converted(rows: list[Any], converters: tuple[_Converter, ...]) -> list[Any]:
    found = []
    for row in rows:
        cells = list(row)
        for place, convert, expression in converters:
            cells[place] = convert(cells[place], expression, connection)
        found.append(tuple(cells))
    return found
