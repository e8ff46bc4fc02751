"""Where the monitoring system and our own record differ on the capacity to work: a person decides, neither side is overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import NotEmployedReason
from tonggong.domain.casework.models import Verification
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.rural.exchange import RuralRefused
from tonggong.domain.rural.families import watched
from tonggong.domain.rural.models import CapacityDecision

LOST_THERE = ("丧失劳动力", "无劳动力")
CONCLUDED = "鉴定为丧失劳动能力"
CHOICES: dict[str, str] = dict(CapacityDecision.Choice.choices)


@dataclass(frozen=True, slots=True)
class Difference:
    """A watched person of whom both sides say otherwise; `decided` is the standing decision on these very words."""

    person: Person
    there: str
    here: str
    on: date | None  # of our side's word
    decided: CapacityDecision | None


def _ours(people: Iterable[int], day: date) -> dict[int, tuple[bool, str, date | None]]:
    """What our record says of the capacity to work: (lost, in words, of which day); who is not in it was never asked."""
    these = among(people)
    found: dict[int, tuple[bool, str, date | None]] = {}
    rows = Verification.objects.standing().filter(person__in=these, on__lte=day).order_by("on", "pk")
    for pk, works, reason, on in rows.values_list("person", "is_employed", "reason", "on"):
        if works:
            found[pk] = (False, "核对时有工作", on)
        elif reason == NotEmployedReason.LOST_CAPACITY:
            found[pk] = (True, "核对时说丧失劳动能力", on)
        elif reason is not None:
            found[pk] = (False, f"核对时未就业原因是{NotEmployedReason(reason).label}", on)
    facts = PersonFact.objects.standing().filter(kind=Circumstance.CAPACITY, person__in=these)
    facts = facts.filter(Q(started_on=None) | Q(started_on__lte=day)).filter(Q(ended_on=None) | Q(ended_on__gte=day))
    for pk, on in facts.values_list("person", "started_on"):
        found[pk] = (True, CONCLUDED, on)
    return found


def differences(who: Who, day: date) -> list[Difference]:
    """Watched persons within reach of whom one side says she lost the capacity and the other that she did not.

    Where one side says nothing there is no difference. Those not decided come first.
    """
    told = {pk: one.skill for pk, one in watched(who, day).items() if one.skill}
    ours = _ours(told, day)
    differing = {pk for pk, skill in told.items() if pk in ours and (skill in LOST_THERE) != ours[pk][0]}
    people = {one.pk: one for one in Person.objects.filter(pk__in=among(differing))}
    decided = {
        (one.person_id, one.there, one.here): one
        for one in CapacityDecision.objects.standing().filter(person__in=among(differing))
    }
    found = [
        Difference(people[pk], told[pk], ours[pk][1], ours[pk][2], decided.get((pk, told[pk], ours[pk][1])))
        for pk in differing
    ]
    return sorted(found, key=lambda one: (one.decided is not None, one.person.name, one.person.pk))


def difference(who: Who, person_id: int, day: date) -> Difference | None:
    """One of them; None says no more than that there is none within reach."""
    return next((one for one in differences(who, day) if one.person.pk == person_id), None)


@transaction.atomic
def decide(who: Who, one: Difference, choice: str, note: str = "") -> CapacityDecision:
    """Say what is to be done about a difference; what was decided before stays in the history.

    Raises:
        PermissionDenied: without the duty rural.exchange.
        RuralRefused: there is no such choice, or our side is said to be right without a word why.
    """
    if not who.may("rural.exchange"):
        raise PermissionDenied("rural.exchange")
    if choice not in CHOICES:
        raise RuralRefused("请选一种处理。")
    if choice == CapacityDecision.Choice.HERE and not note.strip():
        raise RuralRefused("请写依据，对方更正时要看。")
    now, before = clock.now(), CapacityDecision.objects.select_for_update().filter(person=one.person, known_until=None)
    last = before.first()
    before.update(known_until=now)
    row = CapacityDecision.objects.create(
        person=one.person, there=one.there, here=one.here, choice=choice, note=note.strip()[:200], known_from=now,
        said_by=who.name, thread=(last.thread or last.pk) if last else None,
    )  # fmt: skip
    if row.thread is None:
        CapacityDecision.objects.filter(pk=row.pk).update(thread=row.pk)
    audit.record("change", who=who, subject="rural.CapacityDecision", ids=[row.pk], person=one.person.pk)
    facts_changed([one.person.pk])
    return row
