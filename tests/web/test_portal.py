"""The public pages and a person's own page: easy words, small numbers closed, all of one's own and nothing of others."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.access.desk_objects import a_person
from tests.access.objects import Owner
from tests.panjin import load_panjin
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.audit.services import record
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.domain.employment.models import Spell

HOME = Owner("211122000000", "211122103000", "", "", "")
PUBLIC = ("portal:home", "portal:promises", "portal:correct", "portal:accessibility")


@pytest.fixture
def city(practice):
    load_panjin()


@pytest.fixture
def enter(client, practice):
    def signed_in(role, person):
        user = services.create_user(system_who(), username="xiaolin", name="小林").user
        services.appoint(system_who(), user, role, person_id=person.pk)
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        client.force_login(user)
        return user

    return signed_in


def works(person, unit):
    now = clock.now()
    delivery = Delivery.objects.create(
        feed="hires", month="2024-09", sender="盘山县残联就业科", state="complete", received_at=now, changed_at=now
    )
    file = SourceFile.objects.create(delivery=delivery, name="报告.xlsx", fingerprint=b"x", received_at=now)
    Spell.objects.create(
        person=person, unit_name=unit, form="14", started_on=date(2024, 9, 2), known_from=now, source_file=file, source_row=3
    )  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_speak_in_short_sentences(client, city, name):
    page = client.get(reverse(name)).text
    main = re.sub(
        r"<svg.*?</svg>|<summary>.*?</details>", "", page[page.index("<main") : page.index("</main>")], flags=re.S
    )
    words = re.sub(r"<[^>]+>", "\n", main)
    long = [s for s in re.split(r"[\n。；：]", words) if len(re.sub(r"\s", "", s)) > 25]

    assert long == []


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_before_a_city_is_loaded(client, practice, name):
    assert client.get(reverse(name)).status_code == 200


def test_the_plans_numbers_are_said_with_the_target(client, city):
    page = client.get(reverse("portal:promises")).text

    assert "800" in page
    assert "1,200" in page


def test_the_three_doors_lead_to_pages_that_are_there(client, city):
    page = client.get(reverse("portal:home")).text
    doors = re.findall(r'class="door-link" href="([^"]+)"', page)

    assert len(doors) == 3
    assert [client.get(door).status_code for door in doors] == [302, 200, 200]


def test_a_small_number_of_a_county_is_closed(client, city):
    from tonggong.domain.reporting.models import Figure

    groups = {code: {"value": n} for code, n in zip(
        ("211102000000", "211103000000", "211104000000", "211122000000"), (3, 11, 40, 70), strict=True
    )}  # fmt: skip
    Figure.objects.create(
        key="plan.new_jobs", plan="panjin-2022-2024", as_of=date(2024, 12, 31), known_at=clock.now(),
        value=124, groups={"county": groups}, ledger_version=0,
    )  # fmt: skip
    page = client.get(reverse("portal:promises")).text

    shown = dict(re.findall(r"<span>(\S+?)</span><b>(.+?)</b>", page))
    assert shown == {"双台子区": "不写", "兴隆台区": "不写", "大洼区": "40 人", "盘山县": "70 人"}


def test_a_person_sees_what_is_stored_and_from_which_office_and_month(client, enter):
    person, other = a_person(HOME), a_person(HOME, "211122196001020013")
    works(person, "锦禾食品厂")
    Delivery.objects.update(state="superseded")
    works(other, "隔壁水泥厂")
    enter("person", person)
    page = client.get(reverse("portal:own")).text

    assert "锦禾食品厂" in page
    assert "盘山县残联就业科，2024年9月" in page
    assert "隔壁水泥厂" not in page
    assert "211122196001010018" not in page


def test_a_person_sees_who_looked_when_and_why(client, enter):
    person = a_person(HOME)
    clerk = services.create_user(system_who(), username="lili", name="李莉").user
    who = system_who()
    clerks = type(who)(clerk.pk, "李莉", "county_staff", "县区残联", "211122", frozenset())
    record("view", who=clerks, subject="persons.Person", ids=[person.pk])
    record("view", who=clerks, subject="persons.Person", ids=[person.pk, person.pk + 1])
    record("unmask", who=clerks, subject="persons.Person", ids=[person.pk], reason="核对合同")
    enter("guardian", person)
    client.get(reverse("portal:own"))
    page = client.get(reverse("portal:own")).text

    for words in (
        "县区残联 李莉",
        "打开了您的信息",
        "看的名单里有您",
        "核对合同",
        "您自己看过 1 次",
        'href="tel:12385"',
    ):
        assert words in page
    assert '<td data-label="谁">您自己</td>' not in page


def test_ones_own_looking_is_noted_too(client, enter):
    person = a_person(HOME)
    me = enter("person", person)
    client.get(reverse("portal:own"))

    assert Entry.objects.get(kind="view").actor_id == me.pk


def test_a_row_that_was_merged_away_leads_to_the_one_that_stands(client, enter):
    person, gone = a_person(HOME), a_person(HOME, "211122196001020013")
    gone.merged_into = person
    gone.save()
    works(person, "锦禾食品厂")
    enter("person", gone)

    assert "锦禾食品厂" in client.get(reverse("portal:own")).text
