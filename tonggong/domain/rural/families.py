"""Rural families on a day: found by where holders live and how they are registered, or because they are watched."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.divisions import queries as divisions
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Circumstance, Kind
from tonggong.domain.persons.models import Household, HouseholdMember, Person, PersonFact
from tonggong.domain.persons.residence import holds_on
from tonggong.domain.status.cases import residence
from tonggong.rules import monitored as lines
from tonggong.rules.monitored import Monitored
from tonggong.rules.rural import Residence, is_rural


@dataclass(frozen=True, slots=True)
class Relative:
    """One of a family. `watched` is what the monitoring list says of her on the day, None where she is not on it."""

    pk: int
    name: str
    is_holder: bool
    place: str  # code of the township in which she lives
    relation: str = ""
    works: bool = False
    watched: Monitored | None = None


@dataclass(frozen=True)
class Family:
    """Who belongs together by the book of registration, else by living together; somebody without either is alone."""

    key: str
    people: list[Relative]
    is_rural: bool

    @property
    def holders(self) -> list[Relative]:
        """Persons with disabilities."""
        return [one for one in self.people if one.is_holder]

    @property
    def members(self) -> list[Relative]:
        """The others: they are counted apart, always."""
        return [one for one in self.people if not one.is_holder]

    @cached_property
    def watched(self) -> Monitored | None:
        """What the list says of the family, None where it is not watched."""
        return next((one.watched for one in self.people if one.watched is not None), None)

    @property
    def keys(self) -> list[int]:
        """Everybody's key."""
        return [one.pk for one in self.people]

    @property
    def place(self) -> str:
        """The township in which the first of them lives."""
        return self.people[0].place


@dataclass
class _Homes:
    """Where persons live: what was said, by person, in the order of the days."""

    said: dict[int, list[tuple[date | None, date | None, str]]] = field(default_factory=lambda: defaultdict(list))

    def residences(self, person: int, township: str) -> tuple[Residence, ...]:
        moves = self.said.get(person, ())
        first = () if moves and moves[0][0] is None else (residence(None, township),)
        return (*first, *(residence(since, code) for since, _until, code in moves))

    def place(self, person: int, township: str, day: date) -> str:
        known = [code for since, until, code in self.said.get(person, ()) if holds_on(since, until, day)]
        return known[-1] if known else township


def _homes(people: Any) -> _Homes:
    found = _Homes()
    rows = PersonFact.objects.standing().filter(kind=Circumstance.RESIDENCE, person__in=people).exclude(value="")
    said = rows.values_list("person", "started_on", "ended_on", "value")
    for pk, since, until, code in sorted(said, key=lambda row: (row[0], row[1] or date.min, row[3])):
        found.said[pk].append((since, until, code))
    return found


def _hukou(people: Any) -> dict[int, str]:
    """How persons are registered: what the book says before what else is said."""
    rows = HouseholdMember.objects.standing().filter(person__in=people).exclude(hukou_kind="")
    known: dict[int, str] = {}
    for pk, kind, basis in rows.order_by("pk").values_list("person", "hukou_kind", "household__basis"):
        if pk not in known or basis == Household.Basis.BOOK:
            known[pk] = kind
    return known


