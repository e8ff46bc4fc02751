"""Make an installation, and know which one this is."""

import json
import secrets
from datetime import datetime, time
from functools import cache

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F

from tonggong.base.installation import clock, home
from tonggong.base.installation.models import Installation
from tonggong.base.privacy import keys


class WrongInstallation(Exception):
    """The home folder and the database belong to different installations, or the kind does not allow the step."""


def prepare(*, practice: bool) -> Installation:
    """Make the home, its keys and the database's tables if they are not there; say again what is there if they are.

    Raises:
        WrongInstallation: something of the other kind is here already.
    """
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    (home() / "static").mkdir(exist_ok=True)  # the server looks there, and warns when there is nothing
    keys.make()
    call_command("migrate", verbosity=0, interactive=False)
    kind = Installation.Kind.PRACTICE if practice else Installation.Kind.REAL
    with transaction.atomic():
        row = Installation.objects.first()
        mark = home() / "installation.json"
        if row is None:
            if mark.exists():
                raise WrongInstallation("数据目录属于另一套安装，数据库却是空的。请换一个空目录，或连接原来的数据库。")
            row = Installation.objects.create(number=secrets.token_hex(8), kind=kind, created_at=clock.real_now())
            mark.write_text(json.dumps({"number": row.number, "kind": row.kind}) + "\n")
    check(row)
    if row.kind != kind:
        raise WrongInstallation("演练数据和真实数据不能混在一起：这里已经是另一种安装，请换一个空的数据目录。")
    current.cache_clear()
    return row


def check(row: Installation) -> None:
    """Refuse to go on when the home and the database were not made for each other.

    Raises:
        WrongInstallation: they were not.
    """
    mark = home() / "installation.json"
    number = json.loads(mark.read_text())["number"] if mark.exists() else None
    if number != row.number:
        raise WrongInstallation("数据目录与数据库不是同一套安装。请检查 TONGGONG_HOME 和 DATABASE_URL。")


def renew(row: Installation) -> None:
    """Bring the tables of an installation that stands to this version of the program; what is there already stays.

    Raises:
        WrongInstallation: home and database do not belong together; nothing is changed then.
    """
    check(row)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        current.cache_clear()


@cache
def current() -> Installation | None:
    """Return this installation, None before it is made."""
    if Installation._meta.db_table not in connection.introspection.table_names():
        return None
    return Installation.objects.first()


def begin_practice(instant: datetime) -> None:
    """Say what instant it is in a practice city from now on; its clock goes on with the real one."""
    Installation.objects.filter(kind=Installation.Kind.PRACTICE).update(
        practice_day=clock.day_of(instant), practice_since=clock.real_now()
    )
    current.cache_clear()
    live_in_calendar()


def live_in_calendar() -> None:
    """Let this process follow the practice city's calendar, where there is one. A real installation has none."""
    row = current()
    if row is not None and row.practice_day is not None and row.practice_since is not None:
        morning = datetime.combine(row.practice_day, time(9), clock.SHANGHAI)
        clock.live_at(morning, row.practice_since)


def is_practice() -> bool:
    """Say whether everything here is invented."""
    row = current()
    return row is not None and row.kind == Installation.Kind.PRACTICE


def ledger_moved() -> None:
    """Say, in the transaction that changed facts, that figures made before are out of date."""
    Installation.objects.update(ledger_version=F("ledger_version") + 1)


def hold_ledger() -> int:
    """Let nobody else change the ledger until the transaction ends; return how often it has moved.

    SQLite's transactions hold it anyway; on PostgreSQL others wait here.
    """
    return Installation.objects.select_for_update().values_list("ledger_version", flat=True).first() or 0


def ledger_version() -> int:
    """Return how often the ledger has moved."""
    return Installation.objects.values_list("ledger_version", flat=True).first() or 0


def name_city(code: str, name: str, pack: str) -> None:
    """Remember whose installation this is, once its city pack is loaded."""
    Installation.objects.update(city_code=code, city_name=name, city_pack=pack)
    current.cache_clear()
