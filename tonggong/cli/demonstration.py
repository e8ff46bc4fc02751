"""The demonstration city: made, taken in and compared by the very code that a user's upload runs."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from tonggong.base.accounts.practice import ensure_practice_accounts
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import clock, home
from tonggong.base.installation.models import Installation
from tonggong.base.installation.services import current, prepare
from tonggong.base.intake.feeds import FEEDS
from tonggong.base.intake.services import take_in
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.plan.pack import find_pack
from tonggong.domain.plan.services import load_city
from tonggong.domain.reporting.services import refresh_figures
from tonggong.practice.city import write_city
from tonggong.rules import months

CITY, MONTHS, END = "panjin", 24, "2024-12"
Say = Callable[[str], None]


def files_folder() -> Path:
    """Where the practice city's files lie, apart from the home, so that a visitor can try to send one."""
    return home().parent / "practice-files"


def make(people: int, seed: int, say: Say) -> None:
    """Bring up the practice city of Panjin unless it stands already; killed half-way it goes on where it was.

    Raises:
        WrongInstallation: the home holds a real installation.
    """
    with _phase(say, "建库"):
        prepare(practice=True)
    row = current()
    if row is not None and row.practice_day is not None:
        return
    who = system_who("演练城市")
    with _phase(say, "装入方案、区划、部门和政策数值"):
        load_city(find_pack(CITY), who)
        ensure_practice_accounts()
    folder = files_folder()
    with _phase(say, f"生成 {people:,} 名持证人的演练城市"):
        write_city(seed, people, MONTHS, END, folder, find_pack(CITY))
    files = list(_files(folder))
    with _phase(say, f"收下 {len(files)} 份报送"):
        for month, feed, path in files:
            with clock.pretend(received_on(month, feed)):
                take_in(who, feed, path, month)
    for month in sorted({month for month, _feed, _path in files}):
        with _phase(say, f"比对 {month}"), clock.pretend(compared_on(month)):
            compare_month(who, month)
    with _phase(say, "计算指标"):
        _figures(who)
    Installation.objects.update(practice_day=compared_on(END).date())
    current.cache_clear()


def _figures(who: Who) -> None:
    with clock.pretend(compared_on(END)):
        refresh_figures()


def _files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Files in the order in which a clerk would take them in: by month, registers first."""
    order = {key: n for n, key in enumerate(FEEDS)}
    found = []
    for path in folder.glob("*/*"):
        feed = max((key for key in FEEDS if path.name.startswith(key)), key=len, default=None)
        if feed and re.fullmatch(r"\d{4}-\d{2}", path.parent.name) and "退回" not in path.name:
            found.append((path.parent.name, order[feed], feed, path))
    for month, _order, feed, path in sorted(found):
        yield month, feed, path


def received_on(month: str, feed: str) -> datetime:
    """A plausible day in the next month on which an office sent its file."""
    day = months.first_day(months.shift(month, 1)) + timedelta(2 + sum(map(ord, feed)) % 7)
    return datetime(day.year, day.month, day.day, 9, 12, tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


def compared_on(month: str) -> datetime:
    """The evening of the eleventh of the next month."""
    day = months.first_day(months.shift(month, 1)) + timedelta(10)
    return datetime(day.year, day.month, day.day, 18, 4, tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


@contextmanager
def _phase(say: Say, name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    say(f"{time.perf_counter() - began:6.1f} 秒　{name}")
