"""Public-welfare posts: 36 months, to retirement, a second placement that was filed, and no third."""

from datetime import date

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.ages import RetireCategory
from tonggong.rules.public_posts import LAWFUL, Ground, Held, Holder, last_day, lawful_until, may_hold, placements

FIGURES = figures_on(date(2025, 6, 30))
START = date(2021, 1, 1)
FIRST_LAST = date(2023, 12, 31)
YOUNG = Holder("male", date(1990, 5, 1))
SEVERE = Holder("male", date(1990, 5, 1), groups=frozenset({"severe"}))
FILED = Holder("male", date(1990, 5, 1), groups=frozenset({"severe"}), filed="辽人社备〔2024〕3号")


def ground(who, until, start=START, earlier=(), form="41"):
    return may_hold(who, form, list(earlier), start, until, FIGURES).value


@pytest.mark.parametrize(
    ("until", "found"), [(FIRST_LAST, Ground.FIRST), (date(2024, 1, 1), Ground.OVER), (date(2024, 1, 31), Ground.OVER)]
)
def test_a_37th_month_is_refused(until, found):
    assert ground(YOUNG, until) is found
    assert ground(SEVERE, until) is found  # the group alone lengthens no term


@pytest.mark.parametrize("form", ["42", "43"])
def test_posts_of_other_lists_have_no_term_here(form):
    assert ground(YOUNG, date(2029, 1, 1), form=form) is Ground.NO_TERM


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (YOUNG, Ground.NOT_ENTITLED),
        (SEVERE, Ground.NOT_FILED),
        (FILED, Ground.SECOND),
        (Holder("male", date(1990, 5, 1), groups=frozenset({"zero_employment_household"}), filed="备1"), Ground.SECOND),
        (Holder("male", date(1974, 1, 1), filed="备1"), Ground.SECOND),
        (Holder("male", date(1974, 1, 2), filed="备1"), Ground.NOT_ENTITLED),
        (Holder("female", date(1984, 1, 1), filed="备1"), Ground.SECOND),
        (Holder("female", date(1984, 1, 2), filed="备1"), Ground.NOT_ENTITLED),
    ],
)
def test_the_37th_month_may_begin_a_second_placement_of_those_entitled_once_filed(who, found):
    first = Held("41", START, FIRST_LAST)
    start = date(2024, 1, 1)

    assert ground(who, last_day(start, FIGURES), start, [first]) is found


def test_a_second_placement_has_its_own_36_months_and_there_is_no_third():
    first, second = Held("41", date(2018, 1, 1), date(2020, 12, 31)), Held("41", START, FIRST_LAST)

    assert ground(FILED, FIRST_LAST, START, [first]) is Ground.SECOND
    assert ground(FILED, date(2024, 1, 1), START, [first]) is Ground.OVER
    assert ground(FILED, date(2026, 12, 31), date(2024, 1, 1), [first, second]) is Ground.THIRD


def test_who_was_within_five_years_of_retirement_may_go_on_to_it():
    old = Holder("male", date(1965, 6, 1))  # retires 2025-08, so from 2020-08 on

    assert ground(old, date(2025, 8, 31)) is Ground.RETIREMENT
    assert ground(old, date(2025, 9, 30)) is Ground.OVER
    assert ground(old, date(2024, 1, 1), date(2020, 7, 31)) is Ground.OVER


def test_a_womans_category_is_not_guessed():
    woman = Holder("female", date(1972, 6, 1))

    assert ground(woman, date(2024, 6, 30)) is Ground.OVER
    known = Holder("female", date(1972, 6, 1), RetireCategory.F50)
    assert ground(known, date(2022, 6, 30), date(2018, 1, 1)) in LAWFUL


def test_moving_to_another_post_begins_no_new_term_but_a_break_does():
    first = Held("41", START, date(2022, 6, 30))

    assert len(placements([first, Held("41", date(2022, 7, 31), None)], FIGURES)) == 1
    assert len(placements([first, Held("41", date(2022, 8, 1), None)], FIGURES)) == 2
    assert ground(YOUNG, date(2024, 6, 30), date(2022, 7, 1), [first]) is Ground.OVER
    assert ground(YOUNG, FIRST_LAST, date(2022, 7, 1), [first]) is Ground.FIRST


def test_the_last_lawful_day_of_who_holds_a_post_is_that_of_the_term_that_was_granted():
    day, held = date(2024, 6, 1), [Held("41", START)]

    assert lawful_until(YOUNG, held, day, FIGURES) == FIRST_LAST
    assert lawful_until(SEVERE, held, day, FIGURES) == FIRST_LAST
    assert lawful_until(FILED, held, day, FIGURES) == date(2026, 12, 31)
    assert lawful_until(Holder("male", date(1965, 6, 1)), held, day, FIGURES) == date(2025, 8, 31)
    assert lawful_until(YOUNG, [Held("42", START)], day, FIGURES) is None
