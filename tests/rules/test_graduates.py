"""Graduates: the class, where they went, the rates with the plan's own example, services still owed."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonggong.rules.figures import Figure, Figures
from tonggong.rules.graduates import (
    GraduateCase,
    Group,
    class_rates,
    cutoff,
    destination,
    destinations,
    group_of,
    read_schooling,
    services_owed,
)
from tonggong.rules.outcome import percent

FIGURES = Figures(
    {
        "graduate.cutoff": Figure("graduate.cutoff", "", "CN", "08-31", "month-day", "来源"),
        "graduate.min_services": Figure(
            "graduate.min_services", "", "CN",
            {"policy_briefing": D(1), "guidance": D(1), "vacancies": D(3), "training_or_trainee_post": D(1)}, "times", "1131",
        ),
    },
    date(2024, 9, 1),
    "211100",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "school", "level", "year"),
    [
        ("盘锦职业技术学院 大专 全日制 在读", "盘锦职业技术学院", "大专", 2025),
        ("大连理工大学 盘锦校区 本科 全日制 在读", "大连理工大学 盘锦校区", "本科", 2025),
        ("辽河中学 高中 全日制 在读", "辽河中学", "高中", None),
        ("某大学 本科 全日制 退学", "某大学", "本科", None),
        ("说不清的学校", "说不清的学校", "", None),
    ],
)
def test_a_class_is_the_year_in_which_somebody_leaves_a_college(words, school, level, year):
    found = read_schooling(words, date(2022, 9, 1), date(2025, 6, 30))

    assert (found.school, found.level, found.class_year) == (school, level, year)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (GraduateCase(code="80", works=True), "80"),  # what was written down with evidence comes first
        (GraduateCase(works=True), "11"),
        (GraduateCase(works=True, own_account=True), "75"),
        (GraduateCase(studies=True, wish="now"), "80"),
        (GraduateCase(lost_capacity=True), "99"),
        (GraduateCase(wish="now"), "70"),
        (GraduateCase(wish="later"), "70"),
        (GraduateCase(wish="no"), "72"),
        (GraduateCase(wish="cannot_say"), ""),
        (GraduateCase(), ""),
    ],
)
def test_a_destination_is_what_was_written_down_else_what_the_ledger_shows(case, code):
    assert destination(case).value == code
    assert destination(case).because


def test_the_worked_example_has_three_denominators():
    groups = [*[Group.EMPLOYED] * 28, *[Group.STUDY] * 5, Group.UNABLE, *[Group.UNWILLING] * 2, *[Group.WAITING] * 4]

    rates = class_rates(groups)

    assert [percent(r.known) for r in (rates.all, rates.should, rates.willing, rates.settled)] == [
        "70.0%", "82.4%", "87.5%", "82.5%",
    ]  # fmt: skip


def test_a_soldier_is_settled_and_not_among_those_who_should_look_for_work():
    rates = class_rates([Group.ARMY, Group.EMPLOYED, Group.WAITING])

    assert percent(rates.all.known) == "66.7%"
    assert percent(rates.should.known) == "50.0%"


@given(st.lists(st.sampled_from(list(Group)), min_size=1, max_size=60))
def test_who_is_not_known_is_never_a_no_and_the_bounds_hold(groups):
    rates = class_rates(groups)

    for rate in (rates.all, rates.should, rates.willing, rates.settled):
        assert rate.no >= 0
        assert rate.unknown == rates.counts[Group.UNKNOWN]
        if rate.known is not None:
            assert rate.lower <= rate.known <= rate.upper


def test_every_code_has_a_group_and_the_unknown_is_its_own():
    assert {d.group for d in destinations().values()} == set(Group) - {Group.UNKNOWN}
    assert group_of("") == Group.UNKNOWN
    assert cutoff(2024, FIGURES) == date(2024, 8, 31)


def test_what_is_still_owed_of_the_least_services():
    done = {"policy_briefing": 1, "vacancies": 2, "training_or_trainee_post": 4}

    assert services_owed(done, FIGURES).value == {"guidance": 1, "vacancies": 1}
    assert services_owed(done | {"guidance": 1, "vacancies": 3}, FIGURES).value == {}
