"""Indicators: who is behind a number, who is not and why, as of a day and as it was known."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.domain.reporting_ledger import ELSEWHERE, KNOWN, TAISHAN, XINGLONG, Ledger, at
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.domain.employment.models import Spell, SpellEvidence
from tonggong.domain.reporting.exports import rows_csv
from tonggong.domain.reporting.figures import GROUPS, NoPlan, figure
from tonggong.domain.reporting.indicators import INDICATORS, IndicatorUnknown

END = date(2024, 9, 30)
COUNTY = Who(1, "孙薇", "county_staff", "县区残联", "211103", ROLES["county_staff"].duties)


@pytest.fixture
def ledger(practice):
    return Ledger()


def new_jobs(as_of=END, **asked):
    return figure(system_who(), "plan.new_jobs", as_of, **asked)


def test_second_spells_and_other_cities_are_not_counted(ledger):
    people = [ledger.person() for _ in range(8)]
    for n, person in enumerate(people):
        ledger.spell(person, date(2022, 3, 1) + timedelta(30 * n), date(2022, 12, 31))
    for person in people[:2]:
        ledger.spell(person, date(2024, 2, 1), unit_code="91211100MA0TESTX2B")
    for _ in range(3):
        ledger.spell(ledger.person(ELSEWHERE), date(2023, 5, 1))
    found = new_jobs()
    assert found.measured.value == 8
    assert found.excluded == {"elsewhere": 3}


def test_withdrawn_evidence_takes_a_person_out_and_says_so(ledger):
    ledger.spell(ledger.person(), date(2023, 5, 1))
    wrong = ledger.spell(ledger.person(), date(2023, 6, 1))
    assert new_jobs().measured.value == 2
    Spell.objects.filter(pk=wrong.pk).update(known_until=at(date(2024, 9, 1)))
    after = new_jobs()
    assert after.measured.value == 1
    assert after.excluded == {"withdrawn": 1}
    assert [row.because for row in after.rows if row.reason == "withdrawn"] == [
        "2023年6月1日开始的就业不计入：依据已撤回。"
    ]
    assert new_jobs(known_on=date(2024, 8, 1)).measured.value == 2


def test_a_corrected_spell_is_not_a_withdrawn_one(ledger):
    old = ledger.spell(ledger.person(), date(2023, 6, 1))
    Spell.objects.filter(pk=old.pk).update(thread=old.pk, known_until=at(date(2023, 8, 1)))
    ledger.spell(old.person, date(2023, 6, 15), thread=old.pk, known_from=at(date(2023, 8, 1)))
    found = new_jobs()
    assert found.excluded == {}
    assert [row.fact_on for row in found.rows] == [date(2023, 6, 15)]
    assert [row.fact_on for row in new_jobs(known_on=date(2023, 7, 1)).rows] == [date(2023, 6, 1)]


def test_nothing_counts_before_the_plan_nor_before_it_was_known(ledger):
    ledger.spell(ledger.person(), date(2021, 5, 1))
    ledger.spell(ledger.person(), date(2024, 6, 1))
    assert new_jobs().measured.value == 1
    assert new_jobs(date(2021, 12, 31)).measured.value == 0
    assert new_jobs(date(2024, 5, 31)).measured.value == 0
    assert new_jobs(known_on=date(2000, 1, 1)).measured.value == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sex": "2", "born_on": date(1966, 1, 1)}, "age"),
        ({"certificate": False}, "certificate"),
        ({"kind": "injured", "certificate": False}, "certificate"),
    ],
    ids=["too old", "no certificate", "injured worker without certificate"],
)
def test_who_does_not_count_is_shown_with_the_reason(ledger, change, reason):
    ledger.spell(ledger.person(**change), date(2023, 5, 1))
    found = new_jobs()
    assert (found.measured.value, found.excluded) == (0, {reason: 1})


def test_family_members_stand_nowhere(ledger):
    ledger.spell(ledger.person(kind="member"), date(2023, 5, 1))
    assert new_jobs().rows == []


def test_contributions_before_the_stated_start_make_it_a_late_entry(ledger):
    late = ledger.person()
    ledger.spell(late, date(2023, 1, 10))
    ledger.insured(late, "2020-04", "2023-06")
    assert new_jobs().excluded == {"backfill": 1}


def test_the_first_month_of_contributions_proves_no_start(ledger):
    ledger.insurance_compared("2024-07", "2024-08")
    seen_first, began, reported = (ledger.person() for _ in range(3))
    july, august = (ledger.file("social-insurance", month, "市社保中心") for month in ("2024-07", "2024-08"))
    ledger.spell(seen_first, date(2024, 7, 1), source_file=july)
    ledger.spell(began, date(2024, 8, 1), source_file=august)
    both = ledger.spell(reported, date(2024, 7, 1), source_file=july)
    SpellEvidence.objects.create(thread=both.pk, source_file=ledger.file("hires"), source_row=3, known_from=KNOWN)
    found = new_jobs()
    assert {row.person_id for row in found.rows if row.standing == "counted"} == {began.pk, reported.pk}
    assert [(row.person_id, row.standing) for row in found.rows if row.reason == "start_unknown"] == [
        (seen_first.pk, "unknown")
    ]
    assert (found.excluded, found.measured.beside) == ({"start_unknown": 1}, {"待核": 1})


def test_a_change_of_work_is_not_new(ledger):
    person = ledger.person()
    ledger.spell(person, date(2019, 1, 1), date(2024, 1, 31))
    ledger.spell(person, date(2024, 2, 20), unit_code="91211100MA0TESTX2B")
    assert new_jobs().excluded == {"job_change": 1}


def test_a_frozen_or_cancelled_certificate_ends_with_its_day(ledger):
    for status in ("frozen", "cancelled"):
        person = ledger.person(certificate=False)
        ledger.certificate(person, f"2111031985050{status}", status=status, status_on=date(2023, 5, 1))
        ledger.spell(person, date(2023, 5, 1))
    before = ledger.person(certificate=False)
    ledger.certificate(before, "21110319850501999X41", status="cancelled", status_on=date(2023, 5, 1))
    ledger.spell(before, date(2023, 4, 30))
    found = new_jobs()
    assert (found.measured.value, found.excluded) == (1, {"certificate": 2})


def test_counties_add_up_and_a_county_sees_its_own_rows(ledger):
    for place, several in ((XINGLONG, 3), (TAISHAN, 2)):
        for _ in range(several):
            ledger.spell(ledger.person(place), date(2023, 5, 1))
    found = new_jobs(by=("county",))
    assert found.as_json("county")["groups"] == {"双台子区": 2, "兴隆台区": 3}
    own = figure(COUNTY, "plan.new_jobs", END, by=("county",))
    assert own.as_json("county")["groups"] == {"兴隆台区": 3}
    assert {row.county_code for row in own.rows} == {XINGLONG[0]}


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("key", ["plan.new_jobs", "plan.trained", "employment.count"])
def test_every_way_of_grouping_adds_up_to_the_value(ledger, key, by):
    for n, place in enumerate((XINGLONG, TAISHAN, XINGLONG)):
        person = ledger.person(place, sex="12"[n % 2])
        ledger.spell(person, date(2023, 5 + n, 1), form=("14", "31", "72")[n])
        ledger.course(person, date(2023, 3, 1), date(2023, 3, 20), "0.95")
    found = figure(system_who(), key, date(2023, 12, 31), by=(by,)).as_json(by)
    assert found["value"] == 3
    assert sum(found["groups"].values()) == 3


def test_trained_counts_persons_and_shows_person_times_beside(ledger):
    twice, once, absent = (ledger.person() for _ in range(3))
    ledger.course(twice, date(2023, 3, 1), date(2023, 3, 20), "0.80")
    ledger.course(twice, date(2024, 3, 1), date(2024, 3, 20), "0.95")
    ledger.course(once, date(2024, 3, 1), date(2024, 3, 20), "1")
    ledger.course(absent, date(2024, 3, 1), date(2024, 3, 20), "0.79")
    ledger.course(ledger.person(), date(2024, 9, 20), date(2024, 10, 20), "1")
    found = figure(system_who(), "plan.trained", END).as_json()
    assert (found["value"], found["beside"]) == (2, {"人次": 3, "待核": 1})
    assert found["excluded"] == {"出勤率未达标准": 1, "尚未结业": 1}


def test_the_employment_rate_has_bounds_and_unknown_is_never_no(ledger):
    for _ in range(3):
        ledger.spell(ledger.person(), date(2024, 1, 10))
    ledger.spell(ledger.person(), date(2018, 1, 10), known_from=at(date(2022, 1, 10)))  # nobody vouched since
    for _ in range(4):
        ledger.person()
    ledger.person(born_on=date(1950, 1, 1))
    found = figure(system_who(), "employment.rate", END).as_json()
    assert (found["value"], found["lower"], found["upper"]) == (42.9, 37.5, 50.0)
    assert (found["numerator"], found["denominator"], found["beside"]) == (3, 8, {"待核": 1})
    assert found["excluded"] == {"不在就业年龄段": 1}


def test_contributions_vouch_for_a_spell(ledger):
    person = ledger.person()
    ledger.spell(person, date(2018, 1, 10), known_from=at(date(2022, 1, 10)))
    ledger.insured(person, "2018-01", "2024-08")
    assert figure(system_who(), "employment.rate", END).measured.value == 100


def test_retention_gives_bounds_and_leaves_out_what_is_not_due(ledger):
    ledger.insurance_compared(*(f"2024-{m:02d}" for m in range(1, 9)))
    stays, gap, leaves, silent, recent = (ledger.person() for _ in range(5))
    for person in (stays, gap):
        ledger.spell(person, date(2024, 1, 5))
    ledger.spell(leaves, date(2024, 1, 5), date(2024, 4, 30))
    ledger.spell(silent, date(2024, 3, 5))  # its last months are not compared yet
    ledger.spell(recent, date(2024, 7, 1))
    ledger.insured(stays, "2024-01", "2024-09")
    ledger.insured(gap, "2024-01", "2024-03")
    ledger.insured(gap, "2024-05", "2024-09")
    ledger.insured(leaves, "2024-01", "2024-04")
    ledger.insured(silent, "2024-03", "2024-08")
    found = figure(system_who(), "employment.retained_6m", END).as_json()
    assert (found["numerator"], found["denominator"], found["beside"]) == (2, 4, {"待核": 1})
    assert (found["value"], found["lower"], found["upper"]) == (66.7, 50.0, 75.0)
    assert found["excluded"] == {"未到期": 1}


def test_wages_are_measured_against_the_local_minimum(ledger):
    for yuan in ("1900", "2850", "3800"):
        person = ledger.person()
        ledger.spell(person, date(2024, 1, 10))
        ledger.wage(person, "2024-09", yuan)
    ledger.spell(ledger.person(), date(2024, 1, 10))
    found = figure(system_who(), "employment.wage_over_minimum", END)
    assert found.measured.beside == {"待核": 1}
    amounts = sorted(row.amount for row in found.rows if row.amount is not None)
    assert found.measured.value == amounts[1]
    assert amounts[1] == amounts[0] * Decimal("1.5")


def test_the_value_is_the_measure_of_the_rows(ledger):
    for n in range(5):
        person = ledger.person()
        ledger.spell(person, date(2024, 1, 1) + timedelta(n))
        ledger.course(person, date(2024, 2, 1), date(2024, 2, 20), "0.9")
    for key, one in INDICATORS.items():
        found = figure(system_who(), key, END)
        assert found.measured == one.measure(found.rows), key


def test_a_plan_that_follows_counts_for_itself(ledger):
    ledger.spell(ledger.person(), date(2024, 12, 20))
    end = date(2025, 6, 30)
    assert new_jobs(end, plan="panjin-2022-2024").measured.value == 1
    assert new_jobs(end, plan="panjin-2025-2027").measured.value == 0


def test_unknown_keys_and_plans_are_named(ledger):
    with pytest.raises(IndicatorUnknown, match=r"plan\.newjobs"):
        figure(system_who(), "plan.newjobs", END)
    with pytest.raises(NoPlan, match="panjin-2030"):
        new_jobs(plan="panjin-2030")


def test_without_a_city_there_is_no_figure(practice):
    with pytest.raises(NoPlan, match="load-city"):
        new_jobs()


def test_the_list_masks_numbers_and_is_written_into_the_trail(ledger):
    from tonggong.base.audit.models import Entry

    counted = ledger.person()
    ledger.spell(counted, date(2024, 1, 10))
    ledger.spell(ledger.person(certificate=False), date(2024, 1, 10))
    text = rows_csv(system_who(), new_jobs()).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert counted.id_tail in lines[1]
    assert counted.citizen_id not in text
    entry = Entry.objects.get(kind="release")
    assert "plan.new_jobs" in entry.detail
    assert (entry.subject, entry.subject_id) == ("persons.Person", counted.pk)
