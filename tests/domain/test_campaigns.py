"""Campaigns: a list made by rule on its first day and kept, one outcome a name, figures by place and worker, the result."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import at
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, entry, somebody, verified
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.campaigns.models import Campaign, CampaignTarget
from tonggong.domain.campaigns.queries import lists as queries
from tonggong.domain.campaigns.queries import month
from tonggong.domain.campaigns.services import lists as services
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.models import Assignment, ServiceRecord, Visit
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.persons.models import Household, HouseholdMember, PersonFact
from tonggong.domain.persons.services.merging import merge
from tonggong.domain.status.services import refresh
from tonggong.domain.worklist.queries import today
from tonggong.rules.campaigns import Lasts
from tonggong.rules.outcome import percent

pytestmark = pytest.mark.django_db
START, END = date(2024, 12, 2), date(2024, 12, 31)


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(START)):
        yield Ledger()


@pytest.fixture
def city(ledger):
    return replace(somebody("city_staff", "2111", "linan", "李楠"))


@pytest.fixture
def han(ledger):
    return somebody()


def people(ledger, count, place=HOME):
    found = [ledger.person(place) for _ in range(count)]
    refresh(None)
    return found


def opened(who, rule="not_employed", starts_on=START, ends_on=END, kind="survey"):
    return services.open_campaign(
        who, kind=kind, title="找到服务对象、找到被服务对象需要的感觉", rule=rule, starts_on=starts_on, ends_on=ends_on
    )


def answers_for(who, *persons):
    for person in persons:
        Assignment.objects.create(
            person=person, kind="worker", user_id=who.user_id, started_on=START, by="试验", at=clock.now()
        )


def whole(who, row):
    return queries.total(queries.progress(who, row, "county"))


def visit(person, on, outcome, **more):
    at_ = at(on)
    return Visit.objects.create(
        key=uuid4(), person=person, method="home", started_at=at_, on=on,
        outcome=outcome, known_from=at_, **more,
    )  # fmt: skip


def test_the_list_is_made_on_the_first_day_and_kept_with_joiners_apart_and_leavers_in_their_row(ledger, city):
    first, second = people(ledger, 2)
    working = ledger.person()
    ledger.spell(working, date(2024, 1, 1))
    refresh(None)
    row = opened(city)
    assert set(queries.rows_of(row).values_list("person", flat=True)) == {first.pk, second.pk}

    with clock.pretend(at(date(2024, 12, 10))):
        ledger.spell(first, date(2024, 12, 9))
        joiner = ledger.person()
        facts_changed([first.pk, joiner.pk])

        left = queries.rows_of(row).get(person=first)
        assert (left.left_on, left.left_reason) == (date(2024, 12, 10), "employed")
        assert whole(city, row).targets == 2
        assert (queries.joiners(city, row).targets, queries.leavers(city, row)) == (1, 1)

    with clock.pretend(at(date(2025, 1, 2))):  # after the last day nobody comes or goes any more
        late = ledger.person()
        facts_changed([late.pk])
        assert not queries.rows_of(row).filter(person=late).exists()


def test_a_campaign_that_is_still_ahead_gets_its_list_on_its_first_day(ledger, city):
    people(ledger, 2)
    row = opened(city, starts_on=date(2024, 12, 10))
    assert services.each_day() == 0
    assert not row.targets.exists()

    with clock.pretend(at(date(2024, 12, 10))):
        refresh(None)
        assert services.each_day() == 1
        assert services.each_day() == 0
    row.refresh_from_db()
    assert (row.listed_on, row.targets.count()) == (date(2024, 12, 10), 2)


def test_a_list_is_not_made_for_days_that_have_passed(ledger, city):
    with pytest.raises(CampaignRefused, match="过去的不能补"):
        opened(city, starts_on=date(2024, 10, 1), ends_on=date(2024, 11, 1))
    with pytest.raises(CampaignRefused, match="名单规则"):
        opened(city, rule="everybody")


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        ("unemployed", "", "registered"),
        ("hardship", "hrss_5", "group:recognised"),
        ("low_income", "低保", "group:low_income"),
        ("unemployed", "", "month"),
    ],
)
def test_rules_take_the_group_that_they_name(ledger, city, kind, value, rule):
    one, _other = people(ledger, 2)
    PersonFact.objects.create(person=one, kind=kind, value=value, started_on=date(2024, 1, 1), known_from=at(START))
    refresh(None)

    assert list(queries.rows_of(opened(city, rule)).values_list("person", flat=True)) == [one.pk]


def test_a_county_campaign_takes_nobody_from_elsewhere(ledger):
    county = replace(somebody("county_staff", HOME[0][:6], "county", "县残联"))
    (here,) = people(ledger, 1)
    people(ledger, 1, OTHER_TOWN)

    row = opened(county)
    assert list(queries.rows_of(row).values_list("person", flat=True)) == [here.pk]
    other = replace(somebody("county_staff", OTHER_TOWN[0][:6], "county2", "外县"))
    assert not queries.campaigns(other).exists()


def test_each_name_ends_with_the_outcome_of_the_last_attempt(ledger, city, han):
    one, two = people(ledger, 2)
    answers_for(han, one, two)
    row = opened(city)
    with clock.pretend(at(date(2024, 12, 5))):
        record_entry(han, entry(one, outcome=9, method="phone"))
        record_entry(han, entry(one, outcome=1, satisfied=5, verification=verified()))
        target = queries.rows_of(row).get(person=two)
        record_entry(han, entry(two, outcome=2, method="phone", campaign_target=target.pk))

    found = {t.person_id: (t.outcome, t.satisfied) for t in queries.rows_of(row)}
    assert found == {one.pk: (1, 5), two.pk: (2, None)}
    tally = whole(city, row)
    assert (tally.found, tally.met, tally.phoned, tally.felt_rate.yes) == (2, 1, 1, 1)


def test_a_visit_before_the_campaign_is_none_of_its_outcomes_unless_it_is_linked(ledger, city):
    one, two = people(ledger, 2)
    visit(one, date(2024, 11, 30), 1)
    row = opened(city)
    linked = queries.rows_of(row).get(person=two)
    visit(two, date(2025, 1, 3), 3, campaign_target_id=linked.pk)
    visit(one, date(2025, 1, 3), 1, campaign_target_id=linked.pk)  # another person's name: no outcome of anybody
    facts_changed([one.pk, two.pk])

    assert dict(queries.rows_of(row).values_list("person", "outcome")) == {one.pk: None, two.pk: 3}


def test_a_visit_that_is_taken_back_takes_its_outcome_along(ledger, city):
    (one,) = people(ledger, 1)
    row = opened(city)
    seen = visit(one, START, 1)
    facts_changed([one.pk])
    assert whole(city, row).met == 1

    Visit.objects.filter(pk=seen.pk).update(known_until=clock.now())
    facts_changed([one.pk])
    assert whole(city, row).without == 1


def test_progress_goes_down_to_town_and_worker_and_names_without_a_worker_are_shown(ledger, city, han):
    one, two = people(ledger, 2)
    (three,) = people(ledger, 1, OTHER_TOWN)
    answers_for(han, one)
    row = opened(city)
    visit(one, START, 1)
    visit(three, START, 8)
    facts_changed([one.pk, three.pk])

    by_town = {g.key: (g.tally.targets, g.tally.found) for g in queries.progress(city, row, "town")}
    assert by_town == {HOME[1]: (2, 1), OTHER_TOWN[1]: (1, 0)}
    by_worker = {g.name: g.tally.targets for g in queries.progress(city, row, "worker")}
    assert by_worker == {"韩玉梅": 1, "没有负责人": 2}
    assert {t.person_id for t in queries.names(city, row, "nobody")} == {two.pk, three.pk}
    assert [t.person_id for t in queries.names(city, row, "without")] == [two.pk]
    assert [t.person_id for t in queries.names(city, row, "lost", place=OTHER_TOWN[1])] == [three.pk]
    assert [t.person_id for _row, rows in queries.mine(han) for t in rows] == [one.pk]


def test_promises_made_on_visits_are_kept_by_their_date_or_not(ledger, city, han):
    one, two = people(ledger, 2)
    answers_for(han, one, two)
    row = opened(city)
    record_entry(han, entry(one, promises=[{"text": "带她看岗位", "due_on": "2024-12-10", "kind": "vacancy"}]))
    record_entry(han, entry(two, promises=[{"text": "送政策单", "due_on": "2024-12-20", "kind": ""}]))

    with clock.pretend(at(date(2024, 12, 12))):
        tally = whole(city, row)
        assert (tally.kept, tally.late, tally.ahead) == (0, 1, 1)


def test_closing_wants_an_outcome_of_every_name_and_keeps_who_answered(ledger, city, han):
    one, two = people(ledger, 2)
    answers_for(han, one, two)
    row = opened(city)
    with pytest.raises(CampaignRefused, match="还没有到结束日期"):
        services.close(city, row)
    visit(one, START, 1)
    facts_changed([one.pk])
    with clock.pretend(at(date(2025, 1, 2))):
        with pytest.raises(CampaignRefused, match="还有 1 人没有走访结果"):
            services.close(city, row)
        visit(two, END, 9)
        services.close(city, row)
        Assignment.objects.update(ended_on=date(2025, 1, 2))
        row.refresh_from_db()
        assert {g.name: g.tally.targets for g in queries.progress(city, row, "worker")} == {"韩玉梅": 2}
        with pytest.raises(CampaignRefused, match="已经办结"):
            services.close(city, row)
        visit(one, END, 8)
        facts_changed([one.pk])
        assert whole(city, row).met == 1


def test_two_rows_of_one_person_are_one_name_with_all_visits(ledger, city):
    one, two = people(ledger, 2)
    row = opened(city)
    visit(two, START, 1)
    merge(city, kept=one, gone=two, reason="同一个人")

    assert whole(city, row).targets == 1
    assert [(t.stands, t.outcome) for t in queries.rows_of(row)] == [(one.pk, 1)]


def test_the_months_table_counts_rows_dated_inside_it(ledger, city):
    one, two, three = people(ledger, 3)
    home = Household.objects.create(number="1", basis="living", county_code=HOME[0], township_code=HOME[1])
    for person in (one, two):
        HouseholdMember.objects.create(household=home, person=person, relation="本人", known_from=at(START))
    row = opened(city, "working_age", kind="month")
    visit(one, START, 1)
    visit(two, START, 1)
    visit(three, START, 9)
    ledger.spell(one, date(2024, 12, 9), form="41")
    ledger.spell(two, date(2024, 12, 1))  # the day before
    ServiceRecord.objects.create(person=three, on=START, kind=5, content="社保补贴", outcome=4, known_from=at(START))
    PersonFact.objects.create(person=three, kind="hardship", value="hrss_4", started_on=date(2024, 12, 20), known_from=at(START))  # fmt: skip

    assert month.counted(row) == {
        "visited": 1, "recognised": 1, "placed": 1, "posts": 1, "zero": 0, "zero_helped": 0, "supported": 1,
    }  # fmt: skip


def test_totals_typed_in_are_never_smaller_than_ours(ledger, city):
    (one,) = people(ledger, 1)
    row = opened(city, "working_age", kind="month")
    ledger.spell(one, date(2024, 12, 9))
    counted = month.counted(row)

    with pytest.raises(CampaignRefused, match="帮助实现就业"):
        services.type_in(city, row, {"placed": 0}, counted)
    services.type_in(city, row, {"placed": 37, "fairs": 2, "papers": None}, counted)
    row.refresh_from_db()
    assert {c.line.key: c.total for c in month.table(row)}["placed"] == 37
    assert row.typed == {"placed": 37, "fairs": 2}


def test_90_days_after_the_end_it_is_read_who_still_works_and_is_insured(ledger, city):
    insured, employed, lost, _never = people(ledger, 4)
    row = opened(city)
    for person in (insured, employed):
        ledger.spell(person, date(2024, 12, 9))
    ledger.spell(lost, date(2024, 12, 9), date(2025, 2, 1))
    ledger.insured(insured, "2024-12", "2025-03")

    early = month.result(city, row, date(2025, 3, 30))
    assert (early.on, early.lasts) == (date(2025, 3, 31), {Lasts.NOT_YET: 3})
    assert month.result(city, row, date(2025, 4, 2)).lasts == {Lasts.INSURED: 1, Lasts.EMPLOYED: 1, Lasts.LOST: 1}


def test_who_is_placed_elsewhere_is_not_in_a_countys_result(ledger, city):
    here, there = people(ledger, 1)[0], people(ledger, 1, OTHER_TOWN)[0]
    row = opened(city)
    for person in (here, there):
        ledger.spell(person, date(2024, 12, 9))

    assert month.result(city, row, END).placed == 2
    assert month.result(somebody("county_staff", HOME[0][:6], "wang", "王"), row, END).placed == 1


def test_what_is_typed_in_stays_once_the_campaign_is_closed(ledger, city):
    (one,) = people(ledger, 1)
    row = opened(city, "working_age", kind="month")
    services.type_in(city, row, {"fairs": 2}, month.counted(row))
    visit(one, START, 1)
    with clock.pretend(at(END)):
        services.close(city, row)
        with pytest.raises(CampaignRefused, match="已经办结"):
            services.type_in(city, row, {"fairs": 3}, month.counted(row))

    row.refresh_from_db()
    assert row.typed == {"fairs": 2}


def test_a_large_list_is_made_followed_and_read_in_a_fixed_number_of_queries(ledger, city):
    def queries_of(act):
        with CaptureQueriesContext(connection) as seen:
            act()
        return len(seen)

    people(ledger, 3)
    few = queries_of(lambda: opened(city))
    row = Campaign.objects.get()
    follow_few = queries_of(lambda: services.follow(None))
    read_few = queries_of(lambda: queries.progress(city, row, "worker"))
    people(ledger, 30)
    CampaignTarget.objects.all().delete()
    Campaign.objects.all().delete()

    assert queries_of(lambda: opened(city)) == few
    row = Campaign.objects.get()
    assert queries_of(lambda: services.follow(None)) == follow_few
    assert queries_of(lambda: queries.progress(city, row, "worker")) == read_few
    assert percent(whole(city, row).found_rate) == "0.0%"


def test_a_name_without_an_outcome_is_a_reason_to_go_there_until_somebody_went(ledger, city, han):
    one, two = people(ledger, 2)
    answers_for(han, one, two)
    opened(city)
    visit(two, START, 1)
    facts_changed([two.pk])

    found = {t.person_id: [f.reason.key for f in t.found] for t in today(han, han.user_id).tasks}
    assert "campaign_target" in found[one.pk]
    assert "campaign_target" not in found.get(two.pk, [])


def test_somebody_under_aid_without_a_next_step_is_a_reason(ledger, han):
    (one,) = people(ledger, 1)
    answers_for(han, one)
    PersonFact.objects.create(person=one, kind="unemployed", started_on=date(2024, 3, 1), known_from=at(START))
    refresh(None)

    sentences = [
        f.hit.sentence for t in today(han, han.user_id).tasks for f in t.found if f.reason.key == "aid_no_step"
    ]
    assert sentences == ["3月1日起在就业援助中，没有排好下一步"]
