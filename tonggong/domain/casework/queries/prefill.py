"""What a visit's form is filled in with, and the marks by which a change made meanwhile is noticed.

The mark of a field is the key of the ledger's row that says it. A form sends back the marks it was filled in with; where
the ledger's mark is another by then, two people have said something, and both are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tonggong.domain.casework.models import Need, NeedRegistration, Verification, Visit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.persons.residence import holds_on

NONE = "0"


@dataclass(slots=True)
class Prefill:
    """What is known of one person before a visit; facts as they stand."""

    phone_mark: str = NONE
    residence_mark: str = NONE
    residence: str = ""  # township code, "" where nothing says that she lives elsewhere
    spells: list[Spell] = field(default_factory=list)  # jobs without an end
    verification: Verification | None = None  # the latest
    registration: NeedRegistration | None = None
    needs: list[Need] = field(default_factory=list)  # unmet
    last_visit: Visit | None = None

    @property
    def seen(self) -> dict[str, str]:
        """The marks, as an entry sends them back under `seen`."""
        work = ",".join(str(s.pk) for s in sorted(self.spells, key=lambda s: s.pk)) or NONE
        need = str(self.registration.pk) if self.registration else NONE
        return {"phone": self.phone_mark, "residence": self.residence_mark, "work": work, "need": need}


def prefills(person_ids: Iterable[int], day: date) -> dict[int, Prefill]:
    """Return what is known of each person before a visit: six queries, however many persons they are."""
    ids = list(person_ids)
    found = {pk: Prefill() for pk in ids}
    kinds = (Circumstance.PHONE, Circumstance.RESIDENCE)
    for fact in PersonFact.objects.standing().filter(person__in=ids, kind__in=kinds).order_by("pk"):
        one = found[fact.person_id]
        if fact.kind == Circumstance.PHONE:
            one.phone_mark = str(fact.pk)
        else:
            one.residence_mark = str(fact.pk)
            one.residence = fact.value if holds_on(fact.started_on, fact.ended_on, day) else ""
    for spell in Spell.objects.standing().filter(person__in=ids, ended_on=None).order_by("started_on", "pk"):
        found[spell.person_id].spells.append(spell)
    for pk, row in _latest(Verification, ids).items():
        found[pk].verification = row
    for pk, row in _latest(NeedRegistration, ids).items():
        found[pk].registration = row
    for need in Need.objects.standing().filter(person__in=ids, met_on=None, dropped_on=None).order_by("said_on", "pk"):
        found[need.person_id].needs.append(need)
    for pk, row in _latest(Visit, ids).items():
        found[pk].last_visit = row
    return found


def prefill_of(person_id: int, day: date) -> Prefill:
    """Return what is known of one person before a visit."""
    return prefills([person_id], day)[person_id]


def _latest(model: Any, ids: Sequence[int]) -> dict[int, Any]:
    """The latest standing row of each person, by its day and then by when it came in."""
    return {row.person_id: row for row in model.objects.standing().filter(person__in=ids).order_by("on", "pk")}
