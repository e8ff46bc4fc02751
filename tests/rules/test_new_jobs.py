"""Newly employed: the city's definition N1 to N11, by its own cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import HOLDS, PLAN, figures_on
from tonggong.rules.certificates import MILITARY, CertificatePeriod
from tonggong.rules.figures import Figures
from tonggong.rules.new_jobs import REASONS, Case, Spell, Window, new_distinct, new_in_year

LATER = date(2025, 6, 30)
BORN = date(1980, 6, 1)


def case(*spells, sex="male", born=BORN, certificates=HOLDS, **more):
    return Case(sex, born, certificates, tuple(spells), **more)


def spell(first, last=None, form="14", key=None, **more):
    return Spell(key or first.isoformat(), form, first, last, **more)


def counted(found, as_of=LATER, window=PLAN):
    return new_distinct(found, window, as_of, figures_on).value


def years(found, as_of=LATER):
    return [y for y in range(2022, 2026) if new_in_year(found, y, "2111", as_of, figures_on).value.is_counted]


CASES = {
    "a": (case(spell(date(2022, 3, 1), date(2022, 9, 30)), spell(date(2023, 2, 1))), date(2022, 3, 1), [2022, 2023]),
    "b": (case(spell(date(2023, 5, 1), date(2023, 6, 14)), spell(date(2023, 6, 15))), date(2023, 5, 1), [2023]),
    "c": (case(spell(date(2023, 1, 10), insured_months_before=33)), "backfill", []),
    "d": (case(spell(date(2019, 4, 1), form="31"), spell(date(2024, 2, 1))), "job_change", []),
    "e": (case(spell(date(2023, 4, 1), form="75"), sex="female", born=date(1967, 1, 1)), "age", []),
    "f": (case(spell(date(2022, 5, 9)), spell(date(2022, 7, 4))), date(2022, 5, 9), [2022]),
    "g": (case(spell(date(2024, 10, 8), date(2025, 3, 31), form="51", active_months=6)), date(2024, 10, 8), [2024]),
    "h": (case(spell(date(2024, 12, 2))), date(2024, 12, 2), [2024]),  # the trainee post before it is no employment
}


@pytest.mark.parametrize("name", CASES)
def test_the_citys_own_cases_hold(name):
    found, expected, in_years = CASES[name]
    verdict = counted(found)

    assert (verdict.started_on if verdict.is_counted else verdict.reason) == expected
    assert years(found) == in_years


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (case(), "no_start_in_window"),
        (case(spell(date(2021, 12, 31))), "no_start_in_window"),
        (case(spell(date(2022, 5, 1)), certificates=()), "certificate"),
        (case(spell(date(2022, 5, 1)), certificates=(replace(HOLDS[0], valid_from=date(2022, 5, 2)),)), "certificate"),
        (case(spell(date(2022, 5, 1)), certificates=(replace(HOLDS[0], county="210702000000"),)), "elsewhere"),
        (
            case(spell(date(2022, 5, 1)), certificates=(replace(HOLDS[0], county="210702000000"),), lives_in_city=True),
            "resident_extra",
        ),
        (case(spell(date(2022, 5, 1), evidence="C")), "weak_evidence"),
        (case(spell(date(2022, 5, 1), withdrawn=True)), "withdrawn"),
        (case(spell(date(2022, 5, 1), start_proved=False)), "start_unknown"),
        (case(spell(date(2022, 5, 1), date(2022, 5, 29))), "under_30_days"),
        (case(spell(date(2022, 5, 1), date(2022, 7, 30), form="71")), "under_3_months"),
    ],
)
def test_who_does_not_count_is_told_why(found, reason):
    outcome = new_distinct(found, PLAN, LATER, figures_on)

    assert outcome.value.reason == reason
    assert reason in REASONS
    assert all(step.text and step.source for step in outcome.steps)


@pytest.mark.parametrize(
    ("without_work", "is_new"),
    [(89, False), (90, True)],
)
def test_ninety_days_without_work_make_a_job_new(without_work, is_new):
    end = date(2022, 1, 31)
    begin = end + timedelta(without_work + 1)
    found = case(spell(date(2020, 1, 1), end), spell(begin))

    assert counted(found).is_counted is is_new


@pytest.mark.parametrize(("days", "is_new"), [(29, False), (30, True)])
def test_thirty_days_at_work_are_enough(days, is_new):
    first = date(2023, 8, 1)

    assert counted(case(spell(first, first + timedelta(days - 1)))).is_counted is is_new


def test_short_spells_without_a_break_are_one_episode():
    found = case(spell(date(2023, 8, 1), date(2023, 8, 20)), spell(date(2023, 8, 21), date(2023, 9, 10)))

    assert counted(found).started_on == date(2023, 8, 1)


def test_an_open_spell_counts_at_once_unless_the_city_says_otherwise():
    found = case(spell(date(2024, 6, 20)))
    as_of = date(2024, 6, 30)

    def waiting(day):
        figures = figures_on(day)
        rows = {row.id: row for row in figures}
        rows["newjobs.open_counts_at_once"] = replace(rows["newjobs.open_counts_at_once"], value=False)
        return Figures(rows, day, figures.place)

    assert counted(found, as_of).is_counted
    assert new_distinct(found, PLAN, as_of, waiting).value.reason == "pending_30_days"
    assert new_distinct(found, PLAN, date(2024, 7, 19), waiting).value.is_counted


def test_sheltered_work_waits_for_its_third_month():
    found = case(spell(date(2024, 10, 8), form="51"))

    assert counted(found, date(2025, 1, 6)).reason == "pending_3_months"
    assert counted(found, date(2025, 1, 7)).is_counted


def test_evidence_counts_when_a_second_person_has_confirmed_it():
    assert counted(case(spell(date(2022, 5, 1), evidence="C+"))).is_counted


def test_an_unproved_job_does_not_make_the_next_one_a_job_change():
    assert counted(case(spell(date(2021, 5, 1), evidence="C"), spell(date(2022, 5, 1)))).is_counted


@pytest.mark.parametrize(("grade", "is_new"), [(8, True), (9, False)])
def test_a_military_certificate_of_grade_one_to_eight_counts_and_is_flagged(grade, is_new):
    held = (CertificatePeriod(date(2010, 1, 1), None, "", MILITARY, grade),)
    verdict = counted(case(spell(date(2022, 5, 1)), certificates=held))

    assert (verdict.is_counted, verdict.is_military) == (is_new, is_new)


def test_the_county_is_that_of_the_certificate_on_the_first_day():
    moved = (
        CertificatePeriod(date(2012, 5, 1), date(2023, 3, 31), "211103000000"),
        CertificatePeriod(date(2023, 4, 1), None, "211122000000"),
    )

    assert counted(case(spell(date(2022, 5, 1)), certificates=moved)).county == "211103000000"


def test_eight_hundred_and_twenty_spells_of_whom_eight_hundred_persons_count():
    people = [case(spell(date(2022, 1, 1) + timedelta(n))) for n in range(800)]
    people[:15] = [replace(p, spells=(*p.spells, spell(date(2024, 9, 1), key="again"))) for p in people[:15]]
    people += [
        case(spell(date(2022, 5, n)), certificates=(replace(HOLDS[0], county="210702000000"),)) for n in range(1, 6)
    ]
    assert sum(len(person.spells) for person in people) == 820

    assert sum(counted(person).is_counted for person in people) == 800

    people[20] = replace(people[20], spells=tuple(replace(s, withdrawn=True) for s in people[20].spells))
    assert sum(counted(person).is_counted for person in people) == 799
    assert REASONS[counted(people[20]).reason] == "依据已撤回"


def test_a_start_of_december_2024_counts_for_the_first_plan_only():
    found = case(spell(date(2024, 12, 20)))
    next_plan = Window(date(2025, 1, 1), date(2027, 12, 31), "2111", "2025—2027年方案")

    assert counted(found, date(2026, 1, 1)).is_counted
    assert counted(found, date(2026, 1, 1), next_plan).reason == "no_start_in_window"


days = st.dates(date(2020, 1, 1), date(2025, 12, 31))
lives = st.lists(
    st.tuples(days, st.integers(1, 900), st.sampled_from(["11", "14", "31", "41", "51", "71"])), max_size=5
).map(lambda rows: case(*(spell(d, d + timedelta(n), form=f, key=i) for i, (d, n, f) in enumerate(rows))))


@given(lives)
def test_the_yearly_counts_are_never_fewer_than_the_plans(life):
    as_of = date(2026, 12, 31)

    assert counted(life, as_of).is_counted <= len([year for year in years(life, as_of) if year <= 2024])


@given(lives, days, days)
def test_time_alone_never_takes_a_person_out(life, one, other):
    early, late = sorted((one, other))

    assert counted(life, early).is_counted <= counted(life, late).is_counted
