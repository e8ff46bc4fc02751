"""Campaigns and employment aid: found, felt needed, promises kept, what lasts, the month's table, who must be under aid."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.aid import Aid, aid
from tonggong.rules.campaigns import (
    MONTH_LINES,
    Attempt,
    Lasts,
    Promise,
    Tally,
    felt,
    last_attempt,
    lasts,
    month_table,
    promise,
    result_day,
    too_small,
)
from tonggong.rules.outcome import percent
from tonggong.rules.target import Reason

FIGURES = figures_on(date(2025, 1, 12))


def test_1733_of_1800_found_is_96_3_percent_and_phone_is_not_met():
    tally = Tally(1800, {1: 1500, 2: 200, 3: 20, 4: 13, 8: 30, 9: 30, 10: 5, 11: 2})

    assert (tally.found, percent(tally.found_rate), tally.without) == (1733, "96.3%", 0)
    assert (tally.met, tally.phoned) == (1500, 200)


@pytest.mark.parametrize("outcome", range(1, 12))
def test_outcomes_one_to_seven_are_found_and_the_others_are_not(outcome):
    assert Tally(1, {outcome: 1}).found == (1 if outcome <= 7 else 0)


def test_a_target_without_an_outcome_is_not_found_and_stays_in_the_denominator():
    tally = Tally(4, {1: 1})

    assert tally.without == 3
    assert tally.found_rate == Decimal("0.25")
    assert Tally(0, {}).found_rate is None


def test_feeling_needed_is_read_among_those_met_and_no_score_is_no_answer():
    tally = Tally(10, {1: 8}, scored=5, felt=4)

    assert [felt(score, FIGURES) for score in (3, 4, 5)] == [False, True, True]
    assert (tally.felt_rate.known, tally.felt_rate.unknown) == (Decimal("0.8"), 3)


@pytest.mark.parametrize(
    ("done", "found"),
    [
        (date(2024, 12, 20), Promise.KEPT),
        (date(2024, 12, 21), Promise.LATE),
        (None, Promise.LATE),
    ],
)
def test_a_promise_is_kept_by_its_date(done, found):
    assert promise(date(2024, 12, 20), done, date(2025, 1, 12)) is found


def test_a_promise_that_is_not_yet_due_is_neither_kept_nor_broken():
    assert promise(date(2025, 1, 12), None, date(2025, 1, 12)) is Promise.AHEAD
    assert Tally(5, {1: 5}, ahead=3).promise_rate is None
    assert Tally(5, {1: 5}, kept=3, late=1, ahead=3).promise_rate == Decimal("0.75")


def test_of_several_attempts_the_last_one_counts_whatever_came_in_first():
    noon = datetime(2024, 12, 3, 4, tzinfo=UTC)
    first, second = Attempt(date(2024, 12, 1), noon, 9, 9), Attempt(date(2024, 12, 3), noon, 1, 1, 5)

    assert last_attempt([second, first]) == second == last_attempt([first, second])
    assert last_attempt([]) is None


@pytest.mark.parametrize(
    ("jobs", "paid", "found"),
    [
        ([(date(2025, 1, 6), None)], [("2025-01", "2025-04")], Lasts.INSURED),
        ([(date(2025, 1, 6), None)], [("2025-01", "2025-03")], Lasts.EMPLOYED),
        ([(date(2025, 1, 6), date(2025, 4, 24))], [("2025-01", "2025-04")], Lasts.LOST),
        ([(date(2025, 1, 6), date(2025, 2, 1)), (date(2025, 3, 1), None)], [], Lasts.EMPLOYED),
        ([], [], Lasts.LOST),
    ],
)
def test_what_lasts_is_read_90_days_after_the_last_day(jobs, paid, found):
    on = result_day(date(2025, 1, 25), FIGURES)

    assert on == date(2025, 4, 25)
    assert lasts(jobs, paid, on, date(2025, 5, 1)) is found
    assert lasts(jobs, paid, on, date(2025, 4, 24)) is Lasts.NOT_YET


def test_the_column_of_the_disabled_is_never_larger_than_the_total():
    counted = {line.key: 37 for line in MONTH_LINES if line.counted}
    typed = {"placed": 30, "visited": 640, "fairs": 3}

    table = {cell.line.key: (cell.total, cell.ours) for cell in month_table(counted, typed)}
    assert table["placed"] == (37, 37)
    assert table["visited"] == (640, 37)
    assert table["posts"] == (37, 37)
    assert table["fairs"] == (3, None)
    assert table["papers"] == (None, None)
    assert too_small(counted, typed) == ["帮助实现就业"]


def test_the_table_has_the_ten_numbers_of_the_report():
    assert sorted({int(line.no) for line in MONTH_LINES}) == list(range(1, 11))


@pytest.mark.parametrize(
    ("reason", "groups", "found"),
    [
        (Reason.TARGET, {"not_registered", "severe"}, Aid.GAP),
        (Reason.TARGET, {"hrss_4"}, Aid.UNDER),
        (Reason.TARGET, {"not_registered", "recognised"}, Aid.UNDER),
        (Reason.WISH_UNKNOWN, {"hrss_4"}, Aid.UNDER),
        (Reason.WISH_UNKNOWN, {"severe", "low_income"}, Aid.NOT),
        (Reason.NO_WISH, {"severe"}, Aid.NOT),
        (Reason.EMPLOYED, {"recognised"}, Aid.NOT),
        (Reason.RETIRED, {"recognised"}, Aid.NOT),
        (Reason.IN_SCHOOL, {"hrss_4"}, Aid.NOT),
        (Reason.LOST_CAPACITY, {"hrss_4"}, Aid.NOT),
        (Reason.AGE, {"recognised"}, Aid.NOT),
        (Reason.DEAD, set(), Aid.NOT),
        (Reason.NO_CERTIFICATE, {"recognised"}, Aid.NOT),
    ],
)
def test_who_wants_work_and_is_not_registered_is_the_gap(reason, groups, found):
    answer = aid(reason, groups)

    assert answer.value is found
    assert answer.because
