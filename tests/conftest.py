"""What every test stands on: nothing remembered from the one before, no way out of this machine."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as properties

from tonggong.base.audit import head
from tonggong.base.home import home
from tonggong.base.installation import clock
from tonggong.base.privacy import keys

properties.register_profile("tonggong", deadline=None, derandomize=True, max_examples=60)
properties.load_profile("tonggong")

_LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["tests.hashing.QuickArgon2", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Forget what the program keeps in memory of small tables: the database of the next test is another one."""
    forget()
    yield
    forget()


def forget() -> None:
    """Forget what the program keeps in memory of small tables."""
    from tonggong.base.installation.services import current

    current.cache_clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("tonggong.") and name.endswith(".queries") and hasattr(module, "forget"):
            module.forget()


@pytest.fixture(autouse=True, scope="session")
def _keys_of_its_own() -> None:
    """Make the run's keys in the run's own home, and the folder of static files that the server warns about else."""
    keys.make()
    (home() / "static").mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def _no_trail_before() -> None:
    """Take the audit's head away: it belongs to the database of the test before."""
    head.path().unlink(missing_ok=True)


@pytest.fixture(scope="session")
def _migrated_once(request: pytest.FixtureRequest) -> pytest.MonkeyPatch:
    """Migrate once for all processes and runs that have the same migrations: it takes longer than fifty tests."""
    from tests import kept

    return kept.migrate_once(request.config.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_setup(_migrated_once: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the database as the migrations left it, so that what a test commits can be undone in a moment."""
    from tests import kept

    _migrated_once.undo()
    with django_db_blocker.unblock():
        if kept.is_possible():
            kept.keep(kept.EMPTY)


@pytest.fixture(autouse=True, scope="session")
def _what_a_test_commits_is_undone() -> Iterator[None]:
    """Undo whole what a test commits, by `_undo`."""
    from django.test import TransactionTestCase

    swept = TransactionTestCase._fixture_teardown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: _undo(lambda: swept(case)))
        yield


def _undo(sweep: Callable[[], Any]) -> None:
    """Put SQLite's database back whole; sweep PostgreSQL's tables out.

    The sweep takes down the triggers that keep audit entries from being removed; in what is put back they stand.
    """
    from django.db import connection

    from tests import kept
    from tonggong.base.audit import triggers

    if kept.is_possible():
        kept.put_back(kept.EMPTY)
        return
    triggers.remove(connection)
    sweep()
    triggers.install(connection)


@pytest.fixture(scope="module")
def once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Makes what takes long in a practice installation, before a module's first test: `once(make)` calls `make(folder)`.

    It lies under every test of the module, each of which undoes what it did itself; so ask for it in a fixture of the
    module that is `autouse`, and take `practice` beside it. What waits for a commit is not done, as in every other test.
    """
    from django.core.management import call_command
    from django.db import connection, transaction

    def make_once(make: Callable[[Path], Any]) -> Any:
        forget()
        with transaction.atomic():
            practice_installation()
            made = make(tmp_path_factory.mktemp("once"))
            connection.run_on_commit.clear()
        return made

    with django_db_blocker.unblock():
        yield make_once
        _undo(lambda: call_command("flush", verbosity=0, interactive=False))


@pytest.fixture(autouse=True, scope="session")
def _no_way_out() -> Iterator[None]:
    """Fail a test that asks another machine for anything."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test wants to reach {address[0]}")
        return real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def practice_installation() -> Any:
    """Say in the tables that this is a practice installation of Panjin, if they don't say so yet; return its row."""
    from tonggong.base.installation.models import Installation

    return Installation.objects.get_or_create(
        number="tests",
        defaults={
            "kind": "practice",
            "city_pack": "panjin",
            "city_code": "211100000000",
            "city_name": "盘锦市",
            "created_at": clock.now(),
        },
    )[0]


@pytest.fixture
def practice(db):
    """A practice installation of Panjin, in an empty database or around what the module made; the home's mark belongs to it."""
    row = practice_installation()
    (home() / "installation.json").write_text(json.dumps({"number": row.number, "kind": row.kind}))
    yield row
    (home() / "installation.json").unlink()
