"""Whom somebody serves, asked of a few persons, is what it is when asked of all."""

from datetime import timedelta

import pytest

from tests.domain.reporting_ledger import XINGLONG, Ledger
from tests.domain.today_city import a_user
from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment
from tonggong.domain.casework.queries import reach
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact

ELSEWHERE = ("211122000000", "211122103000")
HERE = XINGLONG[1]


@pytest.mark.parametrize("place", [HERE[:9], HERE[:6], "2111", "2102", ""])
def test_a_few_are_served_as_all_are(practice, place):
    ledger, user = Ledger(), a_user("han", "韩", reach=HERE[:9])
    for home in (XINGLONG, ELSEWHERE):
        ledger.person(home)
    guest, gone, assigned, handed_over, merged = (ledger.person(ELSEWHERE) for _ in range(5))
    today = clock.today()
    for person, ended_on in ((guest, None), (gone, today)):
        PersonFact.objects.create(
            person=person, kind=Circumstance.RESIDENCE, value=HERE, known_from=clock.now(), ended_on=ended_on
        )
    for person, ended_on in ((assigned, None), (handed_over, today)):
        Assignment.objects.create(
            person=person, kind="worker", user=user, started_on=today - timedelta(30), ended_on=ended_on, by="残联", at=clock.now()
        )  # fmt: skip
    Person.objects.filter(pk=merged.pk).update(merged_into=guest)
    who = Who(user.pk, "韩", "township_worker", "", place, frozenset())
    everybody = list(Person.objects.values_list("pk", flat=True))

    served = set(reach.served(who).values_list("pk", flat=True))
    assert reach.served_among(who, everybody) == served
    assert len(served) == {9: 3, 6: 3, 4: 0 if place == "2102" else 6, 0: 0}[len(place)]
