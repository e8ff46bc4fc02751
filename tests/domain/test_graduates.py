"""The graduates' ledger: built from the education department's facts, read on its cut-off, answered in turn."""

import importlib
import io
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import at
from tests.domain.test_plans import in_post
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, somebody
from tonggong.base.accounts.models import Post
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, ServicePlan, ServiceRecord, Verification
from tonggong.domain.graduates import answers, queries, services
from tonggong.domain.graduates.models import CollegeActivity, Destination
from tonggong.domain.graduates.services import GraduateRefused
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.plan.models import ExpectedFeed
from tonggong.rules.graduates import Group
from tonggong.rules.outcome import percent

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 15)
COLLEGE = "盘锦职业技术学院"


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(DAY)):
        yield Ledger()


@pytest.fixture
def city(ledger):
    return replace(somebody("city_staff", "2111", "linan", "李楠"))


def student(ledger, leaves_on=date(2024, 6, 30), place=HOME, words=f"{COLLEGE} 大专 全日制 毕业", **known):
    person = ledger.person(place)
    PersonFact.objects.create(
        person=person, kind="school", value=words, started_on=date(2021, 9, 1), ended_on=leaves_on, known_from=at(DAY), **known
    )  # fmt: skip
    return person


def said(person, wish, on=date(2024, 8, 20)):
    Verification.objects.create(person=person, on=on, method="phone", answered_by="self", wish=wish, known_from=at(on))


def test_a_class_is_who_leaves_a_college_that_year_and_the_next_is_seen_a_year_ahead(ledger, city):
    now, following = student(ledger), student(ledger, date(2025, 6, 30))
    student(ledger, words="辽河中学 高中 全日制 毕业")
    student(ledger, words=f"{COLLEGE} 大专 全日制 退学")

    assert queries.class_years(city) == [2025, 2024]
    assert [one.person for one in queries.class_of(city, 2024, DAY).graduates] == [now]
    ahead = queries.class_of(city, 2025, DAY)
    assert [one.person for one in ahead.graduates] == [following]
    assert ahead.is_ahead


def test_first_employment_is_read_on_the_cutoff_and_later_work_does_not_change_it(ledger, city):
    working, later, studying, waiting, unknown = (student(ledger) for _ in range(5))
    ledger.spell(working, date(2024, 7, 15))
    ledger.spell(later, date(2024, 9, 15))
    PersonFact.objects.create(
        person=studying,
        kind="school",
        value="大连大学 本科 全日制 在读",
        started_on=date(2024, 8, 25),
        known_from=at(DAY),
    )
    said(waiting, "now")
    said(waiting, "no", date(2024, 9, 30))

    found = {one.person: one.group for one in queries.class_of(city, 2024, DAY).graduates}

    assert found[working] == Group.EMPLOYED
    assert found[later] == Group.UNKNOWN
    assert found[waiting] == Group.WAITING
    assert found[unknown] == Group.UNKNOWN
    rates = queries.class_of(city, 2024, DAY).rates
    assert rates.counts[Group.STUDY] == 1
    assert percent(rates.all.lower) == "20.0%"
    assert percent(rates.willing.known) == "50.0%"


def test_a_written_destination_comes_first_and_a_correction_keeps_the_earlier_one(ledger, city):
    person = student(ledger)
    one = queries.graduate(city, person.pk, 2024, DAY)
    services.write_destination(city, one, 2024, code="10", on=date(2024, 7, 1), evidence="就业协议")
    services.write_destination(city, one, 2024, code="80", on=date(2024, 7, 10), evidence="录取通知书")

    again = queries.graduate(city, person.pk, 2024, DAY)
    assert (again.group, again.place, again.written.evidence) == (Group.STUDY, "升学", "录取通知书")
    rows = Destination.objects.filter(person=person).order_by("pk")
    assert [row.known_until is None for row in rows] == [False, True]
    assert rows[0].thread == rows[1].thread == rows[0].pk
    with pytest.raises(GraduateRefused, match="凭据"):
        services.write_destination(city, one, 2024, code="10", on=DAY, evidence=" ")
    with pytest.raises(GraduateRefused, match="没有到"):
        services.write_destination(city, one, 2024, code="10", on=DAY + timedelta(1), evidence="合同")


