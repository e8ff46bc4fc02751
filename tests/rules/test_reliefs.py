"""Reliefs and relaxations: the examples of the plan's clauses, the edges, and what can't be true."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from tests.rules.panjin import CITY, figures_on, table
from tonggong.rules.figures import FigureTable
from tonggong.rules.reliefs import licences, money, points, reviews, rounds
from tonggong.rules.reliefs.channels import Channel, kinds_of
from tonggong.rules.reliefs.licences import Application, Renewal, Result
from tonggong.rules.reliefs.money import Fee
from tonggong.rules.reliefs.points import Point
from tonggong.rules.reliefs.reviews import Review
from tonggong.rules.reliefs.rounds import Round

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
FIGURES = figures_on(LAST)


def set_by_the_city(**values):
    """The city's figures with some of them set: ratio, basis, rounding."""
    rows = [row for row in table().rows if row.id.removeprefix("reliefs.points.") not in values]
    like = next(row for row in table().rows if row.id == "reliefs.points.basis")
    own = [replace(like, id=f"reliefs.points.{name}", value=value, scope="211100") for name, value in values.items()]
    return FigureTable([*rows, *own]).on(LAST, CITY)


def built(count: int, reserved: int, posts: int = 1, on: date = date(2024, 5, 1)) -> list[Point]:
    return [Point(f"第{n}处", on, posts, int(n < reserved)) for n in range(count)]


# ---------------------------------------------------------------- points


def test_of_20_new_points_at_10_percent_two_reserved_are_enough():
    found = points.reserve(built(20, 2), FIRST, LAST, set_by_the_city(ratio=D("0.1")))

    assert (found.value.required, found.value.short, found.value.is_met) == (2, 0, True)
    assert found.because.endswith("应预留2处，已够。")


def test_one_of_20_is_one_short_and_the_addresses_without_are_named():
    found = points.reserve(built(20, 1), FIRST, LAST, set_by_the_city(ratio=D("0.1")))

    assert (found.value.short, found.value.is_met) == (1, False)
    assert "差1。" in found.because
    assert len(found.value.without) == 19
    assert "第0处" not in {one.name for one in found.value.without}


def test_while_the_city_has_set_no_ratio_it_is_said_and_nothing_is_guessed():
    found = points.reserve(built(20, 1), FIRST, LAST, FIGURES)

    assert (found.value.new, found.value.reserved, found.value.short, found.value.is_met) == (20, 1, None, None)
    assert "市里还没有定" in found.because


@pytest.mark.parametrize(("rounding", "required"), [("up", 2), ("down", 1), ("half_up", 2)])
def test_a_part_of_a_point_is_rounded_as_the_city_says(rounding, required):
    figures = set_by_the_city(ratio=D("0.1"), rounding=rounding)

    assert points.reserve(built(15, 0), FIRST, LAST, figures).value.required == required


def test_by_posts_the_reserved_posts_count_and_not_the_points():
    figures = set_by_the_city(ratio=D("0.1"), basis="posts")
    found = points.reserve([Point("甲", FIRST, 30, 3), Point("乙", LAST, 10, 0)], FIRST, LAST, figures)

    assert (found.value.new, found.value.reserved, found.value.required, found.value.short) == (40, 3, 4, 1)


def test_points_of_other_years_and_from_before_the_ratio_do_not_count():
    figures = set_by_the_city(ratio=D("0.1"))
    others = [*built(5, 0, on=date(2023, 12, 31)), *built(5, 0, on=date(2025, 1, 1))]

    assert points.reserve([*built(1, 1), *others], FIRST, LAST, figures).value.new == 1
    assert (
        points.reserve(built(3, 0, on=date(2019, 5, 1)), date(2019, 1, 1), date(2019, 12, 31), figures).value.new == 0
    )


def test_more_reserved_than_there_are_is_no_statement():
    assert points.point_problem(1, 2)
    assert points.point_problem(2, 2) == ""


# ---------------------------------------------------------------- money


def test_800_to_400_yuan_for_twelve_months_is_4800():
    found = money.worth(D(800), D(400), 12)

    assert found.value == D("4800.00")
    assert found.because == "每月800元减为400元，少400元×12个月=4,800元。"


def a_fee(**changed) -> Fee:
    return replace(Fee(("人", "摊位"), D(800), D(400), FIRST, LAST), **changed)


def test_the_same_months_told_twice_count_once():
    found = money.worth_between([a_fee(), a_fee(started_on=date(2024, 7, 1))], FIRST, LAST)

    assert found.value == D("4800.00")
    assert "6个月报了两次，只算一次" in found.because


def test_another_stall_is_another_relief_and_months_outside_are_left_out():
    two = [a_fee(), a_fee(key=("人", "另一处"))]

    assert money.worth_between(two, FIRST, LAST).value == D("9600.00")
    assert money.worth_between([a_fee()], FIRST, date(2024, 3, 31)).value == D("1200.00")
    assert money.worth_between([a_fee()], date(2024, 10, 1), LAST).value == D("1200.00")
    assert money.worth_between([a_fee(until=None)], FIRST, date(2024, 6, 30)).value == D("2400.00")


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2024, 3, 15), date(2025, 3, 14), 12),
        (date(2024, 3, 15), date(2025, 3, 15), 13),  # a month begun counts
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 5, 1), date(2024, 4, 30), 0),
    ],
)
def test_months_are_counted_from_the_day_on_which_it_begins(first, last, count):
    assert money.whole_months(first, last) == count


