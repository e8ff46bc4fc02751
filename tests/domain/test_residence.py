"""Where somebody lives: one answer for reach, lists, the form of a visit, the case and the hand-over."""

from datetime import date, timedelta

import pytest

from tests.domain.reporting_ledger import at
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, somebody
from tonggong.base.installation import clock
from tonggong.domain.casework.queries import assignments, reach
from tonggong.domain.casework.queries.case import case_of
from tonggong.domain.casework.queries.prefill import prefill_of
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.persons.residence import home_of

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 15)
THERE = OTHER_TOWN[1]


@pytest.mark.parametrize(("start", "end", "lives"), [
    (None, None, True), (DAY, None, True), (DAY + timedelta(1), None, False), (None, DAY, False),
    (DAY - timedelta(9), DAY + timedelta(1), True),
])  # fmt: skip
def test_everything_that_asks_where_she_lives_gets_one_answer(practice, start, end, lives):
    with clock.pretend(at(DAY)):
        person = Ledger().person(HOME)
        PersonFact.objects.create(
            person=person, kind="residence", value=THERE, started_on=start, ended_on=end, known_from=at(DAY)
        )
        there = somebody("township_worker", THERE[:9], "zhaomin", "赵敏")
        home = THERE if lives else ""

        assert home_of(person.pk, DAY) == home
        assert reach.homes(DAY).get(person.pk, "") == home
        assert assignments.homes_of([person.pk]).get(person.pk, "") == home
        assert prefill_of(person.pk, DAY).residence == home
        assert case_of(person, DAY).residence == home
        assert reach.served(there).filter(pk=person.pk).exists() is lives
        assert reach.served_among(there, [person.pk]) == ({person.pk} if lives else set())
        assert Person.objects.filter(reach.living_in(THERE, DAY, "")).filter(pk=person.pk).exists() is lives
        assert Person.objects.filter(reach.living_in(HOME[1], DAY, "")).filter(pk=person.pk).exists() is not lives
