"""Panjin in a test's database, quickly: loaded once in a process, then put back row by row as it lay in the tables."""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F

from tonggong.base.bulk import insert_rows
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation.models import Installation
from tonggong.base.installation.services import current
from tonggong.base.policy import queries as policy
from tonggong.domain.plan.models import City

APPS = ("divisions", "policy", "plan")
_kept: dict[str | None, list[tuple[Any, list[str], list[tuple[Any, ...]]]]] = {}


def load_panjin() -> None:
    """Have the city pack in the tables, as `load_city("panjin")` leaves it; the trail is left alone after the first time.

    Asked for again in one database it changes nothing.
    """
    if City.objects.exists():
        return
    kind = Installation.objects.values_list("kind", flat=True).first()
    if kind not in _kept:
        from tonggong.domain.plan.services import load_city

        load_city("panjin")
        _kept[kind] = [_rows(model) for label in APPS for model in apps.get_app_config(label).get_models(True)]
        return
    with transaction.atomic():
        for model, columns, rows in _kept[kind]:
            insert_rows(model, columns, rows)
            _count_on(model)
        Installation.objects.update(
            city_code="211100000000", city_name="盘锦市", city_pack="panjin", ledger_version=F("ledger_version") + 1
        )
    current.cache_clear()
    divisions.forget()
    policy.forget()


def _rows(model: Any) -> tuple[Any, list[str], list[tuple[Any, ...]]]:
    columns = [field.column for field in model._meta.concrete_fields]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(model._meta.db_table)}")
        return model, columns, [tuple(row) for row in cursor.fetchall()]


def _count_on(model: Any) -> None:
    """Let PostgreSQL give keys after those put in; SQLite sees for itself."""
    key = model._meta.pk
    if connection.vendor != "postgresql" or key.get_internal_type() not in ("AutoField", "BigAutoField"):
        return
    table, column = model._meta.db_table, key.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), GREATEST((SELECT COALESCE(MAX({column}), 0) FROM {table}), 1))",
            [f'"{table}"', column],
        )
