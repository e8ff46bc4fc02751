"""One line of the list for the monitoring system: what it told us, what our register has, what is new to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tonggong.base.among import among
from tonggong.base.privacy import unseal
from tonggong.domain.casework.choices import NeedKind
from tonggong.domain.casework.models import Need, NeedRegistration, ServiceRecord
from tonggong.domain.casework.models.visits import COUNTING
from tonggong.domain.casework.queries.assignments import worker_of
from tonggong.domain.casework.queries.words import day_words, need_words
from tonggong.domain.persons.choices import CertificateKind, CertificateStatus
from tonggong.domain.persons.models import Certificate, HouseholdMember, Person
from tonggong.domain.rural.columns import Column
from tonggong.domain.rural.families import watched_facts
from tonggong.domain.rural.models import ExchangeRow
from tonggong.rules import monitored

HEAD = "户主"
YEARS_OF_HELP = 1
MOST = 300  # characters of a cell


@dataclass(frozen=True, slots=True)
class Standing:
    """The need that stands for a person: the latest registration."""

    thread: int
    words: str
    on: date


def standing_needs(people: Iterable[int]) -> dict[int, Standing]:
    """The latest standing registration of needs of each of some persons; two queries."""
    latest: dict[int, NeedRegistration] = {}
    rows = NeedRegistration.objects.standing().filter(person__in=among(people)).order_by("on", "pk")
    for row in rows:
        latest[row.person_id] = row
    kinds: dict[int, list[str]] = defaultdict(list)
    for pk, kind in _open_needs(latest):
        if kind not in (NeedKind.WORK, NeedKind.TRAINING):
            kinds[pk].append(kind)
    return {
        pk: Standing(row.thread or row.pk, need_words(row, kinds.get(pk, ())) or "想就业", row.on)
        for pk, row in latest.items()
    }


def _open_needs(people: Iterable[int]) -> list[tuple[int, str]]:
    rows = Need.objects.standing().filter(person__in=among(people), met_on=None, dropped_on=None)
    return list(rows.order_by("kind", "pk").values_list("person", "kind").distinct())


Values = dict[str, str]


def told_of(people: Iterable[int], day: date) -> dict[int, Values]:
    """What the monitoring list says of persons, and who heads their household, by person; nothing sealed is opened."""
    keys = sorted(set(people))
    facts = {fact.person_id: fact for fact in watched_facts(day).filter(person__in=among(keys))}
    heads = _heads(keys)
    found: dict[int, Values] = {}
    for pk in keys:
        fact = facts.get(pk)
        said = monitored.read(fact.value) if fact else monitored.Monitored("")
        gone = fact.ended_on if fact else None
        found[pk] = {
            "household": said.household, "head": heads.get(pk, ""), "village": said.village, "kind": said.kind,
            "since": day_words(fact.started_on) if fact else "", "risk": said.risk, "is_gone": "是" if gone else "否",
            "gone_on": day_words(gone), "relation": said.relation, "health": said.health, "skill": said.skill,
            "work_region": said.work_region, "work_unit": said.work_unit, "work_months": _number(said.work_months),
            "post": said.post, "post_months": _number(said.post_months),
        }  # fmt: skip
    return found


def values_of(rows: Sequence[ExchangeRow], people: dict[int, int], day: date) -> dict[int, Values]:
    """What each field holds for each row, by row; identifiers are unsealed here and nowhere else. A fixed number of queries.

    Args:
        people: the person who stands for each row, by the row's key: rows of merged persons follow them.
    """
    keys = sorted(set(people.values()))
    persons = {one.pk: one for one in Person.objects.filter(pk__in=among(keys))}
    told, needs, workers, cards = told_of(keys, day), standing_needs(keys), worker_of(keys), _cards(keys)
    training, help_ = _training(keys), _help(keys, day)
    found: dict[int, Values] = {}
    for row in rows:
        pk = people[row.pk]
        own = {
            "key": row.key, "name": persons[pk].name, "citizen_id": persons[pk].citizen_id, "certificate_no": cards.get(pk, ""),
            "need": needs[pk].words if pk in needs else "", "training": training.get(pk, ""), "help": help_.get(pk, ""),
            "contact": workers[pk][1] if pk in workers else "",
        }  # fmt: skip
        found[row.pk] = {name: text[:MOST] for name, text in {**told[pk], **own}.items()}
    return found


def cells(columns: Sequence[Column], values: Values) -> list[str]:
    """A line in the order of the columns. Raises KeyError: a column names a field that nobody knows."""
    return [values[one.field] for one in columns]


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _heads(people: list[int]) -> dict[int, str]:
    """The name of the head of each person's household, the book's before that of living together."""
    mine = HouseholdMember.objects.standing().filter(person__in=among(people))
    names: dict[int, str] = dict(
        HouseholdMember.objects.standing()
        .filter(household__in=mine.values("household"), relation=HEAD)
        .values_list("household", "person__name")
    )
    found: dict[int, str] = {}
    for pk, home in mine.order_by("household__basis", "pk").values_list("person", "household"):
        if home in names:
            found.setdefault(pk, names[home])
    return found


def _cards(people: list[int]) -> dict[int, str]:
    rows = Certificate.objects.standing().filter(
        person__in=among(people), kind=CertificateKind.DISABILITY, status=CertificateStatus.VALID
    )
    return {
        pk: unseal("certificate.number", sealed)
        for pk, sealed in rows.order_by("pk").values_list("person", "number_sealed")
    }


def _training(people: list[int]) -> dict[int, str]:
    rows = Need.objects.standing().filter(
        person__in=among(people), kind=NeedKind.TRAINING, met_on=None, dropped_on=None
    )
    return {pk: detail or "要培训" for pk, detail in rows.order_by("said_on", "pk").values_list("person", "detail")}


def _help(people: list[int], day: date) -> dict[int, str]:
    """Services of the last year that came to something, the latest first."""
    rows = ServiceRecord.objects.standing().filter(COUNTING).filter(
        person__in=among(people), on__lte=day, on__gte=day.replace(day=1, year=day.year - YEARS_OF_HELP)
    )  # fmt: skip
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.order_by("-on", "-pk"):
        found[row.person_id].append(f"{day_words(row.on)}{row.get_kind_display()}")
    return {pk: "；".join(ones) for pk, ones in found.items()}
