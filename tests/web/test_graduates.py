"""The graduates' pages: a class and its names, a destination, plans for all, colleges, the answer handed out."""

import json
import re
from datetime import date

import pytest

from tests.domain.reporting_ledger import at
from tests.domain.test_graduates import COLLEGE, student
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger
from tests.web.federation_month import client_of
from tests.web.figures_open import figures_of, opened
from tonggong.base.accounts.models import User
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, ServicePlan
from tonggong.domain.graduates.models import CollegeActivity, Destination

pytestmark = pytest.mark.django_db
ROOM = "/casework/graduates/"


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(date(2024, 10, 15))):
        yield Ledger()


@pytest.fixture
def county(ledger):
    return client_of("county_staff", HOME[0][:6])


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_class_shows_its_rates_and_the_names_behind_each_part(ledger, county):
    working, unknown = student(ledger), student(ledger)
    elsewhere = student(ledger, place=OTHER_TOWN)
    ledger.spell(working, date(2024, 7, 15))

    shown = words(county.get("/casework/graduates/"))
    assert "2 名毕业生中 1 人已就业，占 50.0%，还有 1 人去向不明" in shown
    assert elsewhere.name not in shown

    named = words(county.get("/casework/graduates/?year=2024&which=employed"))
    assert working.name in named
    assert unknown.name not in named
    assert county.get("/casework/graduates/?which=nonsense").status_code == 404
    assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids) == [working.pk]


def test_numerator_and_denominator_of_each_rate_open_the_graduates_they_count(ledger, county):
    people = [student(ledger) for _ in range(6)]
    student(ledger, place=OTHER_TOWN)
    ledger.spell(people[0], date(2024, 7, 15))
    for person, code in zip(
        people[1:5], ("46", "80", "99", "70"), strict=True
    ):  # army, study, unable, waiting; one unknown
        Destination.objects.create(
            person=person, class_year=2024, code=code, on=date(2024, 8, 20), evidence="通知书", known_from=at(date(2024, 8, 20))
        )  # fmt: skip
    own = figures_of(county, ROOM, "/rates/")

    assert opened(county, ROOM, "/rates/") == {
        "全部毕业生，分子": 2, "全部毕业生，分母": 6, "全部毕业生，去向不明": 1, "应就业的，分子": 1, "应就业的，分母": 3,
        "应就业的，去向不明": 1, "想就业的，分子": 1, "想就业的，分母": 3, "想就业的，去向不明": 1, "去向落实，分子": 3,
        "去向落实，分母": 6, "去向落实，去向不明": 1,
    }  # fmt: skip
    assert all("on=2024-10-15" in address for _, address in own.values())
    assert opened(client_of("city_staff", HOME[0][:4]), ROOM, "/rates/")["全部毕业生，分母"] == 7
    behind = "/casework/graduates/2024/rates/"
    assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids)
    for wrong in ("?rate=most", "?part=no", "?on=2031-01-01", "?on=gestern"):
        assert county.get(f"{behind}{wrong}").status_code == 404
    assert client_of("committee_office", "2111").get(behind).status_code == 403


def test_the_students_of_a_college_stand_behind_their_number(ledger, county):
    student(ledger, date(2025, 6, 30))
    student(ledger, date(2025, 6, 30), place=OTHER_TOWN)
    address = "/casework/colleges/"

    assert opened(county, address, "students") == {f"{COLLEGE}，在校和应届": 1}
    assert opened(client_of("city_staff", HOME[0][:4]), address, "students") == {f"{COLLEGE}，在校和应届": 2}
    assert county.get(f"{address}students/?year=1999").status_code == 404
    assert client_of("committee_office", "2111").get(f"{address}students/").status_code == 403


