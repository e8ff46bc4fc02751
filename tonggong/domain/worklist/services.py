"""Put a contact off, say that something is dealt with, take it back: one tap each."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.persons.models import Person
from tonggong.domain.worklist.models import Postponement
from tonggong.domain.worklist.queries import Found, figures_of_city, reasons_of

LONGEST = timedelta(days=366)


class PutOffRefused(Exception):
    """This can't be put off or ticked off; the message says why."""


def usual_days() -> int:
    """Return by how many days a contact is put off if nothing else is said."""
    return int(figures_of_city(clock.today())["today.postpone_days"].value)


@transaction.atomic
def postpone(who: Who, person_id: int, until: date | None = None, why: str = "") -> UUID:
    """Put all reasons for contacting somebody off to a day, and return what takes it back.

    Raises:
        PermissionDenied: without the duty casework.record.
        PutOffRefused: nothing speaks for contacting her now, or the day lies in the past or more than a year ahead.
    """
    today = clock.today()
    until = until or today + timedelta(days=usual_days())
    if not today < until <= today + LONGEST:
        raise PutOffRefused("改到的日子要在今天以后、一年以内。")
    return _keep(who, person_id, _all_of(who, person_id), until, why, "postpone")


@transaction.atomic
def tick_off(who: Who, person_id: int, reason_key: str, fact: str) -> UUID:
    """Say that one reason is dealt with, and return what takes it back.

    Raises:
        PermissionDenied: without the duty casework.record.
        PutOffRefused: the reason does not hold any more, or has to be recorded where it belongs.
    """
    found = [one for one in _all_of(who, person_id) if one.reason.key == reason_key and one.hit.fact == fact]
    if not found:
        raise PutOffRefused("这件事已经不在名单上了，请刷新再看。")
    if not found[0].reason.is_ticked:
        raise PutOffRefused(f"“{found[0].reason.title}”要记下走访、跟进或服务才算办了，不能直接勾掉。")
    return _keep(who, person_id, found, None, "", "tick off")


@transaction.atomic
def undo(who: Who, batch: UUID) -> int | None:
    """Take one's own action back; return whom it was about, None where there is nothing to take back."""
    rows = Postponement.objects.filter(batch=batch, user=who.user_id, undone_at=None)
    person = rows.values_list("person_id", flat=True).first()
    if who.user_id is None or person is None:
        return None
    rows.update(undone_at=clock.now())
    audit.record("change", who=who, subject="persons.Person", ids=[person], step="undo postponement")
    return person


def _all_of(who: Who, person_id: int) -> list[Found]:
    if not who.may("casework.record"):
        raise PermissionDenied("您的职责不包括记录走访。")
    Person.objects.select_for_update().filter(pk=person_id).first()  # two taps at once are one
    found = reasons_of(who, person_id)
    if not found:
        raise PutOffRefused("此人今天没有要办的事，请刷新再看。")
    return found


def _keep(who: Who, person_id: int, found: list[Found], until: date | None, why: str, step: str) -> UUID:
    batch, now = uuid4(), clock.now()
    for one in found:
        earlier = Postponement.objects.filter(
            person=person_id, reason_key=one.reason.key, fact=one.hit.fact, undone_at=None
        )
        earlier.update(undone_at=now)
    Postponement.objects.bulk_create(
        Postponement(
            person_id=person_id, user_id=who.user_id, reason_key=one.reason.key, fact=one.hit.fact, until=until, why=why[:120],
            batch=batch, by=who.name, at=now,
        )
        for one in found
    )  # fmt: skip
    audit.record(
        "change", who=who, subject="persons.Person", ids=[person_id], step=step,
        reasons=[one.reason.key for one in found], until=until.isoformat() if until else "",
    )  # fmt: skip
    return batch
