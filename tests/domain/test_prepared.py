"""A prepared query answers as its queryset would, whatever it is asked with, and is built once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import DateField, DateTimeField, Max, QuerySet

from tests.domain.reporting_ledger import Ledger
from tonggong.base.prepared import Given, GivenKeys, prepared
from tonggong.domain.persons.models import Person

LATER = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def people(practice):
    ledger = Ledger()
    found = [ledger.person() for _ in range(3)]
    Person.objects.filter(pk=found[0].pk).update(born_on=date(1980, 1, 2), first_known_at=LATER)
    Person.objects.filter(pk=found[1].pk).update(born_on=date(1990, 1, 2), first_known_at=LATER + timedelta(days=1))
    Person.objects.filter(pk=found[2].pk).update(born_on=date(2000, 1, 2), first_known_at=LATER + timedelta(days=2))
    return [person.pk for person in found]


def older_than() -> QuerySet[Any, Any]:
    rows = Person.objects.filter(pk__in=GivenKeys("people"), born_on__lt=Given("day", DateField()))
    rows = rows.filter(first_known_at__gte=Given("since", DateTimeField()))
    return rows.order_by("pk").values_list("pk", "name", "born_on", "first_known_at")


def by_queryset(people, day, since):
    rows = Person.objects.filter(pk__in=people, born_on__lt=day, first_known_at__gte=since).order_by("pk")
    return list(rows.values_list("pk", "name", "born_on", "first_known_at"))


def test_answers_as_the_queryset_does_whatever_it_is_asked_with(people):
    asked = prepared(older_than)
    lengths = []
    for chosen in (people, people[:1], []):
        for day in (date(1995, 1, 1), date(2010, 1, 1)):
            for since in (LATER, LATER + timedelta(days=1)):
                found = asked(people=chosen, day=day, since=since)
                assert found == by_queryset(chosen, day, since)
                lengths.append(len(found))
    assert sorted(set(lengths)) == [0, 1, 2, 3]


def test_days_and_instants_of_an_aggregate_are_days_and_instants(people):
    @prepared
    def latest() -> QuerySet[Any, Any]:
        rows = Person.objects.filter(pk__in=GivenKeys("people")).order_by().values_list("kind")
        return rows.annotate(Max("born_on"), Max("first_known_at"))

    assert [row[1:] for row in latest(people=people)] == [(date(2000, 1, 2), LATER + timedelta(days=2))]


def test_is_built_once_however_often_it_is_asked(people):
    built = []

    @prepared
    def keys() -> QuerySet[Any, Any]:
        built.append(1)
        return Person.objects.filter(pk__in=GivenKeys("people")).order_by("pk").values_list("pk")

    assert [keys(people=[pk]) for pk in people] == [[(pk,)] for pk in people]
    assert len(built) == 1


def test_a_value_that_is_not_given_is_an_error(people):
    with pytest.raises(KeyError):
        prepared(older_than)(people=people, day=date(2010, 1, 1))
