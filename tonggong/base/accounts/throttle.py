"""Five failures within 15 minutes lock an account name for 30 (GB/T 22239-2019; named by AXES_HANDLER).

django-axes keeps the evidence: one row a failure, also of those tried while locked, which lengthen nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessFailureLog
from django.http import HttpRequest, QueryDict

from tonggong.base.accounts.models import User
from tonggong.base.installation import clock

FAILURES = 5
WITHIN, LOCKED = timedelta(minutes=15), timedelta(minutes=30)


def locked_until(username: str) -> datetime | None:
    """Return until when an account name is locked, None if it is not."""
    now = clock.real_now()
    times = counted_failures(username, now)
    ends = [
        fifth + LOCKED for first, fifth in zip(times, times[FAILURES - 1 :], strict=False) if fifth - first <= WITHIN
    ]
    return max((end for end in ends if end > now), default=None)


def counted_failures(username: str, now: datetime) -> list[datetime]:
    """Return when sign-in failed lately, oldest first: since the last success or unlocking, and not while locked."""
    user = User.objects.filter(username=username).values_list("last_login", "unlocked_at").first()
    since = max((at for at in user or () if at), default=now - WITHIN - LOCKED)
    rows = AccessFailureLog.objects.filter(
        username=username, locked_out=False, attempt_time__gt=max(since, now - WITHIN - LOCKED)
    )
    return list(rows.order_by("attempt_time").values_list("attempt_time", flat=True))


class Throttle(AxesDatabaseHandler):
    """Counts as the rule says; everything else is the library's."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return FAILURES while the name is locked, else the failures of the last minutes (always fewer)."""
        username = str((credentials or {}).get("username") or "")
        if locked_until(username):
            return FAILURES
        now = clock.real_now()
        recent = [at for at in counted_failures(username, now) if at > now - WITHIN]
        return min(len(recent), FAILURES - 1)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        """Keep who tried, when and from where, and nothing of what else the form held."""
        if request is None:
            super().user_login_failed(sender, credentials, request, **more)
            return
        asked, posted = request.GET, request.POST
        request.GET = request.POST = QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **more)
        finally:
            request.GET, request.POST = asked, posted
