"""Who must lead, who heads the list, and what a breach calls for (残联发〔2021〕51号; 盘锦市行动方案 二（一）)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.leading import (
    LEAD_LABELS,
    Body,
    Cadres,
    Filing,
    Lead,
    Light,
    cadres,
    filing_of,
    heads_of,
    lead_of,
    light_of,
    plan_due,
    ranked,
    ranked_ratios,
    reminders,
)
from tonggong.rules.quota.levy import LevyCase, levy_due, terms

D = Decimal
DAY = date(2024, 12, 31)
FIGURES = figures_on(DAY)
TERMS = terms(FIGURES, local_average=D(90000))
ORGAN, INSTITUTION = UnitKind.ORGAN, UnitKind.INSTITUTION


def quota(staff, counted, kind=ORGAN):
    return levy_due(LevyCase.of_year(kind, D(staff), D(counted), D(60000)), TERMS)


def body(kind=ORGAN, posts=50, placed=0, level="city", **others):
    return Body(others.pop("key", "甲"), others.pop("name", "甲"), kind, level, posts, placed, **others)


@pytest.mark.parametrize(
    ("one", "lead"),
    [
        (body(posts=49), Lead.NO_DUTY),
        (body(posts=50), Lead.BREACH),
        (body(posts=50, placed=1), Lead.FULFILLED),
        (body(INSTITUTION, 66), Lead.NO_DUTY),
        (body(INSTITUTION, 67), Lead.BREACH),
        (body(INSTITUTION, 67, placed=1, quota=quota(67, 1)), Lead.FULFILLED),
        (body(INSTITUTION, 120, is_school=True), Lead.NO_DUTY),
        (body(ORGAN, 120, is_school=True), Lead.BREACH),
        # heads count for the duty, weighted places for the ratio
        (body(INSTITUTION, 120, placed=1, quota=quota(120, 2)), Lead.RATIO_MET),
        (body(INSTITUTION, 120, placed=0, quota=quota(120, 2)), Lead.RATIO_MET),
        (body(INSTITUTION, 120, placed=0, quota=quota(120, "1.79")), Lead.BREACH),
        # levels are data; counties go by the total of their establishment
        (body(posts=50, level="province"), Lead.BREACH),
        (body(posts=500, level="county"), Lead.NO_DUTY),
        (body(posts=500, level="township"), Lead.NO_DUTY),
        # what is not known is no release
        (body(posts=None), Lead.UNKNOWN),
        (body(posts=60, level=""), Lead.UNKNOWN),
        # other kinds have the quota, not this duty
        (body(UnitKind.STATE_ENTERPRISE, 500), Lead.NO_DUTY),
        (body(UnitKind.ORGANISATION, 500), Lead.NO_DUTY),
    ],
)
def test_the_duty_to_lead(one, lead):
    found = lead_of(one, FIGURES)

    assert found.value is lead
    assert lead in LEAD_LABELS
    assert all(step.text and step.source for step in found.steps)


def test_before_the_rule_nobody_is_in_breach():
    with pytest.raises(FigureMissing):
        lead_of(body(), figures_on(date(2021, 10, 26)))


def test_members_without_placement_head_the_list_whatever_their_size():
    """31 members, four of them with nobody, and a large body that is no member."""
    members = [body(key=n, name=f"成员{n:02d}", posts=10 + n, placed=n > 4, is_member=True) for n in range(1, 32)]
    others = [body(key="大", name="大局", posts=900), body(key="小", name="小局", posts=51)]
    found = ranked([*others, *reversed(members)], FIGURES)

    assert [one.body.name for one in found[:6]] == ["成员04", "成员03", "成员02", "成员01", "大局", "小局"]
    assert [one.lead.value for one in found[4:6]] == [Lead.BREACH, Lead.BREACH]


bodies = st.lists(
    st.builds(
        lambda key, kind, posts, placed, member: body(kind, posts, placed, key=key, name=str(key % 3), is_member=member),
        st.integers(0, 99), st.sampled_from([ORGAN, INSTITUTION]), st.none() | st.integers(0, 200), st.integers(0, 3),
        st.booleans(),
    ),
    unique_by=lambda one: one.key,
)  # fmt: skip


@given(bodies, st.randoms())
def test_the_order_of_the_facts_changes_no_place(some, chance):
    mixed = list(some)
    chance.shuffle(mixed)

    assert ranked(mixed, FIGURES) == ranked(some, FIGURES)


@pytest.mark.parametrize(
    ("total", "with_disability", "is_met", "missing", "words"),
    [
        (20, 3, True, 0, "占15.0%，达到15%。"),
        (21, 3, False, 1, "占14.3%，没有达到15%，差1人。"),
        (21, 4, True, 0, "占19.0%，达到15%。"),
        (2001, 300, False, 1, "占14.9925%，没有达到15%，差1人。"),
        (7, 0, False, 2, "占0.0%，没有达到15%，差2人。"),
        (0, 0, None, 0, "没有干部人数。"),
    ],
)
def test_fifteen_of_a_hundred_cadres(total, with_disability, is_met, missing, words):
    found = cadres(total, with_disability, FIGURES)

    assert found.value == Cadres(is_met, missing)
    assert words in found.because


@pytest.mark.parametrize(("total", "with_disability"), [(3, 4), (-1, -1), (3, -1)])
def test_impossible_cadres_are_refused(total, with_disability):
    with pytest.raises(ValueError, match="干部"):
        cadres(total, with_disability, FIGURES)


@pytest.mark.parametrize(
    ("parents", "heads"),
    [
        ({}, {"a": "a", "b": "b", "c": "c"}),
        ({"b": "a", "c": "a"}, {"a": "a", "b": "a", "c": "a"}),
        ({"b": "a", "c": "b"}, {"a": "a", "b": "a", "c": "a"}),
        # the group itself stands in no list
        ({"b": "x", "c": "x"}, {"a": "a", "b": "b", "c": "c"}),
        ({"c": "x", "x": "a"}, {"a": "a", "b": "b", "c": "a"}),
        # a circle in the register
        ({"a": "b", "b": "a", "c": "b"}, {"a": "a", "b": "a", "c": "a"}),
        ({"c": "c"}, {"a": "a", "b": "b", "c": "c"}),
    ],
)
def test_a_holding_is_counted_once(parents, heads):
    assert heads_of("abc", parents.get) == heads


def test_enterprises_by_ratio_share_places():
    ratios = {
        name: quota(100, counted, UnitKind.STATE_ENTERPRISE).placement_ratio
        for name, counted in zip("abcd", (1, 2, 2, 0), strict=True)
    }

    assert ranked_ratios(ratios) == [(1, "b"), (1, "c"), (3, "a"), (4, "d")]


BREACH = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("filed_on", "day", "state"),
    [
        (None, date(2024, 4, 30), Filing.OPEN),
        (None, date(2024, 5, 1), Filing.OVERDUE),
        (date(2024, 4, 30), date(2024, 6, 1), Filing.FILED),
        (date(2024, 5, 1), date(2024, 6, 1), Filing.FILED_LATE),
        (date(2024, 4, 30), date(2024, 4, 29), Filing.OPEN),
    ],
)
def test_a_plan_is_due_sixty_days_after_the_breach(filed_on, day, state):
    assert plan_due(BREACH, FIGURES) == date(2024, 4, 30)
    assert filing_of(BREACH, filed_on, day, FIGURES).value is state


def test_the_third_reminder_goes_higher():
    found = reminders(BREACH, FIGURES)

    assert [(one.on, one.days_before) for one in found] == [
        (date(2024, 3, 1), 60), (date(2024, 3, 31), 30), (date(2024, 4, 23), 7),
    ]  # fmt: skip
    assert [one.to for one in found] == [("unit",), ("unit",), ("unit", "head", "committee_office")]


DEADLINE = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "rounds", "is_done", "light"),
    [
        (date(2025, 6, 29), [], False, Light.GREEN),
        (date(2025, 6, 30), [], False, Light.AMBER),
        (date(2025, 9, 29), [], False, Light.AMBER),
        (date(2025, 9, 30), [], False, Light.RED),
        (date(2025, 9, 30), [date(2025, 6, 1)], False, Light.GREEN),
        (date(2025, 9, 30), [date(2025, 10, 1)], False, Light.RED),
        (date(2025, 12, 31), [date(2025, 6, 1)], False, Light.GREEN),
        (date(2026, 1, 1), [date(2025, 6, 1)], False, Light.RED),
        (date(2026, 1, 1), [], True, Light.DONE),
    ],
)
def test_without_a_round_the_light_turns(day, rounds, is_done, light):
    found = light_of(DEADLINE, rounds, is_done, day, FIGURES)

    assert found.value is light
    assert found.because
