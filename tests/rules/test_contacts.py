"""Reached or not, and whether a service counts: one answer, asked by every rule."""

from datetime import date

import pytest

from tests.rules.panjin import CITY, figures_on, table
from tonggong.rules import contacts
from tonggong.rules.campaigns import Tally
from tonggong.rules.evidence import Service, service_counts
from tonggong.rules.figures import Figure, FigureTable

FIGURES = figures_on(date(2024, 6, 1))
OUTCOMES = range(1, 12)


@pytest.mark.parametrize(
    ("outcome", "is_found", "is_answered", "is_spoken"),
    [
        (1, True, True, True),  # met
        (2, True, True, True),  # by phone
        (3, True, False, False),  # moved: where to is known, nobody answered
        (4, True, True, True),
        (5, True, True, True),
        (6, True, True, True),
        (7, True, True, True),
        (8, False, True, False),  # refused: an answer, but no talk
        (9, False, False, False),
        (10, False, True, False),  # dead: nothing is left to ask her
        (11, False, False, False),
    ],
)
def test_each_outcome_of_a_visit_answers_three_questions(outcome, is_found, is_answered, is_spoken):
    assert (outcome in contacts.FOUND) == is_found
    assert (outcome in contacts.ANSWERED) == is_answered
    assert (outcome in contacts.spoken(FIGURES)) == is_spoken


def test_a_campaign_finds_whom_the_table_calls_found():
    assert [n for n in OUTCOMES if Tally(1, {n: 1}).found] == sorted(contacts.FOUND)


def test_with_whom_a_talk_was_held_is_a_figure_of_the_city():
    own = Figure("visits.spoken_outcomes", "本市", "211100", (1, 2, 3), "code", "本市文件", where="x")
    figures = FigureTable([*table().rows, own]).on(date(2024, 6, 1), CITY)

    assert contacts.spoken(figures) == {1, 2, 3}


@pytest.mark.parametrize("outcome", [None, *range(1, 9)])
def test_a_service_counts_unless_it_has_no_outcome_or_nobody_was_reached(outcome):
    service = Service(1, date(2024, 3, 1), 1, "职业指导", outcome)

    assert contacts.service_came_to_something(outcome) == (outcome not in (None, 8))
    assert service_counts(service).value == contacts.service_came_to_something(outcome)
