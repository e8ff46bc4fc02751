"""Figures that are kept: what pages show of them, what a closed month fixes, what changes afterwards."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger, at
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation.services import ledger_moved
from tonggong.domain.comparison.models import Month
from tonggong.domain.employment.models import Spell
from tonggong.domain.reporting import queries, services
from tonggong.domain.reporting.dashboard import NothingKept, dashboard
from tonggong.domain.reporting.indicators import INDICATORS
from tonggong.domain.reporting.models import Figure, FigureRow
from tonggong.rules.days import in_words

END = date(2024, 9, 30)
CITY = Who(2, "赵敏", "committee_office", "残工委办", "2111", ROLES["committee_office"].duties)
COUNTY = Who(1, "孙薇", "county_staff", "县区残联", "211103", ROLES["county_staff"].duties)
TOWN = Who(3, "韩玉梅", "township_worker", "专职委员", XINGLONG[1][:9], ROLES["township_worker"].duties)


@pytest.fixture
def ledger(practice):
    return Ledger()


@pytest.fixture
def city(ledger):
    """Five newly employed in 兴隆台, three in 双台子, two that changed their work."""
    for place, several in ((XINGLONG, 5), (TAISHAN, 3)):
        for n in range(several):
            ledger.spell(ledger.person(place), date(2024, 1 + n, 5))
    for _ in range(2):
        person = ledger.person()
        ledger.spell(person, date(2019, 1, 1), date(2024, 1, 31))
        ledger.spell(person, date(2024, 2, 20), unit_code="91211100MA0TESTX2B")
    services.refresh_figures(END)
    return ledger


def kept(key="plan.new_jobs", who=CITY):
    return queries.latest_figure(who, key, END)


def test_every_kept_value_is_the_measure_of_its_kept_rows(city):
    for key, one in INDICATORS.items():
        figure = kept(key)
        rows = queries.figure_rows(system_who(), figure)
        assert one.measure(rows).value == figure.value, key


def test_a_list_is_kept_once_for_two_figures_of_the_same_persons(city):
    count, rate = kept("employment.count"), kept("employment.rate")
    assert count.rows_of == rate
    assert queries.figure_rows(CITY, count).count() == count.value == 10


def test_nothing_is_computed_again_while_the_ledger_stands_still(city):
    before = set(Figure.objects.values_list("pk", flat=True))
    services.refresh_figures(END)
    assert set(Figure.objects.values_list("pk", flat=True)) == before
    ledger_moved()
    services.refresh_figures(END)
    assert not set(Figure.objects.values_list("pk", flat=True)) & before
    assert FigureRow.objects.values("figure").distinct().count() <= Figure.objects.count()


def test_a_county_and_a_town_see_their_part_only(city):
    figure = kept()
    assert [queries.figure_seen(who, figure).value for who in (CITY, COUNTY, TOWN)] == [8, 5, 5]
    assert queries.figure_seen(COUNTY, figure).excluded == [("job_change", "更换工作，不是新增", 2)]
    assert {row.county_code for row in queries.figure_rows(COUNTY, figure, standing="counted")} == {XINGLONG[0]}
    assert [g.name for g in queries.figure_groups(COUNTY, figure, "county")] == ["兴隆台区"]
    assert queries.figure_seen(CITY, figure, TAISHAN[0]).value == 3
    with pytest.raises(LookupError):
        queries.figure_seen(COUNTY, figure, TAISHAN[0])


def test_groups_and_rows_agree(city):
    figure = kept()
    for by, column in (("county", "county"), ("month", "month"), ("category", "category")):
        for group in queries.figure_groups(CITY, figure, by):
            rows = queries.figure_rows(CITY, figure, standing="counted", **{column: group.key})
            assert rows.count() == group.value, (by, group.name)


def test_pages_of_rows_follow_each_other_without_gap(city):
    rows = queries.figure_rows(CITY, kept())
    seen, mark = [], None
    while True:
        page, mark = queries.rows_page(rows, mark, size=3)
        seen += page
        if mark is None:
            break
    assert [row.pk for row in seen] == [row.pk for row in rows]
    assert len(seen) == 10


def test_a_closed_month_keeps_its_number_while_the_ledger_moves(city):
    services.freeze_month(CITY, "2024-09")
    fixed = kept()
    one = Spell.objects.filter(person__county_code=TAISHAN[0]).first()
    Spell.objects.filter(pk=one.pk).update(known_until=now())
    late = city.spell(city.person(), date(2024, 8, 1))
    ledger_moved()
    services.refresh_figures(END)
    fixed.refresh_from_db()
    assert (fixed.value, fixed.is_frozen, fixed.rows.filter(standing="counted").count()) == (8, True, 8)
    newest = kept()
    assert (newest.value, newest.pk != fixed.pk) == (8, True)
    found = queries.later_corrections(CITY, fixed)
    assert [change.row.person_id for change in found.came] == [late.person_id]
    assert [(change.row.person_id, change.why) for change in found.left] == [
        (one.person_id, f"{in_words(one.started_on)}开始的就业不计入：依据已撤回。")
    ]


def test_without_later_knowledge_there_are_no_corrections(city):
    services.freeze_month(CITY, "2024-09")
    assert queries.later_corrections(CITY, kept()) is None


def test_the_last_compared_month_is_what_figures_are_of(ledger):
    Month.objects.create(month="2024-08", compared_at=at(date(2024, 9, 10)))
    Month.objects.create(month="2024-09")
    assert services.last_compared_day() == date(2024, 8, 31)


def test_a_dashboard_needs_kept_figures(ledger):
    with pytest.raises(NothingKept, match="比对"):
        dashboard(CITY)


def test_the_dashboard_says_how_the_plan_stands(city):
    page = dashboard(CITY)
    jobs, trained = page.targets
    assert (jobs.done, jobs.target, jobs.left, jobs.months_left) == (8, 800, 792, 3)
    assert (jobs.expected, jobs.ahead) == (725, -717)
    assert (jobs.tag, jobs.colour) == ("慢717人", "red")
    assert [(year, total) for year, _part, total in jobs.years] == [(2022, 200), (2023, 500), (2024, 800)]
    assert trained.target == 1200
    assert sum(county.done for county in page.counties) == 8
    assert "盘山县慢" in page.counties_sentence
    assert [one.value for one in page.trend.months if one.kind != "forecast"] == [2, 2, 2, 1, 1, 0, 0, 0, 0]
    assert page.trend.month_target == 25
    assert page.trend.sentence == "1月最多，2人；各月都低于月目标25人。"
    assert page.figures["employment.count"].value == 10


def test_a_county_dashboard_has_the_countys_numbers(city):
    page = dashboard(COUNTY)
    assert (page.scope, page.targets[0].done, page.targets[0].target) == ("兴隆台区", 5, 240)
    assert [county.name for county in page.counties] == ["兴隆台区"]
    assert page.scopes == []
    with pytest.raises(LookupError):
        dashboard(COUNTY, scope_code=TAISHAN[0])


def test_a_town_has_no_target_of_its_own(city):
    stands = dashboard(TOWN).targets[0]
    assert (stands.done, stands.target, stands.tag) == (5, None, "")


def test_the_dashboard_asks_the_database_as_often_for_many_as_for_few(city, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    dashboard(CITY)
    with CaptureQueriesContext(connection) as few:
        dashboard(CITY)
    for n in range(30):
        city.spell(city.person(), date(2024, 3, 1) + timedelta(n))
    ledger_moved()
    services.refresh_figures(END)
    with django_assert_num_queries(len(few)):
        dashboard(CITY)
    assert len(few) <= 20
