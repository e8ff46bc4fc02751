"""What a clerk reads of a day is written as she writes it: no rule's sentence shows a date as a machine does."""

import re
from datetime import date, timedelta

import pytest

from tests.rules.panjin import HOLDS, figures_on
from tonggong.rules.collection import timeliness
from tonggong.rules.days import in_words
from tonggong.rules.employment import RateCase, Work, employment_status
from tonggong.rules.evidence import (
    ITEMS,
    Check,
    Registration,
    Report,
    Service,
    check_counts,
    registration_counts,
    report_counts,
    service_counts,
)
from tonggong.rules.rural import is_monitored
from tonggong.rules.target import Said, Span, TargetCase, target

DAY = date(2024, 6, 30)
SINCE = date(2024, 3, 1)
FIGURES = figures_on(DAY)
MACHINE = re.compile(r"\d{4}-\d{2}-\d{2}")


def a_target(**more):
    return target(TargetCase("male", date(1985, 5, 1), HOLDS, **more), DAY, FIGURES)


SENTENCES = {
    "dead": lambda: a_target(died_on=SINCE),
    "employed": lambda: a_target(work=(Work("13", SINCE),)),
    "school": lambda: a_target(school=(Span(date(2023, 9, 1), date(2025, 7, 1)),)),
    "in school as said": lambda: a_target(said=(Said(SINCE, reason=1, is_employed=False),)),
    "pension": lambda: a_target(pension=(Span(SINCE),)),
    "capacity": lambda: a_target(lost_capacity=(Span(SINCE),)),
    "no wish": lambda: a_target(said=(Said(SINCE, "no"),)),
    "cannot say": lambda: a_target(said=(Said(SINCE, "cannot_say"),)),
    "wants": lambda: a_target(said=(Said(SINCE, "now"),)),
    "no wish as reason": lambda: a_target(said=(Said(SINCE, reason=3, is_employed=False),)),
    "recorded late": lambda: timeliness("start", SINCE, SINCE + timedelta(40), FIGURES),
    "verified": lambda: check_counts(Check(1, SINCE, "home", "self", frozenset(ITEMS), False, 7, "now"), FIGURES),
    "assessed": lambda: report_counts(Report(1, SINCE, "D1", True, SINCE, SINCE), date(2024, 1, 1), FIGURES),
    "registered": lambda: registration_counts(Registration(1, SINCE, True)),
    "served": lambda: service_counts(Service(1, SINCE, 1, "指导", 2)),
    "monitored": lambda: is_monitored((Span(SINCE),), DAY),
    "rate": lambda: employment_status(RateCase("male", date(1985, 5, 1), HOLDS, (), SINCE, False), DAY, FIGURES),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_days_in_sentences_are_written_as_clerks_write_them(case):
    said = SENTENCES[case]().because

    assert MACHINE.findall(said) == []
    assert "年" in said


def test_a_day_in_words_has_no_leading_noughts():
    assert in_words(date(2024, 3, 1)) == "2024年3月1日"