def test_a_fee_that_rose_or_months_that_do_not_fit_are_told():
    assert "还高" in money.fee_problem(D(400), D(800), FIRST, LAST, 12)
    assert "起止日期之间是12个月" in money.fee_problem(D(800), D(400), FIRST, LAST, 10)
    assert money.fee_problem(D(800), D(400), FIRST, LAST, 12) == ""
    with pytest.raises(ValueError, match="no relief"):
        money.worth(D(1), D(2), 1)


# ---------------------------------------------------------------- tobacco


def an_application(n: int, result: Result, relaxed: str = "") -> Application:
    applied = date(2024, 3, 1)
    decided = None if result is Result.PENDING else applied + timedelta(10 + n)
    wide = (D(50), D(30), "米") if relaxed else (None, None, "")
    return Application(applied, decided, result, relaxed, *wide)


FOURTEEN = [
    *(an_application(n, Result.GRANTED, "间距放宽") for n in range(6)),
    *(an_application(n, Result.GRANTED) for n in range(3)),
    *(an_application(n, Result.REFUSED) for n in range(3)),
    *(an_application(n, Result.PENDING) for n in range(2)),
]


def test_of_14_applications_9_are_granted_6_of_them_with_the_distance_relaxed():
    found = licences.licences(FOURTEEN)

    assert (found.value.applied, found.value.granted, found.value.refused, found.value.pending) == (14, 9, 3, 2)
    assert found.value.relaxed_total == 6
    assert "6件因放宽：间距放宽（50→30米）6件" in found.because
    assert found.value.median_days == D("11.5")


def test_no_application_is_no_number_of_days():
    assert licences.licences([]).value.median_days is None


VALID = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 12, 30), Renewal.NOT_YET),
        (date(2024, 12, 31), Renewal.COMING),  # 60 days before 1 March
        (date(2025, 3, 1), Renewal.COMING),
        (date(2025, 3, 2), Renewal.LAST_DAYS),
        (VALID, Renewal.LAST_DAYS),
        (date(2025, 4, 1), Renewal.ENDED),
    ],
)
def test_a_licence_is_to_be_renewed_thirty_days_before_it_ends(day, state):
    found = licences.renewal(VALID, day, figures_on(day))

    assert (found.value.ask_by, found.value.state) == (date(2025, 3, 1), state)


def test_a_decision_is_due_in_20_working_days():
    assert licences.decision_due(date(2024, 3, 1), table().of(CITY)).value == date(2024, 3, 29)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"decided_on": None}, "没有决定日期"),
        ({"decided_on": date(2024, 2, 1)}, "早于申请日期"),
        ({"result": Result.REFUSED}, "却写了放宽"),
        ({"granted": D(60)}, "不比平常的50近"),
        ({}, ""),
    ],
)
def test_an_application_that_contradicts_itself_is_told(changed, said):
    found = licences.application_problem(replace(FOURTEEN[0], **changed))

    assert said in found
    assert bool(found) is bool(said)


# ---------------------------------------------------------------- lottery


def test_three_of_five_are_60_percent_against_10_of_35():
    found = rounds.selection(Round(40, 5, 13, 3), FIGURES)

    assert found.value.pwd == D("0.6")
    assert "（60.0%），其他人10/35（28.6%）" in found.because
    assert found.value.is_small
    assert "只作参考" in found.because


def test_where_nobody_applied_there_is_no_share():
    found = rounds.selection(Round(12, 0, 4, 0), FIGURES)

    assert (found.value.pwd, found.value.others) == (None, D(4) / 12)


@pytest.mark.parametrize("numbers", [(4, 5, 1, 1), (9, 2, 3, 3), (3, 1, 4, 1), (9, 5, 1, 2), (5, 4, 3, 0)])
def test_numbers_of_a_round_must_fit_together(numbers):
    assert rounds.round_problem(Round(*numbers))
    with pytest.raises(ValueError, match=r"选中|报名"):
        rounds.selection(Round(*numbers), FIGURES)


# ---------------------------------------------------------------- reviews


@pytest.mark.parametrize(
    ("until", "review_on", "state"),
    [
        (date(2024, 12, 30), None, Review.ENDED),
        (date(2025, 6, 30), date(2024, 12, 30), Review.OVERDUE),
        (date(2025, 6, 30), date(2025, 7, 1), Review.ENDS_FIRST),  # even while both are far away
        (date(2025, 6, 30), None, Review.ENDS_FIRST),
        (date(2025, 6, 30), date(2025, 6, 30), Review.LATER),
        (None, date(2025, 3, 1), Review.COMING),
        (None, date(2025, 3, 2), Review.LATER),
        (None, None, Review.NONE),
    ],
)
def test_a_relief_that_ends_before_its_review_is_flagged(until, review_on, state):
    found = reviews.review(until, review_on, LAST, FIGURES)

    assert found.value.state is state
    assert found.because


def test_kinds_are_a_list_of_the_city():
    assert "店面免费" in kinds_of(Channel.FEES, FIGURES)
    assert "便民服务点" in kinds_of(Channel.POINTS, FIGURES)
