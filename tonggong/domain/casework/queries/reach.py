"""Whom somebody serves: by the certificate's place, by where she lives now, by who answers for her.

Services are owed where a person lives, not where her certificate is kept (按常住地服务). So a town's worker sees whoever
lives in the town beside those whose certificate belongs to it, and whom she was given; the ledger's own pages go on by the
certificate's place alone.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, DateField, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.base.prepared import Given, GivenKeys, prepared
from tonggong.domain.casework.models import Assignment
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.persons.residence import living


def residents(who: Who, day: date) -> QuerySet[PersonFact]:
    """Standing facts that somebody lives within reach on a day."""
    facts = living(day)
    return facts.filter(value__startswith=who.reach) if who.reach else facts.none()


def served(who: Who) -> QuerySet[Person]:
    """Persons whom somebody serves: registered, living or assigned within reach; merged rows fall away."""
    rows = Person.objects.in_ledger()
    if len(who.reach) <= 4:  # the whole city, or nothing at all
        return who.sees(rows)
    whom = Q(pk__in=who.sees(Person.objects.order_by()).values("pk"))
    whom |= Q(pk__in=residents(who, clock.today()).values("person"))
    if who.user_id is not None:
        whom |= Q(pk__in=Assignment.objects.filter(user=who.user_id, ended_on=None).values("person"))
    return rows.filter(whom)


@prepared
def _registered() -> QuerySet[Any, Any]:
    rows = Person.objects.in_ledger().filter(pk__in=GivenKeys("people")).order_by()
    return rows.values_list("pk", "county_code", "township_code")


@prepared
def _said_to_live() -> QuerySet[Any, Any]:
    facts = living(Given("day", DateField())).filter(person__in=GivenKeys("people"))
    return facts.values_list("person_id", "value")


@prepared
def _assigned() -> QuerySet[Any, Any]:
    rows = Assignment.objects.filter(ended_on=None, person__in=GivenKeys("people"))
    return rows.filter(user=Given("user", BigIntegerField())).values_list("person_id")


def served_among(who: Who, person_ids: Iterable[int]) -> set[int]:
    """Return which of some persons somebody serves, as `served` says; quick where they are few."""
    keys = list(person_ids)
    if not keys or not who.reach:
        return set()
    place = 2 if len(who.reach) == 9 else 1
    registered = _registered(people=keys)
    found = {row[0] for row in registered if row[place].startswith(who.reach)}
    if len(who.reach) > 4:
        found |= {pk for pk, value in _said_to_live(people=keys, day=clock.today()) if value.startswith(who.reach)}
        if who.user_id is not None:
            found |= {pk for (pk,) in _assigned(people=keys, user=who.user_id)}
    return found & {row[0] for row in registered}


def standing_person(pk: int) -> Person | None:
    """Return the person that a key stands for: the one it was merged into, where it was."""
    found = Person.objects.select_related("merged_into").filter(pk=pk).first()
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def served_person(who: Who, pk: int) -> Person | None:
    """Return a person whom somebody serves, the standing one where rows were merged; None says no more than that."""
    found = standing_person(pk)
    return found if found is not None and served(who).filter(pk=found.pk).exists() else None


def served_lately(who: Who, person: Person, days: int) -> bool:
    """Say whether somebody answered for a person until not long ago: entries made then may still come in."""
    since = clock.today() - timedelta(days=days)
    rows = Assignment.objects.filter(user=who.user_id, person=person)
    return who.user_id is not None and rows.filter(Q(ended_on=None) | Q(ended_on__gte=since)).exists()


def homes(day: date) -> dict[int, str]:
    """Return the township in which persons live, by person, for those of whom it is said: they are few."""
    return dict(living(day).order_by("pk").values_list("person_id", "value"))


def living_in(code: str, day: date, path: str = "person") -> Q:
    """Say, as a condition on rows that belong to a person, that she lives in a county or township of 12 digits."""
    way = f"{path}__" if path else ""
    is_county = code.endswith("000000")
    place = Q(**{f"{way}county_code" if is_county else f"{way}township_code": code})
    here = living(day).filter(value__startswith=code[:6] if is_county else code)
    return (place & ~Q(**{f"{way}pk__in": living(day).values("person")})) | Q(**{f"{way}pk__in": here.values("person")})
