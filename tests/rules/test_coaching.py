"""Job coaching: the facts' own worked examples, every stage's end, the caseload's sum in words, the days of follow-up."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.coaching import (
    CONFIRMABLE,
    STAGE_NAMES,
    CaseFacts,
    Day,
    Qualification,
    caseload,
    coach_ratio,
    fade,
    follow_ups,
    independence,
    may_move,
    may_take,
    minutes_of_support,
    monday,
    qualification,
    requirements,
    written,
)

FIGURES = figures_on(date(2024, 6, 30))
DAY = date(2024, 3, 1)


def week(percent, steps=20, days=5, start=date(2024, 1, 1)):
    """A week of days, each with so many of the steps done alone."""
    return [Day(start + timedelta(n), round(steps * percent / 100), steps) for n in range(days)]


# --- fading ----------------------------------------------------------------------------------------------------------


def test_the_worked_example_of_a_cleaning_task_comes_out_hour_by_hour():
    """20 steps, 30 h a week: 35, 55, 70, 85 %, then always above 80."""
    hours, plan = Decimal(30), [Decimal(30)]
    for percent in (35, 55, 70, 85, 85, 90, 90, 95, 95):
        hours = fade(hours, Decimal(30), week(percent), FIGURES).value
        plan.append(hours)

    assert [written(h) for h in plan] == ["30", "30", "30", "30", "22.5", "16.9", "12.7", "9.5", "7.1", "5.3"]
    assert round(sum(plan)) == 194
    ratios = [coach_ratio(int(h * 60), Decimal(30)) for h in plan]
    assert [f"{ratio * 100:.1f}" for ratio in ratios[7:]] == ["31.6", "23.7", "17.8"]
    assert next(n for n, ratio in enumerate(ratios, 1) if ratio <= FIGURES["coaching.faded_ratio"].value) == 10


def test_fading_ends_only_after_four_weeks_at_or_under_a_fifth():
    under, over = Decimal("0.178"), Decimal("0.237")
    ended = [
        may_move("S6", "S7", CaseFacts(DAY, frozenset({"quality"}), ratios=(over, *[under] * n)), FIGURES).value
        for n in range(5)
    ]

    assert ended == [False, False, False, False, True]  # weeks 10 to 13 of the example


@pytest.mark.parametrize(
    ("percents", "more", "advised"),
    [
        ([80, 80, 80, 80, 0], {}, "7.5"),  # four days are enough, the threshold itself counts
        ([80, 80, 80, 79, 79], {}, "10"),
        ([60, 60, 60, 60, 60], {}, "10"),
        ([59, 59, 59, 59, 59], {}, "12.5"),
        ([100] * 5, {"had_incident": True}, "10"),
        ([100] * 3, {}, "10"),
        ([100] * 3, {"days_per_week": 3}, "7.5"),  # who works three days a week can't show four
        ([], {}, "10"),
    ],
)
def test_next_weeks_hours_follow_what_the_days_showed(percents, more, advised):
    days = [Day(date(2024, 1, 1) + timedelta(n), share, 100) for n, share in enumerate(percents)]

    assert written(fade(Decimal(10), Decimal(30), days, FIGURES, **more).value) == advised


@given(
    st.decimals(0, 60, places=1),
    st.decimals(1, 60, places=1),
    st.lists(st.integers(0, 20), max_size=7),
    st.booleans(),
)
def test_the_advice_is_never_above_the_persons_own_hours(hours, own, alone, incident):
    days = [Day(date(2024, 1, 1) + timedelta(n), share, 20) for n, share in enumerate(alone)]

    assert fade(hours, own, days, FIGURES, had_incident=incident).value <= own


def test_the_advice_says_why():
    told = fade(Decimal(30), Decimal(30), week(55), FIGURES).because

    assert "低于 60.0%" in told
    assert "不超过本人工作时间" in told


# --- sessions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([(540, 600)], 60),
        ([(540, 600), (540, 600)], 60),  # two coaches at the same person and hour
        ([(540, 600), (570, 630)], 90),
        ([(540, 600), (600, 660)], 120),
        ([(540, 700), (560, 600), (710, 720)], 170),
        ([], 0),
    ],
)
def test_two_coaches_at_the_same_person_and_hour_count_once(spans, minutes):
    assert minutes_of_support(spans) == minutes_of_support(reversed(spans)) == minutes


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 1439)), max_size=12))
def test_minutes_are_those_in_which_somebody_was_there(spans):
    covered = {minute for start, end in spans for minute in range(start, end)}

    assert minutes_of_support(spans) == len(covered)


def test_independence_is_the_share_of_steps_without_a_prompt():
    assert independence({0: 7, 1: 8, 3: 5}) == Decimal("0.35")
    assert independence({}) is None


def test_a_ratio_is_not_guessed_where_the_persons_hours_are_unknown():
    assert coach_ratio(600, None) is None


def test_a_week_begins_on_monday():
    assert [monday(date(2024, 3, day)) for day in (3, 4, 10)] == [date(2024, 2, 26), date(2024, 3, 4), date(2024, 3, 4)]


# --- caseload --------------------------------------------------------------------------------------------------------


def test_the_facts_coach_has_22_points_and_takes_no_new_case():
    stages = {"S5": 3, "S6": 4, "S7": 10, "S2": 2}
    load = caseload(stages, FIGURES)

    assert (load.value.points, load.value.heads, load.value.is_over, load.value.is_flagged) == (22, 19, True, False)
    refused = may_take(stages, "S1", FIGURES)
    assert not refused.value
    assert all(words in refused.because for words in ("密集支持 3 人 × 3 = 9", "合计 22 分", "上限 20 分", "23 分"))


@pytest.mark.parametrize(
    ("stages", "begin", "may"),
    [({"S5": 6}, "S1", True), ({"S5": 6, "S1": 1}, "S1", True), ({"S5": 6, "S1": 2}, "S1", False), ({}, "S5", True)],
)
def test_a_case_is_taken_up_to_the_ceiling_itself(stages, begin, may):
    assert may_take(stages, begin, FIGURES).value is may


def test_a_lower_ceiling_of_her_own_counts_and_a_higher_one_does_not():
    assert caseload({}, FIGURES, Decimal(12)).value.ceiling == 12
    assert caseload({}, FIGURES, Decimal(40)).value.ceiling == 20


@pytest.mark.parametrize(("heads", "flagged"), [(25, False), (26, True)])
def test_more_than_25_heads_are_flagged_and_nothing_is_refused(heads, flagged):
    assert caseload({"S7": heads}, FIGURES).value.is_flagged is flagged
    assert may_take({"S7": heads}, "S1", FIGURES).value


# --- stages ----------------------------------------------------------------------------------------------------------

READY = {
    "S1": CaseFacts(DAY, frozenset({"consent"}), has_coach=True),
    "S2": CaseFacts(DAY, frozenset({"agreed"}), has_profile=True),
    "S3": CaseFacts(DAY, frozenset({"task_analysis", "risks", "accommodations"}), has_post=True),
    "S4": CaseFacts(DAY, frozenset({"trial"}), has_supporter=True),
    "S5": CaseFacts(DAY, has_job=True, days=tuple(week(80))),
    "S6": CaseFacts(DAY, frozenset({"quality"}), ratios=(Decimal("0.2"),) * 4),
    "S7": CaseFacts(DAY, contacts=(4, 4), started_on=DAY - timedelta(180)),
}
CLOSING = CaseFacts(DAY, frozenset({"person_agrees", "employer_agrees"}), started_on=DAY - timedelta(180))


@pytest.mark.parametrize(("before", "after"), list(pairwise(STAGE_NAMES)))
def test_a_case_goes_on_when_its_stage_is_done_and_not_before(before, after):
    assert may_move(before, after, READY[before], FIGURES).value
    refused = may_move(before, after, CaseFacts(DAY), FIGURES)
    assert not refused.value
    assert "还差" in refused.because


@pytest.mark.parametrize("before", list(READY))
def test_every_requirement_of_a_stage_counts_by_itself(before):
    for one in requirements(before, CaseFacts(DAY), FIGURES):
        assert not one.is_met
        assert one.said
    assert all(one.is_met for one in requirements(before, READY[before], FIGURES))


@pytest.mark.parametrize(
    ("percents", "run"),
    [([80] * 5, True), ([80] * 4, False), ([80, 80, 79, 80, 80, 80], False), ([0, *[90] * 5], True)],
)
def test_intensive_support_ends_after_five_good_days_in_a_row(percents, run):
    days = tuple(Day(DAY + timedelta(n), share, 100) for n, share in enumerate(percents))

    assert may_move("S5", "S6", CaseFacts(DAY, has_job=True, days=days), FIGURES).value is run


@pytest.mark.parametrize(
    ("held", "ended", "stable"), [(180, None, True), (179, None, False), (200, -1, False), (200, 0, True)]
)
def test_a_case_closes_after_180_days_still_in_the_job(held, ended, stable):
    facts = CaseFacts(
        DAY,
        CLOSING.confirmed,
        started_on=DAY - timedelta(held),
        ended_on=None if ended is None else DAY + timedelta(ended),
    )

    assert all(one.is_met for one in requirements("S8", facts, FIGURES)) is stable


@pytest.mark.parametrize(
    ("contacts", "held", "kept"), [((3, 4), 180, False), ((4, 4), 179, False), ((0, 0), 400, True), ((2, 2), 200, True)]
)
def test_following_along_ends_when_every_contact_owed_was_kept(contacts, held, kept):
    facts = CaseFacts(DAY, contacts=contacts, started_on=DAY - timedelta(held))

    assert may_move("S7", "S8", facts, FIGURES).value is kept


@pytest.mark.parametrize(("before", "after"), [("S7", "S5"), ("S7", "S6"), ("S6", "S5"), ("S5", "S4"), ("S4", "S3")])
def test_going_back_is_normal_and_asks_only_for_a_reason(before, after):
    assert may_move(before, after, CaseFacts(DAY), FIGURES, "换了任务").value
    assert not may_move(before, after, CaseFacts(DAY), FIGURES, " ").value


@pytest.mark.parametrize(("before", "after"), [("S1", "S3"), ("S7", "S1"), ("S5", "S7"), ("S8", "S5"), ("S4", "S4")])
def test_no_stage_is_leapt_over(before, after):
    assert not may_move(before, after, READY.get(before, CLOSING), FIGURES, "理由").value


def test_what_records_show_cannot_be_confirmed_by_hand():
    observed = {"coach", "profile", "post", "job", "supporter", "independent", "faded", "contacts", "stable"}

    assert not observed & CONFIRMABLE.keys()


# --- follow-up -------------------------------------------------------------------------------------------------------


def due(start, known=None, until=None):
    return follow_ups(start, known or start, until or start, FIGURES)


def test_the_plans_example_starts_on_the_first_of_march():
    found = due(date(2024, 3, 1))

    assert [one.due_on for one in found] == [
        date(2024, 3, 8),
        date(2024, 3, 31),
        date(2024, 5, 30),
        date(2024, 8, 28),
        date(2025, 3, 1),
    ]
    assert not any(one.is_late_known for one in found)


@pytest.mark.parametrize(
    ("known", "owed"),
    [
        (date(2024, 3, 10), [7, 30, 90, 180, 365]),  # the first is late, and still to be made up
        (date(2024, 3, 30), [7, 30, 90, 180, 365]),
        (date(2024, 3, 31), [30, 90, 180, 365]),  # the second is due: the first is not asked for any more
        (date(2024, 10, 1), [180, 365]),
        (date(2025, 3, 1), [365]),
    ],
)
def test_nothing_is_owed_twice_for_what_nobody_could_know(known, owed):
    assert [one.point for one in due(date(2024, 3, 1), known) if not one.is_late_known] == owed


def test_yearly_contacts_go_on_and_a_leap_day_has_its_anniversary():
    found = due(date(2024, 2, 29), until=date(2026, 3, 1))

    assert [one.due_on for one in found[4:]] == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)]
    assert [one.point for one in found[4:]] == [365, 730, 1095]


# --- qualification ---------------------------------------------------------------------------------------------------


def hours(*pairs):
    return [(on, Decimal(count)) for on, count in pairs]


@pytest.mark.parametrize(
    ("outline", "continuing", "until", "day", "found"),
    [
        (hours((date(2022, 5, 1), 79)), {}, None, date(2022, 6, 1), Qualification.IN_TRAINING),
        (hours((date(2022, 5, 1), 40), (date(2022, 6, 1), 40)), {}, None, date(2022, 5, 31), Qualification.IN_TRAINING),
        (hours((date(2022, 5, 1), 40), (date(2022, 6, 1), 40)), {}, None, date(2022, 6, 1), Qualification.QUALIFIED),
        (hours((date(2022, 5, 1), 80)), {}, None, date(2023, 12, 31), Qualification.QUALIFIED),  # 2023 is not over
        (hours((date(2022, 5, 1), 80)), {}, None, date(2024, 1, 1), Qualification.RENEWAL_DUE),
        (hours((date(2022, 5, 1), 80)), {2023: Decimal(16)}, None, date(2024, 1, 1), Qualification.QUALIFIED),
        (hours((date(2022, 5, 1), 80)), {2023: Decimal("15.5")}, None, date(2024, 1, 1), Qualification.RENEWAL_DUE),
        (hours((date(2022, 5, 1), 80)), {}, date(2022, 12, 31), date(2022, 12, 31), Qualification.QUALIFIED),
        (hours((date(2022, 5, 1), 80)), {}, date(2022, 12, 31), date(2023, 1, 1), Qualification.CERTIFICATE_OVER),
    ],
)
def test_a_coach_is_qualified_by_hours_and_a_certificate_in_force(outline, continuing, until, day, found):
    assert qualification(outline, continuing, until, day, FIGURES).value is found
