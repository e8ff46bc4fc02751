"""运行状态: which feeds are late, which work failed, what runs here, how much room is left. No business data."""

import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import django
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock, home
from tonggong.base.intake import queries as intake
from tonggong.base.intake import vault
from tonggong.base.jobs import queries as jobs
from tonggong.domain.plan import queries as plans
from tonggong.web.components.exchange import month_of_work

WARN_FREE = 0.1  # of the disk


def written_size(count: int) -> str:
    """Return a number of bytes as KB, MB or GB."""
    for unit, size in (("GB", 2**30), ("MB", 2**20)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count / 1024:,.0f} KB"


def _feeds(month: str) -> list[dict[str, Any]]:
    calendar, today = plans.feed_calendar(month), clock.today()
    found = []
    for wanted in intake.expected(month, calendar):
        if calendar.get(wanted.feed.key, {}).get("period") != "month":
            continue
        state = wanted.state(today)
        late = (today - wanted.due_on).days if state == "late" else 0
        found.append({"feed": wanted.feed.title, "due": wanted.due_on, "state": state, "late": late,
                      "missing": wanted.missing, "came": len(wanted.came)})  # fmt: skip
    return sorted(found, key=lambda line: (line["state"] == "came", -line["late"], line["due"]))


def _folder(path: Path) -> tuple[int, int]:
    sizes = [file.stat().st_size for file in path.iterdir() if file.is_file()] if path.is_dir() else []
    return sum(sizes), len(sizes)


def _versions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        database = cursor.fetchone()[0]
    kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    found = [
        ("同工", _version("tonggong")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (kinds.get(connection.vendor, connection.vendor), str(database)),
    ]
    return found + [(name, _version(name.lower())) for name in ("DuckDB", "PyArrow")]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "未知"


def _database_size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    files = (Path(name), Path(f"{name}-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())


@require_GET
@duty("system.read")
def system(request: Request) -> HttpResponse:
    """Show on one page whether anything needs a hand."""
    month = month_of_work()
    feeds = _feeds(month)
    sealed, count = _folder(vault.folder())
    disk = shutil.disk_usage(home())
    page = {
        "month": month,
        "feeds": feeds,
        "late": sum(line["state"] == "late" for line in feeds),
        "failed": jobs.failed(),
        "waiting": jobs.waiting(),
        "versions": _versions(),
        "sizes": [("数据库", written_size(_database_size())), ("密存文件", f"{written_size(sealed)}，{count:,} 个")],
        "free": written_size(disk.free),
        "free_share": disk.free / disk.total,
        "is_short": disk.free / disk.total < WARN_FREE,
        "now": clock.real_now(),
    }
    return render(request, "administration/system.html", page)
