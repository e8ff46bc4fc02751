"""What time it is for the ledger.

A practice city lives in the months of its data: while its files are taken in, the clock can be set to the day on which
an office would have sent them, so that known times tell a plausible story. A real installation always runs at real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_ahead: list[timedelta] = []  # how far a practice city's calendar is from the real one, once it is known
_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def real_now() -> datetime:
    """Return the instant by the machine's clock (UTC): for the audit trail, sessions and locks."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the instant at which something becomes known to the ledger (UTC)."""
    return _pretended.get() or real_now() + (_ahead[0] if _ahead else timedelta(0))


def live_at(practice: datetime, since: datetime) -> None:
    """Let this process live in a practice city's calendar: it was `practice` there when it really was `since`."""
    _ahead[:] = [practice - since]


def today() -> date:
    """Return the calendar day in China that pages and due dates are judged by."""
    return now().astimezone(SHANGHAI).date()


def day_of(instant: datetime) -> date:
    """Return the calendar day in China of an instant."""
    return instant.astimezone(SHANGHAI).date()


@contextmanager
def pretend(instant: datetime) -> Iterator[None]:
    """Run a block at another instant. For practice cities and tests only; the caller answers for that."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
