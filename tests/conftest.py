"""What every test stands on: nothing remembered from the one before, no way out of this machine."""

import socket
import sys
from collections.abc import Iterator

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
    _forget()
    yield
    _forget()


def _forget() -> None:
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


@pytest.fixture(autouse=True, scope="session")
def _a_test_may_empty_its_own_tables() -> Iterator[None]:
    """Take down, while a test's committed rows are swept out, the triggers that keep audit entries from being removed."""
    from django.db import connection
    from django.test import TransactionTestCase

    from tonggong.base.audit import triggers

    real = TransactionTestCase._fixture_teardown

    def sweep(case: TransactionTestCase) -> None:
        triggers.remove(connection)
        real(case)
        triggers.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", sweep)
        yield


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


@pytest.fixture
def practice(db):
    """A practice installation of Panjin in an empty database; the home's mark belongs to it."""
    import json

    from tonggong.base.installation.models import Installation

    row = Installation.objects.create(
        number="tests",
        kind="practice",
        city_pack="panjin",
        city_code="211100000000",
        city_name="盘锦市",
        created_at=clock.now(),
    )
    (home() / "installation.json").write_text(json.dumps({"number": row.number, "kind": row.kind}))
    yield row
    (home() / "installation.json").unlink()
