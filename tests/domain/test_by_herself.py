"""What a person fills in at her own door is taken in as a visit is, and is no attempt of anybody to reach her."""

from datetime import date

import pytest

from tests.domain.today_city import TODAY, Town, noon, on
from tests.domain.visiting import acting, entry, somebody
from tonggong.base.installation import clock
from tonggong.domain.campaigns.queries import lists
from tonggong.domain.campaigns.services.lists import open_campaign
from tonggong.domain.casework.models import Visit
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.status.services import refresh
from tonggong.domain.worklist.queries import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(practice):
    with on():
        yield Town()


def asks_for_work(person):
    herself = acting(somebody("person", "", "herself", person.name), person_id=person.pk)
    return record_entry(herself, entry(person, method="online", need={"jobs": ["客服"]}))


def test_it_is_no_contact_and_her_worker_is_still_asked_to_see_her(town):
    person = town.somebody("王", visited=date(2024, 1, 2))
    receipt = asks_for_work(person)

    assert (receipt.state, Visit.objects.latest("pk").outcome) == ("recorded", 1)
    assert "no_contact" in [f.reason.key for task in today(town.who()).tasks for f in task.found]


def test_it_leaves_a_name_of_a_campaign_without_an_outcome(town):
    person = town.somebody("王")
    refresh(None)
    said = {"kind": "survey", "title": "找到服务对象", "rule": "not_employed"}
    city = acting(town.who(town.county), role="city_staff", reach="2111")
    row = open_campaign(city, **said, starts_on=TODAY, ends_on=date(2024, 12, 31))
    assert asks_for_work(person).state == "recorded"
    assert lists.rows_of(row).get(person=person).outcome is None

    with clock.pretend(noon(date(2024, 12, 2))):
        record_entry(town.who(), entry(person, method="phone", outcome=2))
    assert lists.rows_of(row).get(person=person).outcome == 2
