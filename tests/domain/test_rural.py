"""Rural families: who they are on a day, what threatens them, incomes, work of relatives apart, capacity decided by people."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import at
from tests.domain.rural_city import DAY, OTHER, STREET, TOWN, Country
from tests.domain.visiting import somebody
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.persons.services import merging
from tonggong.domain.reporting.figures import figure
from tonggong.domain.rural import capacity, families, incomes, signals
from tonggong.domain.rural.exchange import RuralRefused
from tonggong.domain.rural.models import CapacityDecision, IncomeRecord
from tonggong.domain.rural.work import work
from tonggong.domain.status.models import PersonStatus
from tonggong.domain.status.services import refresh
from tonggong.rules.income import Change
from tonggong.rules.poverty import Kind, Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(practice):
    with clock.pretend(at(DAY)):
        yield Country()


@pytest.fixture
def county(country):
    return somebody("county_staff", TOWN[0][:6], "gaoxiang", "高翔")


def names(found):
    return [[one.pk for one in family.people] for family in found]


# --- who is rural ----------------------------------------------------------------------------------------------------


def test_a_family_that_moves_to_a_street_leaves_on_that_day_and_not_before(country, county):
    moved, stays = country.villager(), country.villager()
    country.fact(moved, "residence", STREET[1], date(2024, 3, 1))

    assert families.rural_people(county, date(2024, 2, 29)) == {moved.pk, stays.pk}
    assert families.rural_people(county, date(2024, 3, 1)) == {stays.pk}


def test_registered_as_not_agricultural_or_living_in_a_street_is_not_rural(country, county):
    farmer, clerk, street = country.villager(), country.villager(), country.villager(STREET)
    country.family(farmer)
    country.family(clerk, hukou="非农业")

    assert families.rural_people(county, DAY) == {farmer.pk}
    assert street.pk not in families.rural_people(county, DAY)


def test_the_list_says_the_same_as_the_kept_answers(country, county):
    people = [country.villager(), country.villager(STREET), country.villager(OTHER), country.villager()]
    country.family(people[0], hukou="非农业")
    country.fact(people[3], "residence", STREET[1], DAY)
    refresh(None)

    kept = set(PersonStatus.objects.filter(is_rural=True).values_list("person", flat=True))
    assert families.rural_people(county, DAY) == kept == {people[2].pk}


def test_a_family_has_its_persons_and_its_relatives_apart_and_the_dead_are_gone(country, county):
    holder, wife, dead = country.villager(), country.relative(), country.villager()
    country.family(holder, wife, dead)
    Person.objects.filter(pk=dead.pk).update(died_on=DAY)

    (family,) = families.families(county, DAY)

    assert [one.pk for one in family.holders] == [holder.pk]
    assert [one.pk for one in family.members] == [wife.pk]
    assert family.is_rural


def test_a_watched_family_is_listed_wherever_it_lives_until_its_risk_is_gone(country, county):
    inside, over = country.villager(STREET), country.villager(STREET)
    country.watch(inside)
    country.watch(over, until=date(2024, 11, 30))

    (family,) = families.families(county, DAY)

    assert (family.keys, family.is_rural, family.watched.kind) == ([inside.pk], False, "边缘易致贫户")


def test_objects_are_matched_to_persons_and_to_relatives(country, county):
    holder, wife = country.villager(), country.relative()
    for one in (holder, wife):
        country.watch(one)

    found = families.watched(county, DAY)

    assert {pk: Person.objects.get(pk=pk).kind for pk in found} == {holder.pk: "holder", wife.pk: "member"}


def test_another_towns_worker_sees_nothing_of_it(country):
    country.watch(country.villager())
    worker = somebody(reach=OTHER[1][:9])

    assert families.families(worker, DAY) == []


def test_many_families_cost_as_many_queries_as_one(country, county):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            signals.warned(county, DAY)
        return len(seen)

    def add():
        one = country.villager()
        country.family(one, country.relative())
        country.spell(one, date(2024, 1, 1), date(2024, 11, 20))
        country.income(one, 2022, 30000, date(2023, 2, 1))
        country.income(one, 2023, 15000)

    add()
    cost()
    few = cost()
    for _ in range(6):
        add()
    assert cost() == few


# --- alerts ----------------------------------------------------------------------------------------------------------


def only(found):
    assert len(found) == 1
    return found[0]


def test_a_job_ended_and_the_income_a_third_lower_alert_town_and_county_the_same_day(country, county):
    one = country.villager()
    country.spell(one, date(2024, 1, 1), DAY)
    country.income(one, 2022, 30000, date(2023, 2, 1))
    country.income(one, 2023, 19500, DAY)
    town = somebody(reach=TOWN[1][:9])

    for who in (county, town):
        found = only(signals.warned(who, DAY))
        assert found.level.value == Level.ALERT
        assert "离开盘锦测试食品有限公司，没有新的工作" in found.level.because
        assert "2023年家庭年收入比上年下降35%" in found.level.because
    assert only(signals.warned(county, DAY + timedelta(days=60))).level.value == Level.ALERT
    assert signals.warned(county, DAY + timedelta(days=61)) == []


def test_one_signal_is_watched_only(country, county):
    country.spell(country.villager(), date(2024, 1, 1), date(2024, 11, 20))

    assert only(signals.warned(county, DAY)).level.value == Level.WATCH


def test_signals_of_a_relative_and_of_the_person_come_together_in_their_family(country, county):
    one, wife = country.villager(), country.relative()
    country.family(one, wife)
    country.spell(wife, date(2024, 1, 1), date(2024, 11, 20))
    country.fact(one, "low_income", "低保", date(2023, 1, 1), date(2024, 11, 30))

    found = only(signals.warned(county, DAY))

    assert found.level.value == Level.ALERT
    assert {(s.kind, s.person) for s in found.signals} == {(Kind.WORK, wife.pk), (Kind.SUBSIDY, one.pk)}


def test_a_family_of_the_town_proper_is_not_asked(country, county):
    country.spell(country.villager(STREET), date(2024, 1, 1), date(2024, 11, 20))

    assert signals.warned(county, DAY) == []


def test_a_heavier_grade_a_lost_carer_and_a_long_stay_in_hospital_are_signals(country, county):
    graded, cared, mother, ill = country.villager(), country.villager(), country.relative(), country.villager()
    old = graded.certificates.get()
    Certificate.objects.filter(pk=old.pk).update(grade=3, known_until=at(date(2024, 11, 10)))
    country.certificate(graded, "新证", grade=2, issued_on=date(2024, 11, 8), known_from=at(date(2024, 11, 10)))
    country.family(mother, cared)
    country.verified(mother, conditions=["care"])
    Person.objects.filter(pk=mother.pk).update(died_on=date(2024, 11, 15))
    country.met(ill, date(2024, 10, 10), 6)
    country.met(ill, date(2024, 11, 5), 3)  # the neighbours say she moved: nobody spoke with her, the stay goes on
    country.met(ill, date(2024, 11, 25), 6)

    found = {(s.kind, s.person): s.on for one in signals.warned(county, DAY) for s in one.signals}

    assert found == {
        (Kind.GRADE, graded.pk): date(2024, 11, 8),
        (Kind.CARER, cared.pk): date(2024, 11, 15),
        (Kind.HOSPITAL, ill.pk): date(2024, 11, 25),
    }


def test_a_relative_who_never_said_that_she_cares_is_no_lost_carer(country, county):
    one, mother = country.villager(), country.relative()
    country.family(mother, one)
    Person.objects.filter(pk=mother.pk).update(died_on=date(2024, 11, 15))

    assert signals.warned(county, DAY) == []


def test_declared_wages_that_fall_are_a_signal_and_a_month_without_declaration_is_none(country, county):
    fell, silent = country.villager(), country.villager()
    for person in (fell, silent):
        for month in ("2024-07", "2024-08", "2024-09"):
            country.wage(person, month, "3000")
    country.wage(fell, "2024-10", "1900")

    found = only(signals.warned(county, DAY))

    assert [(s.kind, s.person, s.on) for s in found.signals] == [(Kind.INCOME, fell.pk, date(2024, 10, 31))]


# --- work and income -------------------------------------------------------------------------------------------------


def test_relatives_in_work_are_counted_in_a_column_of_their_own(country, county):
    for n in range(5):
        one, wife = country.villager(), country.relative()
        country.family(one, wife)
        if n < 3:
            country.spell(one, date(2024, 3, 1))
        if n < 2:
            country.spell(wife, date(2023, 3, 1))

    found = work(families.families(county, DAY), DAY)

    assert (len(found.holders.people), len(found.holders.working), len(found.holders.new)) == (5, 3, 3)
    assert (len(found.members.people), len(found.members.working), len(found.members.new)) == (5, 2, 0)


def test_a_relatives_job_never_counts_towards_the_plans_new_jobs(country):
    one, wife = country.villager(), country.relative()
    country.family(one, wife)
    for person in (one, wife):
        country.spell(person, date(2024, 3, 1))

    assert figure(system_who(), "plan.new_jobs", DAY).measured.value == 1


def test_what_is_not_known_of_an_income_stays_apart(country, county):
    up, down, unknown, gap = (country.villager() for _ in range(4))
    for one in (up, down, unknown, gap):
        country.watch(one)
    for one, before, after in ((up, 30000, 33000), (down, 30000, 20000)):
        country.income(one, 2022, before)
        country.income(one, 2023, after)
    country.income(gap, 2021, 30000)
    country.income(gap, 2023, 90000)

    lines = incomes.changes(county, 2023, DAY)
    found = incomes.summary(lines)

    assert {line.person.pk: line.change.value for line in lines} == {
        up.pk: Change.UP, down.pk: Change.DOWN, unknown.pk: Change.UNKNOWN, gap.pk: Change.UNKNOWN,
    }  # fmt: skip
    assert (found.total, found.rose.yes, found.rose.unknown) == (4, 1, 2)


def test_a_households_income_counts_for_each_of_its_people(country, county):
    one, wife = country.villager(), country.relative()
    country.family(one, wife)
    country.watch(one)
    country.watch(wife)
    country.income(wife, 2022, 30000)
    country.income(one, 2023, 36000)

    assert [line.change.value for line in incomes.changes(county, 2023, DAY)] == [Change.UP, Change.UP]


def test_an_income_is_corrected_and_never_overwritten(country, county):
    one = country.villager()
    first = {"basis": "household", "year": 2023, "source": "self"}
    incomes.write_income(county, one, yuan=30000, **first)
    incomes.write_income(county, one, yuan=30000, **first)
    incomes.write_income(county, one, yuan=31000, **first)

    rows = IncomeRecord.objects.order_by("pk")
    assert [(row.yuan, row.known_until is None, row.said_by) for row in rows] == [
        (30000, False, "高翔"),
        (31000, True, "高翔"),
    ]
    assert rows[0].thread == rows[1].thread
    with pytest.raises(RuralRefused, match="已经过完"):
        incomes.write_income(county, one, yuan=1, **{**first, "year": 2024})
    with pytest.raises(PermissionDenied):
        incomes.write_income(replace(county, duties=frozenset()), one, yuan=1, **first)


def test_incomes_go_along_when_two_rows_turn_out_to_be_one_person(country, county):
    kept, gone = country.villager(), country.villager()
    country.income(kept, 2023, 30000)
    country.income(gone, 2023, 31000)
    country.income(gone, 2022, 20000)

    merging.merge(county, kept, gone, "同一人")

    standing = IncomeRecord.objects.standing().filter(person=kept)
    assert sorted(standing.values_list("year", "yuan")) == [(2022, 20000), (2023, 30000)]


# --- capacity --------------------------------------------------------------------------------------------------------


def test_a_difference_on_the_capacity_to_work_waits_for_a_person_and_changes_neither_side(country, county):
    there, here, same, unasked = (country.villager() for _ in range(4))
    country.watch(there, skill="丧失劳动力")
    country.verified(there, is_employed=False, reason=7)
    country.watch(here, skill="普通劳动力")
    country.verified(here, is_employed=False, reason=5)
    country.watch(same, skill="丧失劳动力")
    country.verified(same, is_employed=False, reason=5)
    country.watch(unasked, skill="丧失劳动力")

    found = capacity.differences(county, DAY)
    assert [one.person.pk for one in found] == [there.pk, here.pk]
    with pytest.raises(RuralRefused, match="依据"):
        capacity.decide(county, found[0], "here")
    capacity.decide(county, found[0], "here", "上月还在干活")

    again = {one.person.pk: one.decided for one in capacity.differences(county, DAY)}
    assert again[there.pk].choice == "here"
    assert again[here.pk] is None
    assert families.watched(county, DAY)[there.pk].skill == "丧失劳动力"


def test_a_new_word_of_either_side_opens_a_decided_difference_again(country, county):
    one = country.villager()
    country.watch(one, skill="丧失劳动力")
    country.verified(one, is_employed=False, reason=7)
    capacity.decide(county, only(capacity.differences(county, DAY)), "there")
    country.verified(one, on=date(2024, 11, 20), is_employed=True)

    assert only(capacity.differences(county, DAY)).decided is None
    capacity.decide(county, only(capacity.differences(county, DAY)), "assess")
    assert CapacityDecision.objects.count() == 2
    assert only(capacity.differences(county, DAY)).decided.choice == "assess"
