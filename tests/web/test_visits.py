"""Where a township worker and a job coach start: their own reach in numbers, each with the way to its people."""

import re

import pytest
from django.urls import reverse

from tests.access.desk_objects import a_person
from tests.access.objects import Owner
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.employment.models import Spell

HERE = Owner("211122000000", "211122103000", "", "", "")
THERE = Owner("211122000000", "211122104000", "", "", "")


@pytest.mark.parametrize(
    ("role", "reach", "seen"),
    [("township_worker", "211122103", ["2", "1", "1"]), ("job_coach", "211122", ["3", "1", "2"])],
)
def test_the_start_page_counts_the_own_people_and_nobody_else(client, practice, role, reach, seen):
    user = services.create_user(system_who(), username="hanyumei", name="韩玉梅").user
    services.appoint(system_who(), user, role, reach=reach)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client.force_login(user)
    working = a_person(HERE)
    a_person(HERE, "211122196001020013")
    a_person(THERE, "211122196001030019")
    Spell.objects.create(person=working, form="71", started_on="2024-01-02", known_from=clock.now())
    page = client.get(client.get("/")["Location"])

    assert page.request["PATH_INFO"] == reverse("visits:home")
    shown = re.findall(r"<a class='figure big' href='/people/[^']*'>(\d+)<", page.text)
    assert shown == seen
