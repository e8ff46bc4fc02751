"""Trained: who completed a class, persons and person-times."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.rules.panjin import HOLDS, PLAN, figures_on
from tonggong.rules.training import REASONS, Enrolment, TrainingCase, completed, persons_and_times, trained

ENROLMENT = Enrolment("甲班", date(2023, 3, 1), date(2023, 3, 31), Decimal("0.96"), "合格")
LATER = date(2025, 6, 30)


def of(*enrolments, certificates=HOLDS, as_of=LATER):
    return trained(TrainingCase(certificates, enrolments), PLAN, as_of, figures_on)


@pytest.mark.parametrize(
    ("enrolment", "reason"),
    [
        (ENROLMENT, None),
        (replace(ENROLMENT, attendance=Decimal("0.80")), None),
        (replace(ENROLMENT, attendance=Decimal("0.79")), "attendance"),
        (replace(ENROLMENT, attendance=None), "attendance_unknown"),
        (replace(ENROLMENT, result="不合格"), "result"),
        (replace(ENROLMENT, result="未完成"), "result"),
        (replace(ENROLMENT, ended_on=None), "running"),
        (replace(ENROLMENT, ended_on=date(2025, 7, 1)), "running"),
        (replace(ENROLMENT, withdrawn=True), "withdrawn"),
    ],
)
def test_a_class_is_completed_by_attendance_and_result(enrolment, reason):
    outcome = completed(enrolment, LATER, figures_on(enrolment.started_on))

    assert outcome.value == reason
    assert reason is None or reason in REASONS
    assert outcome.steps[0].source


@pytest.mark.parametrize(
    ("enrolments", "certificates", "reason"),
    [
        ((), HOLDS, "no_class_in_window"),
        ((replace(ENROLMENT, started_on=date(2021, 12, 30)),), HOLDS, "no_class_in_window"),
        ((ENROLMENT,), (), "certificate"),
        ((ENROLMENT,), (replace(HOLDS[0], county="210702000000"),), "elsewhere"),
    ],
)
def test_who_does_not_count_is_told_why(enrolments, certificates, reason):
    assert of(*enrolments, certificates=certificates).value.reason == reason


def test_a_class_over_the_turn_of_the_year_belongs_to_the_year_it_starts():
    late = replace(ENROLMENT, started_on=date(2024, 12, 20), ended_on=date(2025, 1, 20))

    assert of(late).value.is_counted
    assert of(late, as_of=date(2024, 12, 31)).value.reason == "running"


def test_a_person_counts_once_and_each_class_as_a_person_time():
    again = replace(ENROLMENT, key="乙班", started_on=date(2023, 9, 1), ended_on=date(2023, 9, 15))
    failed = replace(ENROLMENT, key="丙班", started_on=date(2023, 1, 9), result="不合格")

    found = of(again, ENROLMENT, failed).value

    assert (found.completed, found.first_on, found.county) == (("甲班", "乙班"), date(2023, 3, 1), "211103000000")


def test_twelve_hundred_persons_and_twelve_hundred_and_sixty_person_times():
    again = replace(ENROLMENT, key="乙班", started_on=date(2023, 9, 1), ended_on=date(2023, 9, 15))
    found = [of(ENROLMENT).value] * 1140 + [of(ENROLMENT, again).value] * 60 + [of().value] * 9

    assert persons_and_times(found) == (1200, 1260)
