"""What a clerk reads of a day is written as she writes it: no rule's sentence shows a date as a machine does."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.rules.panjin import HOLDS, PLAN, figures_on
from tonggong.rules import new_jobs, public_posts, training
from tonggong.rules.coaching.qualifying import qualification
from tonggong.rules.collection import timeliness
from tonggong.rules.days import in_words, month_in_words
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
from tonggong.rules.pace import Goal, pace
from tonggong.rules.rural import is_monitored
from tonggong.rules.target import Said, Span, TargetCase, target

DAY = date(2024, 6, 30)
SINCE = date(2024, 3, 1)
FIGURES = figures_on(DAY)
MACHINE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def a_target(**more):
    return target(TargetCase("male", date(1985, 5, 1), HOLDS, **more), DAY, FIGURES)


def a_worker(*starts):
    spells = tuple(new_jobs.Spell(str(n), "14", start, None) for n, start in enumerate(starts))
    return new_jobs.Case("male", date(1985, 5, 1), HOLDS, spells)


CLASS = training.Enrolment("甲班", SINCE, date(2024, 3, 31), Decimal("0.96"), "合格")
YOUNG = public_posts.Holder("male", date(1990, 5, 1))
OLD = public_posts.Holder("male", date(1965, 6, 1))

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
    "new job": lambda: new_jobs.new_distinct(a_worker(SINCE), PLAN, DAY, figures_on),
    "no new job": lambda: new_jobs.new_distinct(a_worker(), PLAN, DAY, figures_on),
    "job changed": lambda: new_jobs.new_distinct(a_worker(date(2019, 4, 1), SINCE), PLAN, DAY, figures_on),
    "trained": lambda: training.completed(CLASS, DAY, FIGURES),
    "class not over": lambda: training.completed(CLASS, SINCE, FIGURES),
    "class without certificate": lambda: training.trained(training.TrainingCase((), (CLASS,)), PLAN, DAY, figures_on),
    "no class": lambda: training.trained(training.TrainingCase(HOLDS, ()), PLAN, DAY, figures_on),
    "post within its term": lambda: public_posts.may_hold(YOUNG, "41", (), SINCE, DAY, FIGURES),
    "post over its term": lambda: public_posts.may_hold(YOUNG, "41", (), SINCE, date(2027, 6, 1), FIGURES),
    "post to retirement": lambda: public_posts.may_hold(OLD, "41", (), date(2021, 1, 1), date(2025, 8, 31), FIGURES),
    "pace": lambda: pace(Goal(800, date(2022, 1, 1), date(2024, 12, 31)), 300, DAY, FIGURES),
    "coach's certificate over": lambda: qualification(
        [(SINCE, Decimal(200))], {2023: Decimal(40)}, date(2024, 6, 1), DAY, FIGURES
    ),
    "rate": lambda: employment_status(RateCase("male", date(1985, 5, 1), HOLDS, (), SINCE, False), DAY, FIGURES),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_days_in_sentences_are_written_as_clerks_write_them(case):
    said = SENTENCES[case]().because

    assert MACHINE.findall(said) == []
    assert "年" in said


def test_a_day_in_words_has_no_leading_noughts():
    assert in_words(date(2024, 3, 1)) == "2024年3月1日"
    assert month_in_words("2024-03") == "2024年3月"