def alive(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """Those who live on a day."""
    return rows.filter(Q(died_on=None) | Q(died_on__gt=day))


def watched_facts(day: date) -> QuerySet[PersonFact]:
    """What the monitoring list says of persons and holds on a day."""
    rows = PersonFact.objects.standing().filter(kind=Circumstance.MONITORED)
    rows = rows.filter(Q(started_on=None) | Q(started_on__lte=day)).filter(Q(ended_on=None) | Q(ended_on__gte=day))
    return rows.order_by("person", "started_on", "pk")


def watched(who: Who, day: date) -> dict[int, Monitored]:
    """Living persons within reach who are on the monitoring list on a day, family members among them; by person."""
    found = dict(watched_facts(day).values_list("person", "value"))  # few in any city: read before they are asked about
    near = alive(served(who).filter(pk__in=among(found)), day).values_list("pk", flat=True)
    return {pk: lines.read(found[pk]) for pk in near}


def watched_counts(people: Iterable[int]) -> tuple[int, int]:
    """How many of some watched persons are persons with disabilities, and how many are relatives."""
    kinds = Person.objects.filter(pk__in=among(people)).values_list("kind", flat=True)
    members = sum(kind == Kind.MEMBER for kind in kinds)
    return len(kinds) - members, members


def _watched(people: Iterable[int], day: date) -> dict[int, Monitored]:
    rows = watched_facts(day).filter(person__in=among(people))
    return {pk: lines.read(value) for pk, value in rows.values_list("person", "value")}


def rural_people(who: Who, day: date) -> set[int]:
    """Living holders and injured workers within reach who are rural on a day: the rule asked about each; three queries.

    Who moves to a street on 1 March is rural up to the last of February.
    """
    return _rural(alive(served(who).exclude(kind=Kind.MEMBER), day), day)


def _rural(people: QuerySet[Person], day: date) -> set[int]:
    homes, hukou = _homes(people.values("pk")), _hukou(people.values("pk"))
    known: dict[
        tuple[str, str], bool
    ] = {}  # most live where they belong: the rule is asked once for each town and hukou
    found = set()
    for pk, town, county in people.values_list("pk", "township_code", "county_code"):
        kind, code = hukou.get(pk, ""), town or county
        if pk in homes.said:
            holds = is_rural(homes.residences(pk, code), kind, day).value
        else:
            if (code, kind) not in known:
                known[code, kind] = is_rural((residence(None, code),), kind, day).value
            holds = known[code, kind]
        if holds:
            found.add(pk)
    return found


def families(who: Who, day: date) -> list[Family]:
    """Rural families and watched ones within reach on a day, those of one town together; a fixed number of queries.

    Only who is within reach is named; of a family that reaches beyond it, the part within it.
    """
    rural, on_list = rural_people(who, day), watched(who, day)
    return _families(rural | set(on_list), rural, on_list, day, served(who))


def families_with(people: Iterable[int], day: date, who: Who | None = None) -> list[Family]:
    """The rural and the watched families that some persons belong to, on a day; a fixed number of queries.

    Args:
        who: names only whom somebody may see; None names everybody.
    """
    books, _home = _books(sorted(set(people)))
    kin = set(people) | {pk for members in books.values() for pk in members}
    rural = _rural(alive(Person.objects.holders().filter(pk__in=among(kin)), day), day)
    on_list = _watched(kin, day)
    found = _families(rural | set(on_list), rural, on_list, day, served(who) if who else Person.objects.in_ledger())
    asked = set(people)
    return [family for family in found if asked & set(family.keys)]


LISTS = {"": "全部", "rural": "农村残疾人家庭", "watched": "在监测的家庭"}


@dataclass(frozen=True, slots=True)
class Roll:
    """The families within reach by the keys of their people, in an order that lasts: what counts and pages need."""

    day: date
    rural: set[int]
    watched: Mapping[int, Monitored]
    groups: list[list[int]]  # those who are rural or watched, by family

    def listed(self, which: str) -> list[list[int]]:
        """The families of one list of LISTS, by the keys of their people. Raises KeyError: it is none of them."""
        known = {"": self.rural | self.watched.keys(), "rural": self.rural, "watched": self.watched}[which]
        return [group for group in self.groups if any(pk in known for pk in group)]

    def page(self, who: Who, which: str, first: int, size: int) -> list[Family]:
        """Some of the families of a list, whole."""
        wanted = {pk for group in self.listed(which)[first : first + size] for pk in group}
        return _families(wanted, self.rural, self.watched, self.day, served(who))


def roll(who: Who, day: date) -> Roll:
    """Everybody who is rural or watched, by family; a fixed number of queries."""
    rural, on_list = rural_people(who, day), watched(who, day)
    wanted = rural | set(on_list)
    rows = HouseholdMember.objects.standing().filter(person__in=among(wanted)).order_by("household__basis", "household")
    home: dict[int, int] = {}
    for pk, household in rows.values_list("person", "household"):
        home.setdefault(pk, household)
    groups: dict[str, list[int]] = defaultdict(list)
    for pk in sorted(wanted):
        groups[f"h{home[pk]}" if pk in home else f"p{pk}"].append(pk)
    return Roll(day, rural, on_list, list(groups.values()))


def _books(people: list[int]) -> tuple[dict[int, dict[int, str]], dict[int, int]]:
    """Households of some persons: members with their relation, by household, and the one household of each person."""
    mine = HouseholdMember.objects.standing().filter(person__in=among(people)).values("household")
    rows = HouseholdMember.objects.standing().filter(household__in=mine)
    # the book comes before living together; of several of a kind the first
    order = rows.order_by("household__basis", "household", "person").values_list("household", "person", "relation")
    members: dict[int, dict[int, str]] = defaultdict(dict)
    home: dict[int, int] = {}
    for household, person, relation in order:
        members[household][person] = relation
        home.setdefault(person, household)
    return members, home


def _families(
    wanted: set[int], rural: set[int], on_list: Mapping[int, Monitored], day: date, within: QuerySet[Person]
) -> list[Family]:
    books, home = _books(sorted(wanted))
    groups: dict[str, dict[int, str]] = {}
    for pk in sorted(wanted):
        if pk in home:
            groups.setdefault(f"h{home[pk]}", books[home[pk]])
        else:
            groups[f"p{pk}"] = {pk: ""}
    everybody = among({pk for people in groups.values() for pk in people})
    rows = alive(within.filter(pk__in=everybody), day).values_list("pk", "name", "kind", "township_code")
    known = {pk: rest for pk, *rest in rows}
    homes = _homes(among(known))
    works = set(Spell.objects.standing().on(day).filter(person__in=among(known)).values_list("person", flat=True))
    found = []
    for key, people in groups.items():
        relatives = [
            Relative(pk, name, kind != Kind.MEMBER, homes.place(pk, town, day), relation, pk in works, on_list.get(pk))
            for pk, relation in people.items()
            if pk in known
            for name, kind, town in (known[pk],)
        ]
        if any(one.pk in wanted for one in relatives):
            relatives.sort(key=lambda one: (not one.is_holder, one.pk))
            found.append(Family(key, relatives, any(one.pk in rural for one in relatives)))
    return sorted(found, key=lambda one: (one.place, one.people[0].name, one.key))


def place_name(code: str) -> str:
    """The name of a township."""
    return divisions.name_of(code) if code else "住址不明"
