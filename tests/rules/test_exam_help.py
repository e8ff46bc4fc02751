"""By when help in an exam is answered, and how a request stands on each day around it."""

from datetime import date, timedelta

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.posts.exam_help import Asked, Light, due_on, light_of

HELD = date(2024, 11, 30)
FIGURES = figures_on(date(2024, 11, 1))


def before(days: int) -> date:
    return HELD - timedelta(days=days)


@pytest.mark.parametrize(
    ("today", "light"),
    [(12, Light.WAITING), (11, Light.WAITING), (10, Light.SOON), (8, Light.SOON), (7, Light.SOON), (6, Light.OVERDUE), (-1, Light.OVERDUE)],
)  # fmt: skip
def test_from_ten_days_before_the_exam_it_is_due_soon_and_after_the_seventh_day_overdue(today, light):
    assert light_of(Asked(before(30), HELD), before(today), FIGURES).value == light


@pytest.mark.parametrize(("answered", "light"), [(20, Light.ANSWERED), (7, Light.ANSWERED), (6, Light.LATE)])
def test_an_answer_on_the_seventh_day_is_in_time_and_on_the_sixth_late(answered, light):
    outcome = light_of(Asked(before(30), HELD, before(answered)), before(1), FIGURES)
    assert outcome.value == light
    assert f"考前{answered}天答复" in outcome.because


@pytest.mark.parametrize(("asked", "due"), [(30, 7), (8, 7), (7, 6), (5, 4), (1, 1), (0, 1)])
def test_who_asks_late_is_answered_the_next_day_and_never_on_the_day_of_the_exam(asked, due):
    assert due_on(Asked(before(asked), HELD), FIGURES) == before(due)


def test_the_words_say_the_day_and_how_long_is_left():
    said = light_of(Asked(before(30), HELD), before(9), FIGURES).because
    assert said == "应当在2024-11-23（考前7天）前答复，还有2天。"
    assert "今天是答复的最后一天" in light_of(Asked(before(30), HELD), before(7), FIGURES).because
    assert "已经过了3天" in light_of(Asked(before(30), HELD), before(4), FIGURES).because
