"""Start, carry on and finish long work. Its own clock is the machine's: it is about processes, not about the ledger."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from tonggong.base.accounts.models import User
from tonggong.base.accounts.queries import who_is
from tonggong.base.accounts.who import NOBODY, Who, system_who
from tonggong.base.installation import clock
from tonggong.base.jobs.models import Run

State = Run.State
STALE = timedelta(minutes=20)  # a worker that says nothing for so long has died
NOTE_EVERY = 0.5  # seconds


class AlreadyRunning(Exception):
    """The same work on the same subject is under way; `run` is it."""

    def __init__(self, run: Run):
        super().__init__("这件事正在做，做完再来。")
        self.run = run


def prepare(who: Who, kind: str, subject: str, title: str, payload: dict[str, Any]) -> Run:
    """Note work that waits for its owner's yes (an upload that was looked at)."""
    return _new(who, kind, subject, title, payload, State.PREPARED)


def start(
    who: Who, kind: str, subject: str, title: str, payload: dict[str, Any] | None = None, *, unit: str = "步"
) -> Run:
    """Note work that a task is to do next.

    Raises:
        AlreadyRunning: it is under way for this subject.
    """
    _give_up_dead(kind, subject)
    try:
        with transaction.atomic():
            return _new(who, kind, subject, title, payload or {}, State.QUEUED, unit)
    except IntegrityError:
        raise AlreadyRunning(Run.objects.get(kind=kind, subject=subject, state__in=["queued", "running"])) from None


def go_on(run: Run, *, unit: str = "步") -> None:
    """Put prepared work, or work that failed, into the queue.

    Raises:
        AlreadyRunning: the same subject is under way.
    """
    _give_up_dead(run.kind, run.subject)
    try:
        with transaction.atomic():
            now = clock.real_now()
            fresh = Run.objects.filter(pk=run.pk).exclude(state__in=[State.QUEUED, State.RUNNING])
            if not fresh.update(
                state=State.QUEUED, seen_at=now, finished_at=None, words="", step="", done=0, total=0, unit=unit
            ):
                raise AlreadyRunning(run)
    except IntegrityError:
        raise AlreadyRunning(
            Run.objects.get(kind=run.kind, subject=run.subject, state__in=["queued", "running"])
        ) from None
    run.refresh_from_db()


def begin(run_id: int) -> Run | None:
    """Take queued work up; None when it was taken up or given up already (a task may be delivered twice)."""
    if not Run.objects.filter(pk=run_id, state=State.QUEUED).update(state=State.RUNNING, seen_at=clock.real_now()):
        return None
    return Run.objects.get(pk=run_id)


def teller(run: Run) -> Callable[[str, int, int], None]:
    """Return what work calls with the step's words, done and total; noted at most twice a second."""
    last: list[Any] = [0.0, ""]  # when, which step

    def tell(step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last[0] < NOTE_EVERY and step == last[1]:
            return
        last[:] = [now, step]
        with suppress(DatabaseError):  # a note that can't be written must not end the work
            Run.objects.filter(pk=run.pk).update(step=step[:160], done=done, total=total, seen_at=clock.real_now())

    return tell


def finish(run: Run, words: str, *, result_url: str | None = None, payload: dict[str, Any] | None = None) -> None:
    """Say that the work is done, in a sentence, and where its result stands."""
    changes: dict[str, Any] = {"state": State.DONE, "words": words[:400], "finished_at": clock.real_now()}
    if result_url is not None:
        changes["result_url"] = result_url
    if payload is not None:
        changes["payload"] = payload
    Run.objects.filter(pk=run.pk).update(**changes)


def fail(run: Run, why: str) -> None:
    """Say that the work was not done and why, in words for its owner."""
    Run.objects.filter(pk=run.pk).update(state=State.FAILED, words=why[:400], finished_at=clock.real_now())


def who_asked(run: Run) -> Who:
    """Return who asked for the work, in the post he asked in, with the duties he has now: none once he is gone."""
    if run.by_id is None:
        return system_who(run.by or "后台任务")
    user = User.objects.filter(pk=run.by_id, is_active=True).first()
    return who_is(user, run.post_id) if user else NOBODY


def _new(who: Who, kind: str, subject: str, title: str, payload: dict[str, Any], state: str, unit: str = "步") -> Run:
    now = clock.real_now()
    return Run.objects.create(
        kind=kind, subject=subject[:160], title=title[:120], state=state, payload=payload, unit=unit, by=who.name,
        by_id=who.user_id, post_id=who.post_id, asked_at=now, seen_at=now,
    )  # fmt: skip


def _give_up_dead(kind: str, subject: str) -> None:
    Run.objects.filter(
        kind=kind, subject=subject[:160], state__in=[State.QUEUED, State.RUNNING], seen_at__lt=clock.real_now() - STALE
    ).update(state=State.FAILED, words="中途断了，什么都没有写进台账。请再做一次。", finished_at=clock.real_now())
