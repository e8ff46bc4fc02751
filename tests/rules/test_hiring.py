"""A year's hires: four sides agree, or the difference has a name."""

from datetime import date, timedelta

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.hiring import Match, Sides, match

FIGURES = figures_on(date(2024, 12, 31))
DAY = date(2024, 7, 1)
BEFORE = date(2024, 5, 31)


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        (Sides(DAY, DAY, has_certificate=True), Match.CONFIRMED),
        (Sides(DAY, DAY + timedelta(62), has_certificate=True), Match.CONFIRMED),
        (Sides(DAY, DAY + timedelta(63), has_certificate=True), Match.DAY),
        (Sides(DAY, DAY, has_certificate=False, expired_on=BEFORE), Match.CERTIFICATE),
        (Sides(DAY, DAY, has_certificate=False), Match.CERTIFICATE),
        (Sides(DAY, None, has_certificate=True), Match.UNKNOWN),
        (Sides(DAY, None, DAY, has_certificate=True), Match.ELSEWHERE),
        (Sides(None, DAY, has_certificate=True), Match.UNREPORTED),
        (Sides(DAY, None), Match.NOT_OURS),
    ],
)
def test_sides_are_matched(sides, found):
    outcome = match(sides, FIGURES)
    assert outcome.value is found
    assert outcome.because


def test_an_expired_certificate_is_named_with_its_last_day():
    assert "2024年5月31日失效" in match(Sides(DAY, DAY, has_certificate=False, expired_on=BEFORE), FIGURES).because


def test_nobody_says_anything_is_no_hire():
    with pytest.raises(ValueError, match="nobody"):
        match(Sides(None, None, has_certificate=True), FIGURES)
