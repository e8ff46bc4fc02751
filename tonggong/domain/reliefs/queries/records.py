"""The records within somebody's reach, one of them with its history, and what one person has."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.persons.models import Person
from tonggong.domain.reliefs.models import LicenceApplication, Placed, RecruitmentRound, Relief, ServicePoint

MODELS: dict[str, type[Placed]] = {
    "points": ServicePoint, "grants": Relief, "licences": LicenceApplication, "rounds": RecruitmentRound,
}  # fmt: skip
TITLES = {"points": "服务点", "grants": "优惠与放宽", "licences": "烟草零售许可申请", "rounds": "彩票代销者征召"}


def within(who: Who, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what lies within reach: what is about a person where she lives now, the rest where it stands."""
    if not hasattr(rows.model, "person"):
        return who.sees(rows)
    of_people = who.sees(rows, "person")
    return of_people if rows.model is LicenceApplication else of_people | who.sees(rows.filter(person=None))


def stated(who: Who, what: str, known_at: datetime | None = None) -> QuerySet[Any]:
    """The records of a kind within reach, as known at an instant (None: now).

    Args:
        what: a key of MODELS.
    """
    facts: Any = MODELS[what]._default_manager
    return _with_people(within(who, facts.all().known_at(known_at)), what)


def record(who: Who, what: str, thread: int) -> Any:
    """The standing statement of a record within reach; None says no more than that."""
    return stated(who, what).filter(thread=thread).first()


def history(who: Who, what: str, thread: int) -> list[Any]:
    """Every statement of a record within reach, the latest first; [] where it is out of reach."""
    if what not in MODELS:
        return []
    rows = _with_people(within(who, MODELS[what]._default_manager.filter(thread=thread)), what)
    return list(rows.select_related("source_file__delivery").order_by("-known_from", "-pk"))


def _with_people(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    return rows.select_related("person") if what in ("grants", "licences") else rows


def reliefs_about(who: Who, thread: int, channel: str) -> list[Relief]:
    """The standing reliefs that a licence or a round brought."""
    return list(stated(who, "grants").filter(about=thread, channel=channel).order_by("pk"))


def standing_licence(row: LicenceApplication) -> dict[str, Any]:
    """The keys of a standing application and of the relief that goes with it, as `services.entries.say_licence` takes them."""
    thread = row.thread or row.pk
    relief = Relief.objects.standing().filter(about=thread, channel="tobacco").first()
    earlier = relief or Relief.objects.filter(about=thread, channel="tobacco").order_by("-pk").first()
    return {
        "id": row.pk, "thread": thread, "relief_id": relief.pk if relief else None,
        "relief_thread": (earlier.thread or earlier.pk) if earlier else None,
    }  # fmt: skip


def reliefs_of(person: Person, day: date) -> list[Relief]:
    """What stands for a person and has not ended before a day, the latest first; for her own page and her clerk's."""
    rows = Relief.objects.standing().filter(person=person).select_related("source_file__delivery")
    return [row for row in rows.order_by("-started_on", "-pk") if row.until is None or row.until >= day]


def all_reliefs_of(person: Person) -> list[Relief]:
    """Everything ever said of a person's reliefs, also what was corrected, the latest first."""
    return list(Relief.objects.filter(person=person).order_by("-started_on", "-pk"))


def page_of(rows: QuerySet[Any], after: int, size: int = 50) -> tuple[Sequence[Any], int | None]:
    """One page of records by their keys, and the key after which the next begins (None at the end)."""
    found = list(rows.order_by("pk").filter(pk__gt=after)[: size + 1])
    return (found[:size], found[size - 1].pk) if len(found) > size else (found, None)