def test_each_graduate_gets_a_plan_of_the_one_who_answers_for_her(ledger, city):
    han = in_post(somebody())
    people = [student(ledger) for _ in range(3)]
    graduates = queries.class_of(city, 2024, DAY).graduates
    with pytest.raises(GraduateRefused, match="先分派"):
        services.plans_for(city, graduates, 2024)
    for person in people[:2]:
        Assignment.objects.create(person=person, kind="graduate", user_id=han.user_id, started_on=DAY, by="试验", at=clock.now())  # fmt: skip

    graduates = queries.class_of(city, 2024, DAY).graduates
    assert services.plans_for(city, graduates, 2024) == 2
    with pytest.raises(GraduateRefused, match="先分派"):  # the third has nobody
        services.plans_for(city, queries.class_of(city, 2024, DAY).graduates, 2024)
    assert set(ServicePlan.objects.values_list("person", flat=True)) == {p.pk for p in people[:2]}


def test_the_least_services_are_owed_only_to_those_without_a_destination(ledger, city):
    waiting, working = student(ledger), student(ledger)
    ledger.spell(working, date(2024, 7, 1))
    said(waiting, "now")
    for kind, outcome, on in ((5, 5, DAY), (2, 2, DAY), (2, 8, DAY), (1, None, DAY), (2, 5, date(2023, 8, 1))):
        ServiceRecord.objects.create(
            person=waiting, on=on, kind=kind, content="服务", outcome=outcome, known_from=at(DAY)
        )

    found = {one.person: one.missing for one in queries.class_of(city, 2024, DAY).graduates}

    assert found[waiting] == {"guidance": 1, "vacancies": 2, "training_or_trainee_post": 1}
    assert found[working] == {}


def test_a_graduate_registered_elsewhere_and_living_here_is_served_here(ledger):
    person = student(ledger, place=OTHER_TOWN)
    PersonFact.objects.create(
        person=person, kind="residence", value=HOME[1], started_on=date(2024, 1, 1), known_from=at(DAY)
    )

    here = somebody("county_staff", HOME[0][:6], "wanghao", "王浩")

    assert [one.person for one in queries.class_of(here, 2024, DAY).graduates] == [person]


def test_a_class_costs_a_fixed_number_of_queries(ledger, city):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.class_of(city, 2024, DAY)
        return len(seen)

    student(ledger)
    cost()
    one = cost()
    for _ in range(8):
        student(ledger)
    assert cost() == one


def test_four_kinds_of_guidance_at_each_college_with_students(ledger, city):
    student(ledger, date(2025, 6, 30))
    services.add_activity(city, college=COLLEGE, kind="policy", on=date(2024, 9, 1), people=60)
    gone = services.add_activity(city, college=COLLEGE, kind="skills", on=date(2024, 9, 2))
    services.withdraw_activity(city, gone)
    services.add_activity(city, college="没有学生的学校", kind="policy", on=date(2024, 9, 3))

    found = queries.colleges(city, 2024, DAY)

    assert {one.name: one.students for one in found} == {COLLEGE: 1, "没有学生的学校": 0}
    assert queries.share_done(found)[:2] == (1, 4)
    with pytest.raises(GraduateRefused, match="已经撤回"):
        services.withdraw_activity(city, gone)


def test_what_another_county_did_with_a_college_is_neither_seen_nor_taken_back(ledger, city):
    student(ledger, date(2025, 6, 30))
    here = somebody("county_staff", HOME[0][:6], "wanghao", "王浩")
    there = somebody("county_staff", OTHER_TOWN[0][:6], "zhaomin", "赵敏")
    town = somebody("township_worker", HOME[1][:9], "hanyumei", "韩玉梅")
    ours = services.add_activity(here, college=COLLEGE, kind="policy", on=date(2024, 9, 1))
    theirs = services.add_activity(there, college=COLLEGE, kind="skills", on=date(2024, 9, 2))
    for_all = services.add_activity(city, college=COLLEGE, kind="outlook", on=date(2024, 9, 3))
    of_town = services.add_activity(town, college=COLLEGE, kind="vacancies", on=date(2024, 9, 4))

    assert (ours.county_code, theirs.county_code, for_all.county_code) == (HOME[0], OTHER_TOWN[0], "211100000000")
    assert (of_town.county_code, of_town.township_code) == HOME
    assert set(queries.activities(city)) == {ours, theirs, for_all, of_town}
    assert set(queries.activities(here)) == set(queries.activities(town)) == {ours, for_all, of_town}
    assert set(queries.own_activities(here)) == {ours, of_town}
    assert set(queries.own_activities(town)) == {of_town}
    assert queries.share_done(queries.colleges(here, 2024, DAY))[:2] == (3, 4)
    for who, row in ((here, theirs), (here, for_all), (town, ours), (there, ours)):
        with pytest.raises(GraduateRefused, match="别的地区"):
            services.withdraw_activity(who, row)
    services.withdraw_activity(city, theirs)
    services.withdraw_activity(here, of_town)
    assert CollegeActivity.objects.filter(withdrawn_at=None).count() == 2


