"""What placed persons say of their jobs: each her own, and for the staff who answer petitions those of their place."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import Answer
from tonggong.domain.coaching.models import PlacementConfirmation
from tonggong.domain.coaching.reach import STANDS, spells, within
from tonggong.domain.employment.queries import form_name
from tonggong.domain.persons.own import own_keys, own_person


@dataclass(frozen=True, slots=True)
class OwnJob:
    """A job as the ledger has it, shown to the person herself, with what she last said of it."""

    spell: int
    unit_name: str
    form: str
    post: str
    started_on: date
    said: PlacementConfirmation | None


def own_jobs(who: Who) -> list[OwnJob]:
    """Return the jobs that are recorded for the one who asks and go on today; of nobody else, not for a unit."""
    person = own_person(who)
    if person is None:
        return []
    keys, today = own_keys(person), clock.today()
    said = {row.spell: row for row in PlacementConfirmation.objects.standing().filter(person__in=keys).order_by("pk")}
    rows = spells().on(today).filter(person__in=keys).order_by("-started_on", "pk")
    return [
        OwnJob(
            job.thread or job.pk, job.unit_name or form_name(job.form), form_name(job.form), job.post, job.started_on,
            said.get(job.thread or job.pk),
        )
        for job in rows
    ]  # fmt: skip


def confirmations(who: Who) -> QuerySet[Any]:
    """Return what persons within reach said of their jobs; only for the staff who answer petitions, never for a unit or coach."""
    rows = PlacementConfirmation.objects.standing().select_related("person__merged_into", "handling")
    if not who.may("casework.answer"):
        return rows.none()
    return within(who, rows).annotate(stands_for=STANDS)


def open_confirmations(who: Who) -> QuerySet[Any]:
    """Return the statements that a job is not, or not quite, as recorded and that nobody has handled, the oldest first."""
    rows = confirmations(who).exclude(answer=Answer.REAL).filter(handling=None)
    return rows.order_by("on", "pk")


def handled_confirmations(who: Who, size: int = 50) -> list[PlacementConfirmation]:
    """Return the statements that were handled last."""
    return list(confirmations(who).exclude(handling=None).order_by("-handling__at")[:size])


def confirmed_count(who: Who) -> int:
    """Return how many persons within reach say that their job is as recorded."""
    return confirmations(who).filter(answer=Answer.REAL).values("stands_for").distinct().count()


def waiting_words(who: Who) -> str:
    """Return in words how many statements wait, for the rail; "" for none."""
    count = open_confirmations(who).count()
    return f"{count} 待处理" if count else ""
