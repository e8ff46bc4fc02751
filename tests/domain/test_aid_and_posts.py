"""Employment aid: the gap that must shrink to nothing, next steps, old situations; public-welfare posts and their terms."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import UNIT, at
from tests.domain.test_plans import in_post
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, somebody
from tonggong.base.installation import clock
from tonggong.domain.campaigns.models import AidRegistration, Occupancy
from tonggong.domain.campaigns.queries import aid, posts
from tonggong.domain.campaigns.services import aid as aid_services
from tonggong.domain.campaigns.services import posts as post_services
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.domain.casework.models import Assignment, PlanStep, Verification
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.status.models import PersonStatus
from tonggong.domain.status.services import refresh
from tonggong.rules.aid import Aid

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 31)


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(DAY)):
        yield Ledger()


@pytest.fixture
def city(ledger):
    return replace(somebody("city_staff", "2111", "linan", "李楠"))


@pytest.fixture
def han(ledger):
    return in_post(somebody())


def wanting(ledger, on=date(2024, 11, 1), place=HOME):
    """Somebody who wants work, as a talk on a day told."""
    person = ledger.person(place)
    Verification.objects.create(
        person=person, on=on, method="home", answered_by="self", wish="now", is_employed=False, known_from=at(on),
        confirmed=["identity", "contact", "residence", "certificate", "work", "reason", "wish"],
    )  # fmt: skip
    return person


def registered(person, kind="unemployed", value="", on=date(2024, 3, 1)):
    PersonFact.objects.create(person=person, kind=kind, value=value, started_on=on, known_from=at(on))


# --- aid ---------------------------------------------------------------------------------------------------------------


def test_the_gap_of_412_by_rule_and_409_registered_is_3_names_and_then_none(ledger, city):
    people = [wanting(ledger) for _ in range(12)]
    for person in people[:9]:
        registered(person)
    refresh(None)
    found = aid.counts(city, DAY)
    assert (found.eligible, found.under, found.gap) == (12, 9, 3)
    assert set(aid.gap(city).values_list("person", flat=True)) == {p.pk for p in people[9:]}

    for n, person in enumerate(people[9:]):
        kind = ("unemployed", "hardship")[n % 2]
        aid_services.register(
            city, person, kind=kind, on=DAY, evidence="就业创业证 2111", group="hrss_4" if n % 2 else ""
        )

    found = aid.counts(city, DAY)
    assert (found.eligible, found.under, found.gap) == (12, 12, 0)


def test_kept_lists_and_the_rule_say_the_same_of_everybody(ledger, city):
    wanting_, under, employed = wanting(ledger), wanting(ledger), wanting(ledger)
    registered(under, "hardship", "hrss_5")
    registered(employed)
    ledger.spell(employed, date(2024, 12, 1))
    ledger.person()
    refresh(None)

    lists = {Aid.GAP: set(aid.gap(city).values_list("pk", flat=True)), Aid.UNDER: set(aid.under(city).values_list("pk", flat=True))}  # fmt: skip
    assert lists == {Aid.GAP: {wanting_.pk}, Aid.UNDER: {under.pk}}
    for status in PersonStatus.objects.all():
        found = aid.standing_of(status).value
        assert all((status.pk in keys) == (found is which) for which, keys in lists.items())


def test_a_registration_keeps_what_proves_it_and_can_be_taken_back(ledger, city):
    person = wanting(ledger)
    refresh(None)
    for said, why in (
        ({"on": date(2025, 1, 1), "evidence": "证"}, "还没有到"),
        ({"on": DAY, "evidence": " "}, "凭据"),
        ({"on": DAY, "evidence": "表", "kind": "hardship", "group": "hrss_77"}, "情形"),
    ):
        with pytest.raises(CampaignRefused, match=why):
            aid_services.register(city, person, **{"kind": "unemployed", **said})

    row = aid_services.register(city, person, kind="hardship", on=DAY, evidence="认定表 3 号", group="hrss_4")
    fact = PersonFact.objects.standing().get(person=person, kind="hardship")
    assert (fact.value, fact.started_on, fact.said_by, row.evidence) == ("hrss_4", DAY, "李楠", "认定表 3 号")
    with pytest.raises(CampaignRefused, match="已经有这项登记"):
        aid_services.register(city, person, kind="hardship", on=DAY, evidence="再来一次", group="hrss_4")

    aid_services.take_back(city, row)
    assert not PersonFact.objects.standing().filter(person=person, kind="hardship").exists()
    assert AidRegistration.objects.count() == 1
    assert aid.counts(city, DAY).gap == 1


def test_everybody_under_aid_has_a_dated_next_step_or_stands_by_name(ledger, city, han):
    with_worker, alone, later = (wanting(ledger) for _ in range(3))
    for person in (with_worker, alone, later):
        registered(person)
    for person in (with_worker, later):
        Assignment.objects.create(person=person, kind="worker", user_id=han.user_id, started_on=DAY, by="试验", at=clock.now())  # fmt: skip
    refresh(None)
    assert aid.counts(city, DAY).step == 3

    assert aid_services.make_plans(city) == (2, 1)

    assert [row.pk for row in aid.listed(city, "step", DAY)] == [alone.pk]
    PlanStep.objects.filter(plan__person=later).update(due_on=date(2025, 6, 1))  # too far ahead is no next step
    assert set(aid.without_step(city, DAY).values_list("pk", flat=True)) == {alone.pk, later.pk}


@pytest.mark.parametrize(("on", "is_stale"), [(date(2023, 12, 31), True), (date(2024, 1, 1), False)])
def test_a_situation_that_nobody_confirmed_for_12_months_stands_by_name(ledger, city, on, is_stale):
    person = wanting(ledger, on)
    refresh(None)

    assert [row.pk for row in aid.listed(city, "stale", DAY)] == ([person.pk] if is_stale else [])


def test_another_countys_gap_is_not_seen(ledger):
    wanting(ledger, place=OTHER_TOWN)
    refresh(None)
    county = somebody("county_staff", HOME[0][:6], "county", "县残联")

    assert aid.counts(county, DAY).gap == 0


# --- posts -------------------------------------------------------------------------------------------------------------


def a_post(who, headcount=3, form="41", unit=UNIT, place=HOME[1]):
    return post_services.add_post(
        who, title="保洁", form=form, unit_code=unit, unit_name="盘锦测试食品有限公司", funding="就业补助资金",
        headcount=headcount, place=place, since=date(2021, 1, 1),
    )  # fmt: skip


def test_the_board_counts_posts_vacancies_and_terms_that_end_within_60_days_from_the_spells(ledger, city):
    post = a_post(city)
    ending, long, over, elsewhere = (ledger.person() for _ in range(4))
    ledger.spell(ending, date(2022, 2, 1), form="41")
    ledger.spell(long, date(2024, 6, 1), form="41", contract_until=date(2025, 5, 31))
    ledger.spell(over, date(2021, 6, 1), form="42")
    ledger.spell(elsewhere, date(2021, 6, 1), form="41", unit_code="91211100MA0OTHER01")
    refresh(None)

    found = posts.board(city, DAY)
    assert (found.headcount, found.held, found.vacant) == (3, 2, 1)
    assert [(one.person, one.ends_on) for one in found.ending] == [(ending, date(2025, 1, 31))]
    assert [(one.person, one.lawful) for one in found.over] == [(elsewhere, date(2024, 5, 31))]
    assert {one.person for one in found.loose} == {over, elsewhere}  # whose unit has no such post entered
    assert [(row, len(held)) for row, held in found.posts] == [(post, 2)]


def test_whoever_holds_a_place_takes_it_on_the_board_and_in_the_list_of_vacancies_alike(ledger, city):
    here = somebody("county_staff", HOME[0][:6], "wanghao", "王浩")
    post = a_post(city, headcount=2)
    ours, theirs = ledger.person(HOME), ledger.person(OTHER_TOWN)
    for person in (ours, theirs):
        ledger.spell(person, date(2024, 2, 1), form="41")
    refresh(None)

    found = posts.board(here, DAY)
    assert (found.held, found.vacant, posts.vacant(here, DAY)) == (2, 0, [])
    assert [one.person for one in found.holders] == [ours]  # counted, not named
    post_services.change_post(city, post, headcount=3, funding="就业补助资金")
    assert posts.board(here, DAY).vacant == posts.vacant(here, DAY)[0][1] == posts.board(city, DAY).vacant == 1


def test_a_37th_month_is_refused_until_a_second_placement_is_filed(ledger, city):
    post = a_post(city)
    person = ledger.person()  # of grade 2: severe
    ledger.spell(person, date(2021, 12, 1), form="41")
    refresh(None)

    with pytest.raises(CampaignRefused, match="超过了年限"):
        post_services.grant(city, post, person, started_on=date(2021, 12, 1), ends_on=date(2024, 12, 31))
    with pytest.raises(CampaignRefused, match="先报省里备案"):
        post_services.grant(city, post, person, started_on=date(2024, 12, 1), ends_on=date(2027, 11, 30))
    assert posts.board(city, DAY).over[0].person == person

    row = post_services.grant(
        city, post, person, started_on=date(2024, 12, 1), ends_on=date(2027, 11, 30), filed="辽人社备〔2024〕9号"
    )
    assert (row.ground, row.said_by) == ("second", "李楠")
    board = posts.board(city, DAY)
    assert board.over == []
    assert board.holders[0].ends_on == date(2027, 11, 30)


def test_a_term_that_is_said_anew_stands_once(ledger, city):
    post, person = a_post(city), ledger.person()
    refresh(None)
    for until in (date(2025, 12, 31), date(2026, 12, 31)):
        post_services.grant(city, post, person, started_on=date(2025, 1, 1), ends_on=until)

    assert Occupancy.objects.standing().get().ends_on == date(2026, 12, 31)
    assert len(posts.granted(post)) == 2


def test_a_unit_has_posts_of_a_kind_once_and_none_outside_ones_reach(ledger, city):
    a_post(city)
    with pytest.raises(CampaignRefused, match="已经登记"):
        a_post(city)
    with pytest.raises(CampaignRefused, match="您管的地方"):
        a_post(somebody("county_staff", OTHER_TOWN[0][:6], "county", "县残联"), unit="91211100MA0OTHER01")

    post = posts.posts(city).get()
    post_services.change_post(city, post, headcount=0, funding="就业补助资金")
    assert not posts.posts(city).exists()
    a_post(city)


def test_the_board_takes_the_same_few_queries_however_many_hold_posts(ledger, city):
    def counted():
        with CaptureQueriesContext(connection) as seen:
            posts.board(city, DAY)
        return len(seen)

    a_post(city, 40)
    ledger.spell(ledger.person(), date(2024, 1, 1), form="41")
    counted()  # the figures are read once
    few = counted()
    for _ in range(20):
        ledger.spell(ledger.person(), date(2024, 1, 1), form="41")
    assert counted() == few
