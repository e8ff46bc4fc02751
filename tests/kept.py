"""SQLite's test database put back whole: as the migrations left it, or with a city in it. Pages are copied, no row is made."""

import hashlib
import os
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.core.management.commands import migrate
from django.db import connection

import tonggong

EMPTY = "as the migrations left it"
PATIENCE = 30  # seconds: as long as the program itself waits for a lock
_kept: dict[str, sqlite3.Connection] = {}


def is_possible() -> bool:
    """Say whether this database can be put back so; PostgreSQL's is swept instead."""
    return connection.vendor == "sqlite"


def is_kept(name: str) -> bool:
    """Say whether a state of this name was kept in this process."""
    return name in _kept


def keep(name: str) -> None:
    """Keep the whole database under a name, for the rest of the process."""
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    _kept[name] = copy


def put_back(name: str) -> None:
    """Make the database again what it was when it was kept.

    Raises:
        TimeoutError: somebody else reads or writes in it and does not end.
    """
    connection.ensure_connection()
    until = time.monotonic() + PATIENCE

    def look(status: int, remaining: int, total: int) -> None:
        if remaining and time.monotonic() > until:
            raise TimeoutError(f"the test database was still in use after {PATIENCE} s")

    _kept[name].backup(connection.connection, progress=look, sleep=0.01)


def lay(name: str, file: Path) -> None:
    """Write what was kept into a new file: the database of a process that a test starts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as there:
        _kept[name].backup(there)


def migrate_once(folder: Path) -> pytest.MonkeyPatch:
    """Until undone, let `migrate` take what it left in a folder the last time that the very same migrations ran."""
    patch, real = pytest.MonkeyPatch(), migrate.Command.handle

    def handle(command: migrate.Command, *words: Any, **more: Any) -> None:
        there = folder / f"{_migrations()}.sqlite3"
        connection.ensure_connection()
        if there.exists():
            with closing(sqlite3.connect(there)) as source:
                source.backup(connection.connection)
            return
        real(command, *words, **more)
        draft = there.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(draft)) as target:
            connection.connection.backup(target)
        if there.name == f"{_migrations()}.sqlite3":  # nobody wrote at them meanwhile
            for older in sorted(folder.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)[:-3]:
                older.unlink(missing_ok=True)
            os.replace(draft, there)
        draft.unlink(missing_ok=True)

    if is_possible():
        patch.setattr(migrate.Command, "handle", handle)
    return patch


def _migrations() -> str:
    """A digest of what has a say in what `migrate` leaves: the migrations, the source they name, the models, the libraries."""
    root = Path(tonggong.__file__).parents[1]
    files = {root / "requirements" / "run.txt", *root.glob("tonggong/**/migrations/*.py")}
    for path in list(files):
        for module in re.findall(r"^from (tonggong[\w.]*) import", path.read_text(encoding="utf-8"), re.M):
            place = root.joinpath(*module.split("."))
            files |= {*place.glob("*.py"), *place.parent.glob(f"{place.name}.py")}
    told = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(files):
        told.update(f"{path.relative_to(root)} ".encode() + path.read_bytes())
    for model in apps.get_models(include_auto_created=True):  # whose content types and permissions follow
        told.update(f"{model._meta.label} {model._meta.default_permissions} {model._meta.permissions} ".encode())
    return told.hexdigest()[:20]
