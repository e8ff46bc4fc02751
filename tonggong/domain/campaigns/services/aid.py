"""Writing down that somebody was registered or recognised at 人社, with what proves it; plans for all under aid at once."""

from datetime import date

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks
from tonggong.base.changes import Changes
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.domain.campaigns.models import AidRegistration
from tonggong.domain.campaigns.queries import aid as queries
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.choices import PlanKind
from tonggong.domain.casework.models import ServicePlan
from tonggong.domain.casework.queries.assignments import worker_of
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.casework.services.plans import open_plans
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.persons.services.facts import say
from tonggong.rules import hardship

KIND = {"unemployed": Circumstance.UNEMPLOYED, "hardship": Circumstance.HARDSHIP}
COLUMNS = ("person_id", "kind", "group", "on", "evidence", "fact")


def groups() -> list[tuple[str, str]]:
    """The groups in which 人社 may have recognised somebody: (code, name)."""
    return [(code, one.name) for code, one in hardship.groups().items() if one.set == "hrss"]


@transaction.atomic
def register(who: Who, person: Person, *, kind: str, on: date, evidence: str, group: str = "") -> AidRegistration:
    """Write down a registration or a recognition: the fact, and what proves it.

    Raises:
        CampaignRefused: the day is ahead, nothing proves it, no group is named, or it is known already.
    """
    if not served(who).filter(pk=person.pk).exists():
        raise CampaignRefused("这个人不归您负责。")
    if on > clock.today():
        raise CampaignRefused("登记日期还没有到。")
    if not evidence.strip():
        raise CampaignRefused("请写凭据，例如《就业创业证》编号、认定表。")
    if kind == "hardship" and group not in dict(groups()):
        raise CampaignRefused("请选认定的情形。")
    hold_ledger()
    held = [one.kind for one in queries.known_at_labour_office(person, clock.today())]
    if KIND[kind].value in held:
        raise CampaignRefused("台账里已经有这项登记，不用再记。")
    changes = Changes(clock.now(), said_by=who.name)
    value = group if kind == "hardship" else ""
    fact = say(changes, person.pk, KIND[kind], value, started_on=on, source=(None, None))
    row = changes.add_fact(AidRegistration, COLUMNS, (person.pk, kind, value, on, evidence.strip()[:200], fact))
    changes.write()
    audit.record("change", who=who, subject="persons.Person", ids=[person.pk], step="aid", registration=kind)
    facts_changed([person.pk])
    return AidRegistration.objects.get(pk=row)


@transaction.atomic
def take_back(who: Who, row: AidRegistration) -> None:
    """Take back a registration that was written down wrongly; both rows stay in the history.

    Raises:
        CampaignRefused: it was taken back already.
    """
    hold_ledger()
    now = clock.now()
    if AidRegistration.objects.standing().filter(pk=row.pk).update(known_until=now) != 1:
        raise CampaignRefused("这条登记已经撤回了。")
    PersonFact.objects.standing().filter(thread=row.fact).update(known_until=now)
    audit.record(
        "change", who=who, subject="persons.Person", ids=[row.person_id], step="aid-back", registration=row.kind
    )
    facts_changed([row.person_id])


@transaction.atomic
def make_plans(who: Who) -> tuple[int, int]:
    """Make the aid plan for everybody under aid who has none and has a worker.

    Returns: how many were made, and for how many nobody answers.
    """
    people = list(queries.without_step(who, clock.today()).values_list("person_id", flat=True))
    there: set[int] = set()
    for chunk in in_chunks(people):
        rows = ServicePlan.objects.filter(person__in=chunk, kind=PlanKind.AID, closed_on=None)
        there.update(rows.values_list("person_id", flat=True))
    waiting = [pk for pk in people if pk not in there]
    owners = {pk: user for pk, (user, _name) in worker_of(waiting).items()}
    made = open_plans(who, owners, PlanKind.AID.value, {}) if owners else 0
    return made, len(waiting) - len(owners)
