"""Partners, consultation, social responsibility, channels: the clauses' examples and every boundary."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules import channels
from tonggong.rules.cooperation import (
    ActionItem,
    PlacementYear,
    YearStanding,
    contact_standing,
    meetings_of_year,
    missing,
    opening_items,
    responsibility_passage,
)
from tonggong.rules.quota.kinds import UnitKind

TODAY = date(2024, 12, 31)
FIGURES = figures_on(TODAY)


@pytest.mark.parametrize(("days", "is_quiet"), [(0, False), (89, False), (90, False), (91, True), (400, True)])
def test_a_partner_is_quiet_after_ninety_days_without_contact(days, is_quiet):
    found = contact_standing(TODAY - timedelta(days), date(2020, 1, 1), TODAY, FIGURES)

    assert (found.value.days, found.value.is_quiet) == (days, is_quiet)
    assert ("超过 90 天没有联系" in found.because) is is_quiet
    assert all(step.source for step in found.steps)


@pytest.mark.parametrize(("days", "is_quiet"), [(90, False), (91, True)])
def test_without_any_contact_the_days_run_from_the_beginning(days, is_quiet):
    found = contact_standing(None, TODAY - timedelta(days), TODAY, FIGURES)

    assert found.value.is_quiet is is_quiet
    assert "还没有联系记录" in found.because


def test_of_five_items_of_which_three_are_closed_the_next_agenda_starts_with_the_two_open_ones():
    held, due = date(2024, 3, 1), date(2024, 6, 1)
    items = [ActionItem(n, held, due + timedelta(n), date(2024, 5, 1) if n < 4 else None) for n in range(1, 6)]

    assert [one.key for one in opening_items(items, date(2024, 9, 1))] == [4, 5]


def test_late_items_come_before_those_whose_term_runs():
    held, day = date(2024, 3, 1), date(2024, 9, 1)
    items = [
        ActionItem("runs", held, day),
        ActionItem("late", held, day - timedelta(1)),
        ActionItem("later closed", held, day, day + timedelta(1)),
        ActionItem("closed on the day", held, day, day),
        ActionItem("decided after", day + timedelta(1), day + timedelta(9)),
    ]

    assert [one.key for one in opening_items(items, day)] == ["late", "runs", "later closed"]


@pytest.mark.parametrize(
    ("held", "today", "standing", "words"),
    [
        (["2024-03-01", "2024-11-01"], TODAY, YearStanding.MET, "达到每年 2 次"),
        (["2024-03-01"], TODAY, YearStanding.DUE, "还差 1 次"),
        (["2024-03-01"], date(2025, 1, 1), YearStanding.MISSED, "少 1 次"),
        (["2024-03-01", "2024-11-01"], date(2024, 10, 31), YearStanding.DUE, "还差 1 次"),
        (["2023-03-01", "2023-05-01", "2024-02-01"], date(2024, 6, 30), YearStanding.DUE, "开了 1 次"),
    ],
)
def test_a_year_needs_two_meetings(held, today, standing, words):
    found = meetings_of_year([date.fromisoformat(day) for day in held], 2024, today, FIGURES)

    assert found.value.standing is standing
    assert words in found.because


def test_a_firm_of_120_gets_a_passage_of_four_figures():
    text, figures = responsibility_passage(PlacementYear("甲公司", 2023, D("120"), 2, 24, D("3")))

    assert [(one.key, one.value, one.unit) for one in figures] == [
        ("headcount", "120", "人"), ("people", "2", "人"), ("months", "24", "人月"), ("ratio", "2.50", "%"),
    ]  # fmt: skip
    assert all(one.value in text for one in figures)


def test_a_firm_without_anybody_says_so_and_one_without_staff_has_no_ratio():
    text, figures = responsibility_passage(PlacementYear("甲公司", 2023, D("120.5"), 0, 0, D(0)))

    assert "没有安排残疾人就业" in text
    assert (figures[0].value, figures[3].value) == ("120.5", "0.00")
    with pytest.raises(ValueError, match="staff"):
        responsibility_passage(PlacementYear("甲公司", 2023, D(0), 1, 12, D(1)))


def test_of_eighteen_state_enterprises_with_fifteen_reports_three_are_named():
    assert missing(range(18), range(15)) == [15, 16, 17]


@pytest.mark.parametrize(
    ("said", "partner", "channel"),
    [
        ("盘锦市餐饮协会推荐", "", "association"),
        ("温州商会", "", "chamber"),
        ("招聘会", "", "fair"),
        ("残联推荐", "", "federation"),
        ("公共就业服务机构", "", "employment_service"),
        ("人力资源服务机构推荐", "", "agency"),
        ("亲友", "", "own"),
        ("亲友", "chamber", "chamber"),
        ("", "association", "association"),
        ("", "", channels.UNKNOWN),
        ("  ", "", channels.UNKNOWN),
        ("其他", "", channels.UNKNOWN),
    ],
)
def test_a_channel_is_told_by_evidence_first_then_by_the_files_words(said, partner, channel):
    found = channels.channel_of(said, partner, FIGURES)

    assert found.value == channel
    assert channel in channels.channel_labels(FIGURES)
    assert found.steps[0].source


def test_associations_and_their_like_are_organised_and_nothing_else():
    organised = {key for key in channels.channel_labels(FIGURES) if channels.is_organised(key, FIGURES)}

    assert organised == {"association", "chamber", "industry_federation", "enterprise_union"}


@pytest.mark.parametrize(
    ("code", "word", "kind", "is_private"),
    [
        ("91211100MA0TESTX1A", "企业", UnitKind.ENTERPRISE, True),
        ("91211100MA0TESTX1A", "", UnitKind.ENTERPRISE, True),
        ("91211100MA0TESTX1A", "国有企业", UnitKind.STATE_ENTERPRISE, False),
        ("92211100MA0TESTX1A", "", UnitKind.SOLE_TRADER, False),
        ("11211100MA0TESTX1A", "", UnitKind.ORGAN, False),
        ("00211100MA0TESTX1A", "", UnitKind.OTHER, None),
        ("", "", channels.UNKNOWN, None),
    ],
)
def test_a_private_firm_is_an_enterprise_that_is_not_the_states(code, word, kind, is_private):
    assert channels.private_standing(code, word, FIGURES).value == (kind, is_private)
