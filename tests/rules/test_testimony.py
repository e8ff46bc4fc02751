"""When a placed person is asked about her job, what she may say together, and what somebody must act on."""

from datetime import date

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.figures import FigureMissing, Figures
from tonggong.rules.testimony import Asking, is_time_to_ask, is_to_act_on, problem_with

ON = figures_on(date(2024, 9, 2))


@pytest.mark.parametrize(
    ("started", "said", "not_saying", "day", "asked"),
    [
        ("2024-03-01", None, False, "2024-03-30", False),  # 29 days there
        ("2024-03-01", None, False, "2024-03-31", True),  # 30 days
        ("2024-03-01", "2024-03-31", False, "2024-09-29", False),
        ("2024-03-01", "2024-03-31", False, "2024-10-01", True),  # six months; September has no 31st
        ("2023-01-01", "2023-08-29", False, "2024-02-28", False),
        ("2023-01-01", "2023-08-29", False, "2024-02-29", True),
        ("2022-01-01", "2022-08-31", False, "2023-03-01", True),  # no 31st of February
        ("2023-01-01", "2023-06-30", False, "2023-12-30", True),
        ("2024-03-01", "2024-03-31", True, "2029-01-01", False),  # would rather not say: never again
        ("2024-03-01", None, True, "2029-01-01", False),
    ],
)
def test_she_is_asked_a_month_after_the_start_then_every_half_year_and_never_again_once_she_will_not(
    started, said, not_saying, day, asked
):
    one = Asking(date.fromisoformat(started), date.fromisoformat(said) if said else None, not_saying)
    outcome = is_time_to_ask(one, date.fromisoformat(day), ON)

    assert outcome.value is asked
    assert all(step.text and step.source for step in outcome.steps)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([], "请选一样"),
        (["works"], ""),
        (["works", "underpaid", "no_contract"], ""),
        (["not_real", "papers_held"], ""),
        (["works", "not_real"], "只能选一样"),
        (["not_saying"], ""),
        (["not_saying", "underpaid"], "不用选别的"),
    ],
)
def test_answers_that_contradict_each_other_are_said_plainly(answers, problem):
    found = problem_with(answers)
    assert problem in found
    assert bool(found) is bool(problem)


@pytest.mark.parametrize(
    ("answers", "acts"),
    [(["works"], False), (["no_contract"], False), (["not_saying"], False), (["not_real"], True),
     (["works", "underpaid"], True), (["papers_held"], True)],
)  # fmt: skip
def test_what_must_be_acted_on_is_a_figure(answers, acts):
    assert is_to_act_on(answers, ON) is acts
    with pytest.raises(FigureMissing):
        is_to_act_on(answers, Figures({}, date(2024, 9, 2), "211100"))