def test_a_destination_is_written_down_and_a_wrong_one_keeps_the_words(ledger, county):
    person = student(ledger)
    url = f"/casework/graduates/2024/{person.pk}/"

    refused = county.post(f"{url}destination/", {"code": "80", "on": "2025-01-01", "evidence": "录取通知书"})
    assert refused.status_code == 422
    assert "日期还没有到" in words(refused)
    assert 'value="录取通知书"' in words(refused)

    county.post(f"{url}destination/", {"code": "80", "on": "2024-08-20", "evidence": "录取通知书"})
    assert "去向：升学" in words(county.get(url))


def test_plans_are_made_for_everybody_who_has_a_worker(ledger, county):
    people = [student(ledger) for _ in range(3)]
    user = User.objects.latest("pk")
    for person in people[:2]:
        Assignment.objects.create(person=person, kind="graduate", user=user, started_on=date(2024, 9, 1), by="试验", at=clock.now())  # fmt: skip

    answer = county.post("/casework/graduates/2024/plans/", follow=True)

    assert "新立了 2 份计划。还有 1 人没有服务专员" in words(answer)
    assert ServicePlan.objects.count() == 2


def test_the_ledger_and_the_answer_are_handed_out_and_written_down(ledger, county):
    file = ledger.file("school-enrolment", "2024-09", "市教育局")
    file.delivery.accepted = 61
    file.delivery.save()
    student(ledger, source_file=file, source_row=2)

    assert county.get("/casework/graduates/2024/ledger/").content[:2] == b"PK"
    shown = words(county.get("/casework/graduates/answers/"))
    assert "2024年9月 市教育局" in shown
    assert county.get(f"/casework/graduates/answers/{file.delivery_id}/").content[:2] == b"PK"
    assert Entry.objects.filter(kind="release").count() == 2


def test_a_college_shows_what_is_still_to_be_done(ledger, county):
    student(ledger, date(2025, 6, 30))
    assert "0 / 4" in words(county.get("/casework/colleges/"))

    county.post("/casework/colleges/add/", {"college": COLLEGE, "kind": "policy", "on": "2024-09-10", "people": "60"})

    assert "1 / 4" in words(county.get("/casework/colleges/"))


def test_another_countys_record_of_a_college_is_not_there_and_the_citys_own_is_only_read(ledger, county):
    other, city = client_of("county_staff", OTHER_TOWN[0][:6]), client_of("city_staff", "2111")
    for client, kind in ((other, "skills"), (city, "outlook")):
        client.post("/casework/colleges/add/", {"college": COLLEGE, "kind": kind, "on": "2024-09-10"})
    theirs, of_city = CollegeActivity.objects.order_by("pk")

    shown = words(county.get("/casework/colleges/"))
    assert f"<b>{COLLEGE}</b>：择业观教育" in shown
    assert f"<b>{COLLEGE}</b>：技能培训" not in shown
    assert "撤回盘锦" not in shown
    for row in (theirs, of_city):
        assert county.post(f"/casework/colleges/{row.pk}/withdraw/").status_code == 404
    assert other.post(f"/casework/colleges/{theirs.pk}/withdraw/").status_code == 302
    assert [row.withdrawn_by != "" for row in CollegeActivity.objects.order_by("pk")] == [True, False]


def test_another_countys_graduate_does_not_exist(ledger, county):
    person = student(ledger, place=OTHER_TOWN)

    assert county.get(f"/casework/graduates/2024/{person.pk}/").status_code == 404


def test_an_office_that_does_no_casework_gets_no_ledger_of_names(ledger):
    student(ledger)

    assert client_of("committee_office", "2111").get("/casework/graduates/2024/ledger/").status_code == 403
    assert not Entry.objects.filter(kind="release").exists()


@pytest.mark.parametrize("year", ["0", "99999"])
def test_a_year_that_is_none_does_not_exist(ledger, county, year):
    person, room = student(ledger), f"/casework/graduates/{year}/"

    answers = [county.get(f"{room}ledger/"), county.get(f"{room}{person.pk}/"), county.post(f"{room}plans/")]

    assert {answer.status_code for answer in answers} == {404}