def test_records_from_before_get_the_place_of_who_wrote_them_down(ledger, city):
    fill = importlib.import_module("tonggong.domain.graduates.migrations.0002_activity_place").fill
    here = somebody("county_staff", HOME[0][:6], "wanghao", "王浩")
    several = somebody("county_staff", OTHER_TOWN[0][:6], "zhaomin", "赵敏")
    posts = [(here, HOME[0][:6]), (several, OTHER_TOWN[0][:6]), (several, HOME[0][:6])]
    for who, reach in posts:
        Post.objects.create(user_id=who.user_id, role=who.role, reach=reach, valid_from=DAY, appointed_by="试验")
    known = [services.add_activity(here, college=COLLEGE, kind="policy", on=DAY) for _ in range(2)]
    unclear = services.add_activity(several, college=COLLEGE, kind="policy", on=DAY)
    silent = CollegeActivity.objects.create(college=COLLEGE, kind="policy", on=DAY, by="谁", at=at(DAY))
    CollegeActivity.objects.update(county_code="", township_code="")

    fill(apps, None)

    places = dict(CollegeActivity.objects.values_list("pk", "county_code"))
    assert [places[row.pk] for row in (*known, unclear, silent)] == [HOME[0], HOME[0], "211100000000", "211100000000"]


def test_the_education_department_is_answered_by_row_and_no_stranger_is_named(ledger, city):
    file = ledger.file("school-enrolment", "2024-09", "市教育局")
    file.delivery.accepted = 61
    file.delivery.save()
    twice = student(ledger, source_file=file, source_row=2)
    PersonFact.objects.create(
        person=twice, kind="school", value="又一次", known_from=at(DAY), source_file=file, source_row=3
    )
    cancelled = student(ledger, source_file=file, source_row=4)
    cancelled.certificates.update(status="cancelled")

    (delivery,) = answers.deliveries(city)
    found = answers.answer(city, delivery)

    assert [(row, result) for _file, row, result in found.rows] == [(2, "matched"), (3, "duplicate"), (4, "cancelled")]
    assert found.counts["none"] == 58
    assert found.sent == 61
    book = openpyxl.load_workbook(io.BytesIO(answers.answer_file(city, found)))
    text = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert "同一人重复" in text
    assert twice.name not in text


@pytest.mark.parametrize("name", ["http://elsewhere.example/a.xlsx", "=1+1.xlsx"])
def test_what_a_sender_calls_a_file_is_a_text_in_the_answer(ledger, city, name):
    file = ledger.file(answers.FEED, "2024-09", "市教育局")
    file.name = name
    file.save()
    student(ledger, source_file=file, source_row=2)

    sheet = openpyxl.load_workbook(io.BytesIO(answers.answer_file(city, answers.answer(city, file.delivery))))[
        "逐行结果"
    ]

    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (name, "s", None)


def test_another_department_is_shown_no_answer_to_the_education_departments_file(ledger, city):
    theirs = ExpectedFeed.objects.filter(feed=answers.FEED).first()
    owner = theirs.department_id
    other = ExpectedFeed.objects.exclude(department=owner).exclude(department=None).first().department_id
    ledger.file(answers.FEED, "2024-09", theirs.sender)
    liaison = somebody("department_liaison", "2111", "liaison", "联络员")

    assert len(answers.deliveries(replace(liaison, department=owner))) == 1
    assert answers.deliveries(replace(liaison, department=other)) == []


def test_evening_study_is_no_study_and_makes_no_class(ledger, city):
    evening, worker = student(ledger), student(ledger, words="辽宁开放大学 大专 非全日制 毕业")
    PersonFact.objects.create(
        person=evening,
        kind="school",
        value="辽宁开放大学 本科 非全日制 在读",
        started_on=date(2024, 8, 25),
        known_from=at(DAY),
    )

    assert {one.person: one.group for one in queries.class_of(city, 2024, DAY).graduates} == {evening: Group.UNKNOWN}
    assert queries.graduate(city, worker.pk, 2024, DAY) is None
