"""Questions about long work; they change nothing."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.jobs.models import Run

UNDER_WAY = (Run.State.QUEUED, Run.State.RUNNING)


def under_way(kind: str, subject: str) -> Run | None:
    """The work on a subject that is queued or runs now."""
    return Run.objects.filter(kind=kind, subject=subject, state__in=UNDER_WAY).first()


def last(kind: str, subject: str) -> Run | None:
    """The latest work on a subject, whatever came of it."""
    return Run.objects.filter(kind=kind, subject=subject).order_by("-pk").first()


def runs_of(who: Who, kind: str | None = None) -> QuerySet[Run]:
    """One's own work, newest first."""
    rows = Run.objects.filter(by_id=who.user_id or 0).order_by("-pk")
    return rows.filter(kind=kind) if kind else rows


def run_of(who: Who, run_id: int, shared: Collection[str] = ()) -> Run | None:
    """One piece of work: one's own, or of a kind that everybody with the duty may follow."""
    rows = Run.objects.filter(Q(by_id=who.user_id or 0) | Q(kind__in=shared))
    return rows.filter(pk=run_id).first()


def failed(limit: int = 30) -> list[Run]:
    """The latest work of anybody that was not done, newest first. For who has system.read."""
    return list(Run.objects.filter(state=Run.State.FAILED).order_by("-pk")[:limit])


def waiting() -> list[Run]:
    """Work of anybody that is queued or runs now, the longest waiting first. For who has system.read."""
    return list(Run.objects.filter(state__in=UNDER_WAY).order_by("pk"))
