"""Pages in a real Chromium: signed in as anyone, in any mode, with nothing on the console, nothing for axe, nothing too wide."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visitors import NORMAL, PATIENCE, Mode, Visitor
from tests.conftest import forget

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CITY = "a practice city"
_trail_of_city: list[bytes] = []  # the audit's head, which belongs to the database that is kept


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite's test database in a file, as it is in use: in memory all threads of the server would share one connection."""
    from django.db import connections

    kept = connections["default"].settings_dict
    if kept["ENGINE"].endswith("sqlite3"):
        kept["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "没有找到 Chromium：scripts/chromium.sh 会安装它，或说明要装什么"
    expect.set_options(timeout=PATIENCE)  # its own 5 s are short on a busy machine
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def city(transactional_db: None, practice: Any) -> Any:
    """A practice city: plan, divisions, departments and an account for every role, no persons yet; made once in a process."""
    from tests import kept
    from tests.panjin import load_panjin
    from tonggong.base.accounts.practice import ensure_practice_accounts
    from tonggong.base.audit import head

    if _trail_of_city:
        kept.put_back(CITY)
        head.path().write_bytes(_trail_of_city[0])
        practice.refresh_from_db()
        forget()
        return practice
    load_panjin()
    ensure_practice_accounts(Path(__file__).parents[2] / "cities" / "panjin")
    if kept.is_possible():
        kept.keep(CITY)
        _trail_of_city.append(head.path().read_bytes())
    return practice


@pytest.fixture
def visitor(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visitor()`, `visitor(PHONE)`, `visitor(has_script=False)`."""
    made: list[Visitor] = []

    def make(mode: Mode = NORMAL, *, has_script: bool = True) -> Visitor:
        made.append(Visitor(chromium, live_server.url, mode, has_script=has_script))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
