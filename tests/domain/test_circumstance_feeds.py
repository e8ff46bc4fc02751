"""What the labour office and the countryside know of our people becomes dated facts at once."""

from datetime import date
from itertools import pairwise

import pytest

from tests.domain.month_files import City
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.rules import monitored

pytestmark = pytest.mark.django_db


def a_city(folder):
    made = City(folder)
    made.register(6)
    made.compare("2024-08")
    return made


@pytest.fixture(scope="module", autouse=True)
def once_made(once):
    return once(a_city)


@pytest.fixture
def city(once_made, practice):
    return once_made


def periods(city, n: int) -> list[tuple]:
    person = Person.objects.get(name=city.people[n][1])
    rows = PersonFact.objects.standing().filter(person=person, kind=Circumstance.UNEMPLOYED)
    return list(rows.order_by("started_on").values_list("started_on", "ended_on", "value"))


def registered(city, n: int, start: str, end: str = "", why: str = "") -> list[str]:
    number, name = city.people[n]
    return [name, number, start, end, why]


def tell(city, month: str, *rows: list[str]) -> None:
    city.send("registered-unemployed", month, list(rows), sender="市人社局就业科")
    city.compare(month)


def test_a_registration_is_a_fact_at_once_with_its_row(city):
    tell(city, "2024-09", registered(city, 0, "2024-03-11"))
    fact = PersonFact.objects.standing().get(kind=Circumstance.UNEMPLOYED)
    assert (fact.started_on, fact.ended_on, fact.source_row) == (date(2024, 3, 11), None, 2)
    assert Finding.objects.get(feed="registered-unemployed").state == Finding.State.FACT


def test_the_same_said_again_changes_nothing(city):
    tell(city, "2024-09", registered(city, 0, "2024-03-11"))
    tell(city, "2024-10", registered(city, 0, "2024-03-11"))
    assert PersonFact.objects.filter(kind=Circumstance.UNEMPLOYED).count() == 1
    assert Finding.objects.get(month="2024-10").result == Finding.Result.CONFIRMED


def test_a_deregistration_ends_the_period_and_keeps_what_was_said_before(city):
    tell(city, "2024-09", registered(city, 0, "2024-03-11"))
    tell(city, "2024-10", registered(city, 0, "2024-03-11", "2024-10-08", "就业"))
    assert periods(city, 0) == [(date(2024, 3, 11), date(2024, 10, 8), "就业")]
    said = PersonFact.objects.filter(kind=Circumstance.UNEMPLOYED)
    assert said.count() == 2
    assert len(set(said.values_list("thread", flat=True))) == 1


def test_a_new_registration_ends_one_that_was_left_open(city):
    tell(city, "2024-09", registered(city, 0, "2023-02-01"))
    tell(city, "2024-10", registered(city, 0, "2024-10-09"))
    assert [p[:2] for p in periods(city, 0)] == [(date(2023, 2, 1), date(2024, 10, 9)), (date(2024, 10, 9), None)]


def test_an_older_period_that_comes_late_stands_beside_the_present_one(city):
    tell(city, "2024-09", registered(city, 0, "2024-08-01"))
    tell(city, "2024-10", registered(city, 0, "2022-01-05", "2022-07-01", "就业"))
    assert [p[:2] for p in periods(city, 0)] == [(date(2022, 1, 5), date(2022, 7, 1)), (date(2024, 8, 1), None)]


ROWS = [("2023-02-01", ""), ("2023-02-01", "2023-09-01"), ("2024-01-10", "")]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 0, 1), (2, 1, 0), (1, 2, 0)])
def test_in_whatever_order_rows_arrive_no_day_has_two_registrations(city, order):
    for month, k in zip(("2024-09", "2024-10", "2024-11"), order, strict=True):
        tell(city, month, registered(city, 0, *ROWS[k]))
    spans = [(start, end or date.max) for start, end, _ in periods(city, 0)]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert spans[-1][1] == date.max


def test_strangers_in_the_labour_offices_list_leave_nothing(city):
    number, name = city.people[9]
    tell(city, "2024-09", [name, number, "2024-03-11", "", ""])
    assert not PersonFact.objects.filter(kind=Circumstance.UNEMPLOYED).exists()
    assert not Finding.objects.filter(feed="registered-unemployed").exists()


def watched(city, n: int, months: str = "7", gone: tuple[str, str] = ("否", "")) -> list[str]:
    number, name = city.people[n]
    return [
        "2111002",
        "王淑珍",
        "第1村",
        "边缘易致贫户",
        "2023-05-06",
        "因病、因残",
        *gone,
        name,
        number,
        "户主",
        "普通劳动力",
        months,
    ]


def test_a_watched_family_is_kept_member_by_member_with_its_columns(city):
    city.send("monitoring", "2024-09", [watched(city, 0), watched(city, 1, "")], sender="市农业农村局")
    city.compare("2024-09")
    facts = PersonFact.objects.standing().filter(kind=Circumstance.MONITORED)
    said = [monitored.read(value) for value in facts.order_by("person").values_list("value", flat=True)]
    assert {(one.kind, one.household, one.risk) for one in said} == {("边缘易致贫户", "2111002", "因病、因残")}
    assert sorted((one.work_months for one in said), key=str) == [7, None]
    assert set(facts.values_list("started_on", "ended_on")) == {(date(2023, 5, 6), None)}


def test_a_risk_that_is_gone_ends_the_watch(city):
    city.send("monitoring", "2024-09", [watched(city, 0)], sender="市农业农村局")
    city.compare("2024-09")
    city.send("monitoring", "2024-12", [watched(city, 0, gone=("是", "2024-11-30"))], sender="市农业农村局")
    city.compare("2024-12")
    fact = PersonFact.objects.standing().get(kind=Circumstance.MONITORED)
    assert fact.ended_on == date(2024, 11, 30)


def test_a_member_whom_the_ledger_does_not_know_is_a_question(city):
    city.send("monitoring", "2024-09", [watched(city, 0), watched(city, 9)], sender="市农业农村局")
    city.compare("2024-09")
    asked = Finding.objects.get(feed="monitoring", result=Finding.Result.UNMATCHED)
    assert (asked.state, asked.cause) == (Finding.State.OPEN, "not-in-ledger")


def test_the_lists_word_on_capacity_decides_nothing_here(city):
    row = watched(city, 0)
    row[11] = "丧失劳动力"
    city.send("monitoring", "2024-09", [row], sender="市农业农村局")
    city.compare("2024-09")
    assert not PersonFact.objects.filter(kind=Circumstance.CAPACITY).exists()
