"""A family's page: who works, what the rules say by book and by living together, nobody out of reach by name."""

import re
from datetime import date

import pytest

from tests.domain.reporting_ledger import at
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger
from tests.web.federation_month import client_of
from tonggong.base.installation import clock
from tonggong.domain.persons.models import Household, HouseholdMember, PersonFact

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 15)


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(DAY)):
        yield Ledger()


def household(number, basis, *members):
    home = Household.objects.create(number=number, basis=basis, county_code=HOME[0], township_code=HOME[1])
    for person, relation in members:
        HouseholdMember.objects.create(household=home, person=person, relation=relation, hukou_kind="非农业", known_from=at(DAY))  # fmt: skip


def registered(person):
    PersonFact.objects.create(person=person, kind="unemployed", started_on=date(2024, 1, 1), known_from=at(DAY))


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_example_of_the_uncle_is_zero_employment_by_book_and_not_by_living_together(ledger):
    father = ledger.person(HOME, born_on=date(1962, 1, 1), certificate=False, kind="member")
    mother = ledger.person(HOME, born_on=date(1974, 1, 1), sex="2", certificate=False, kind="member")
    son = ledger.person(HOME, born_on=date(2000, 1, 1))
    uncle = ledger.person(OTHER_TOWN, born_on=date(1969, 1, 1), certificate=False, kind="member")
    registered(mother)
    registered(son)
    ledger.spell(uncle, date(2020, 1, 1), form="74")
    household("A1", "book", (father, "户主"), (mother, "配偶"), (son, "子"))
    household("L1", "living", (father, "户主"), (mother, "配偶"), (son, "子"), (uncle, "兄弟"))

    shown = words(client_of("township_worker", HOME[1][:9]).get(f"/casework/people/{son.pk}/household/"))

    assert "零就业家庭：按户口簿和按共同生活答案不同" in shown
    assert "家庭中无人就业，2人失业登记" in shown
    assert "家庭中有1人就业或经营" in shown
    assert "不在您的辖区" in shown
    assert uncle.name not in shown
    assert "与62周岁的父母同户" in shown


def test_two_certificates_under_one_roof_are_named(ledger):
    first, second = ledger.person(HOME), ledger.person(HOME)
    ledger.spell(first, date(2024, 1, 1))
    household("A2", "book", (first, "户主"), (second, "配偶"))

    shown = words(client_of("county_staff", HOME[0][:6]).get(f"/casework/people/{second.pk}/household/"))

    assert "是。家庭中2人持证" in shown
    assert "不是。家庭中有1人就业或经营" in shown


def test_a_person_without_a_household_and_one_of_another_town(ledger):
    worker = client_of("township_worker", HOME[1][:9])

    assert "还没有家庭信息" in words(worker.get(f"/casework/people/{ledger.person(HOME).pk}/household/"))
    assert worker.get(f"/casework/people/{ledger.person(OTHER_TOWN).pk}/household/").status_code == 404
