"""The four ones: who is owed what until when, what counts, who leaves; and the coverage with the unverified beside it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import CITY, HOLDS, figures_on, table
from tonggong.rules.ability.due import Held, valid_until
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.coverage import Coverage, is_complete
from tonggong.rules.employment import Work
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
from tonggong.rules.figures import Figure, FigureTable
from tonggong.rules.four_ones import FourOnesCase, Left, One, Period, obligations
from tonggong.rules.outcome import percent
from tonggong.rules.target import Said

YEAR = Period("2024", date(2024, 1, 1), date(2024, 12, 31))
FIGURES = figures_on(date(2024, 6, 30))
BORN = date(1985, 5, 1)
CHECK = Check(1, date(2024, 3, 1), "home", "self", frozenset(ITEMS), False, 7, "now", True, 1)
REPORT = Report(2, date(2024, 4, 1), "D1", True, date(2024, 4, 1), date(2024, 4, 2))
REGISTRATION = Registration(3, date(2024, 3, 1), True)
SERVICE = Service(4, date(2024, 5, 1), 2, "推荐到食品厂", 2)
SAID = (Said(date(2024, 3, 1), "now", 7, False),)


def case(**facts):
    return FourOnesCase(**{"sex": "male", "born_on": BORN, "certificates": HOLDS, **facts})


def owed(day=date(2024, 12, 31), period=YEAR, **facts):
    return {row.one: row for row in obligations(case(**facts), period, day, figures_on(day))}


def done(**facts):
    return {"checks": (CHECK,), "said": SAID, **facts}


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"answered_by": "guardian"}, True),
        ({"method": "phone", "visit_outcome": 2}, True),
        ({"method": "online", "visit_outcome": None}, True),
        ({"method": "", "answered_by": "", "by_feed": True, "visit_outcome": None}, True),  # a department's file
        ({"answered_by": "family"}, False),
        ({"method": ""}, False),  # entered without contact
        ({"has_visit": False}, False),  # somebody else's visit, or one confirmation for many
        ({"visit_outcome": 8}, False),
        ({"visit_outcome": 9}, False),  # three attempts, nobody reached: still owed
        ({"visit_outcome": 11}, False),
        ({"visit_outcome": 10}, False),  # dead
        ({"visit_outcome": 3}, False),  # moved: where to is told, by others
        ({"visit_outcome": 7}, True),
        *(({"confirmed": frozenset(ITEMS) - {item}}, False) for item in ITEMS),
        ({"confirmed": frozenset()}, False),
        ({"wish": ""}, False),
        ({"is_employed": True, "wish": "", "confirmed": frozenset(ITEMS[:5])}, True),
    ],
)
def test_a_verification_counts_only_item_by_item_after_a_contact(change, counts):
    assert check_counts(replace(CHECK, **change), FIGURES).value is counts


@pytest.mark.parametrize(
    ("change", "day"),
    [
        ({}, date(2024, 4, 2)),  # the day it was shown
        ({"depth": "D3"}, date(2024, 4, 2)),
        ({"depth": ""}, None),  # a self-test alone
        ({"has_assessor": False}, None),
        ({"signed_on": None}, None),
        ({"shown_on": None}, None),
        ({"on": date(2023, 6, 1), "signed_on": date(2023, 6, 1), "shown_on": date(2023, 6, 2)}, None),
        ({"on": date(2023, 6, 1), "signed_on": date(2023, 6, 1), "shown_on": date(2024, 2, 1)}, date(2024, 2, 1)),
        ({"on": date(2022, 2, 1), "signed_on": date(2022, 2, 1), "shown_on": date(2024, 2, 1)}, date(2024, 2, 1)),
        ({"on": date(2022, 1, 31), "signed_on": date(2022, 1, 31), "shown_on": date(2024, 2, 1)}, None),
    ],
)
def test_an_assessment_counts_signed_and_shown_and_an_older_one_only_confirmed_within_24_months(change, day):
    assert report_counts(replace(REPORT, **change), YEAR.first, FIGURES).value == day


def test_an_empty_need_form_and_a_service_without_outcome_do_not_count():
    assert registration_counts(REGISTRATION).value is True
    assert registration_counts(replace(REGISTRATION, says=False)).value is False
    found = [
        service_counts(replace(SERVICE, **change)).value
        for change in ({}, {"outcome": 7}, {"outcome": None}, {"outcome": 8}, {"content": " "}, {"kind": None})
    ]
    assert found == [True, True, False, False, False, False]


def test_who_is_not_verified_is_owed_the_first_alone():
    found = owed(said=SAID)  # a wish said without a verification that counts

    assert list(found) == [One.VERIFICATION]
    assert (found[One.VERIFICATION].owed_from, found[One.VERIFICATION].due_on) == (YEAR.first, YEAR.last)


def test_who_wants_no_work_is_owed_nothing_more_and_is_complete():
    found = owed(checks=(replace(CHECK, wish="no"),), said=(Said(date(2024, 3, 1), "no"),))

    assert list(found) == [One.VERIFICATION]
    assert is_complete(found.values())


def test_all_four_done_name_their_evidence():
    found = owed(**done(reports=(REPORT,), registrations=(REGISTRATION,), services=(SERVICE,)))

    assert [(row.one.value, row.done_on, row.evidence) for row in found.values()] == [
        ("verification", date(2024, 3, 1), 1), ("assessment", date(2024, 4, 2), 2), ("need", date(2024, 3, 1), 3),
        ("service", date(2024, 5, 1), 4),
    ]  # fmt: skip
    assert is_complete(found.values())


def test_what_was_done_later_was_not_done_on_an_earlier_day():
    found = owed(date(2024, 3, 31), **done(reports=(REPORT,), services=(SERVICE,)))

    assert [one for one, row in found.items() if row.done_on] == [One.VERIFICATION]


def test_somebody_registered_on_1_october_owes_the_first_by_31_october_and_the_rest_by_30_november():
    holds = (CertificatePeriod(date(2024, 10, 1), None, "211103"),)
    late = replace(CHECK, on=date(2024, 10, 20))

    found = owed(certificates=holds, checks=(late,), said=(Said(late.on, "now"),))

    assert {one.value: row.due_on for one, row in found.items()} == {
        "verification": date(2024, 10, 31), "assessment": date(2024, 11, 30), "need": date(2024, 11, 30),
        "service": date(2024, 11, 30),
    }  # fmt: skip
    assert owed(date(2024, 9, 30), certificates=holds) == {}


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"work": (Work("14", date(2020, 1, 1), date(2024, 5, 31)),)}, date(2024, 6, 1)),  # lost the job
        ({"born_on": date(2008, 6, 1)}, date(2024, 6, 1)),  # turned sixteen
        ({"certificates": (CertificatePeriod(date(2024, 6, 1), None, "211103"),)}, date(2024, 6, 1)),
    ],
)
def test_late_joiners_have_thirty_days(facts, first):
    row = owed(date(2024, 7, 2), **facts)[One.VERIFICATION]

    assert (row.owed_from, row.due_on, row.is_overdue(date(2024, 7, 2))) == (first, first + timedelta(30), True)
    assert owed(date(2024, 7, 1), **facts)[One.VERIFICATION].is_overdue(date(2024, 7, 1)) is False


def test_a_verification_from_before_the_loss_of_the_job_is_none_of_the_new_standing():
    lost = (Work("14", date(2020, 1, 1), date(2024, 5, 31)),)

    assert owed(work=lost, checks=(CHECK,), said=SAID)[One.VERIFICATION].done_on is None


def test_who_finds_work_before_the_day_leaves_with_that_reason_and_is_not_done():
    row = owed(work=(Work("14", date(2024, 8, 1)),))[One.VERIFICATION]

    assert (row.left_on, row.left_reason, row.done_on) == (date(2024, 8, 1), Left.EMPLOYED, None)


def test_what_was_done_before_finding_work_stays_done():
    found = owed(**done(work=(Work("14", date(2024, 8, 1)),)))

    assert found[One.VERIFICATION].done_on == date(2024, 3, 1)
    assert found[One.SERVICE].left_reason is Left.EMPLOYED


def test_who_finds_work_after_the_day_has_passed_is_still_owed():
    lost_and_found = (Work("14", date(2020, 1, 1), date(2024, 2, 29)), Work("14", date(2024, 6, 1)))
    row = owed(work=lost_and_found)[One.VERIFICATION]

    assert (row.due_on, row.left_on, row.is_overdue(date(2024, 12, 31))) == (date(2024, 3, 31), None, True)


@pytest.mark.parametrize(
    ("facts", "left", "reason"),
    [
        ({"died_on": date(2024, 8, 1)}, date(2024, 8, 1), Left.DEAD),
        ({"certificates": (CertificatePeriod(None, date(2024, 7, 31), "211103"),)}, date(2024, 8, 1), Left.NO_CERTIFICATE),
        ({"born_on": date(1964, 8, 1)}, date(2024, 8, 1), Left.AGE),
    ],
)  # fmt: skip
def test_death_a_lapsed_certificate_and_age_end_what_is_owed(facts, left, reason):
    row = owed(**facts)[One.VERIFICATION]

    assert (row.left_on, row.left_reason) == (left, reason)
    assert owed(date(2024, 7, 31), **facts)[One.VERIFICATION].left_on is None


def test_who_joined_in_december_keeps_the_thirty_days_into_january():
    holds = (CertificatePeriod(date(2023, 12, 20), None, "211103"),)
    row = owed(date(2024, 1, 5), certificates=holds)[One.VERIFICATION]

    assert (row.owed_from, row.due_on) == (date(2023, 12, 20), date(2024, 1, 19))
    early = replace(CHECK, on=date(2023, 12, 28))
    again = owed(date(2024, 1, 5), certificates=holds, checks=(early,))[One.VERIFICATION]
    assert (again.owed_from, again.due_on, again.done_on) == (YEAR.first, YEAR.last, None)


def test_over_the_age_and_wanting_work_is_voluntary_and_counted_apart():
    found = owed(born_on=date(1960, 1, 1), **done(services=(SERVICE,)))

    assert {row.is_voluntary for row in found.values()} == {True}
    assert (found[One.VERIFICATION].done_on, found[One.SERVICE].evidence) == (date(2024, 3, 1), 4)
    assert owed(born_on=date(1960, 1, 1)) == {}
    assert owed(born_on=date(1960, 1, 1), checks=(CHECK,), said=(Said(date(2024, 3, 1), "no"),)) == {}


def test_coverage_prints_the_unverified_and_is_careful_with_them():
    city = Coverage(6000, 5820, 1400, 1190, 1400, 1322)

    assert city.unverified == 180
    rates = [round(city.rate(one) * 100, 1) for one in One]
    assert rates == [Decimal("97.0"), Decimal("85.0"), Decimal("100.0"), Decimal("94.4")]
    assert round(city.cautious(One.ASSESSMENT, Decimal("0.3")) * 100, 1) == Decimal("81.8")
    assert round(city.cautious(One.ASSESSMENT) * 100, 1) == Decimal("82.5")
    assert city.cautious(One.VERIFICATION) is None


def test_the_careful_value_is_shown_where_the_percentage_as_it_is_printed_would_change():
    city = Coverage(base=17, verified=16, wanting=16, assessed=1)  # 6.25 %, printed half-up as 6.3 %

    assert percent(city.rate(One.ASSESSMENT)) == "6.3%"
    assert percent(city.cautious(One.ASSESSMENT, Decimal("0.1"))) == "6.2%"


def test_how_old_an_assessment_may_be_is_said_once():
    own = Figure("assessment.valid_months", "本市", "211100", Decimal(6), "month", "本市文件", where="x")
    figures = FigureTable([*table().rows, own]).on(date(2024, 6, 30), CITY)
    report = Report(2, date(2023, 8, 1), "D1", True, date(2023, 8, 1), date(2024, 4, 2))

    assert report_counts(report, YEAR.first, FIGURES).value == date(2024, 4, 2)
    assert report_counts(report, YEAR.first, figures).value is None
    assert valid_until(report.on, Held(), figures).value == date(2024, 2, 1)
    assert "four_ones.assessment_months" not in FIGURES


def test_without_unverified_or_without_any_verified_there_is_no_careful_value():
    assert Coverage(100, 100, 40, 30, 40, 20).cautious(One.ASSESSMENT) is None
    assert Coverage(100, 0).cautious(One.SERVICE) is None
    assert Coverage(100, 0).rate(One.SERVICE) is None


DAYS = st.dates(date(2023, 11, 1), date(2024, 12, 31))


@st.composite
def lives(draw):
    starts = sorted(draw(st.lists(DAYS, max_size=4, unique=True)))
    work = tuple(
        Work("14", first, draw(st.sampled_from([first + timedelta(20), None])) if n == len(starts) - 1 else starts[n + 1])
        for n, first in enumerate(starts)
    )  # fmt: skip
    checks, said = [], []
    for n, on in enumerate(draw(st.lists(DAYS, max_size=4))):
        wish = draw(st.sampled_from(["now", "later", "no", "cannot_say"]))
        checks.append(replace(CHECK, thread=10 + n, on=on, wish=wish))
        said.append(Said(on, wish, 7, False))
    return {
        "born_on": draw(st.sampled_from([BORN, date(1964, 7, 1), date(2008, 3, 1), date(1960, 1, 1)])),
        "work": work,
        "checks": tuple(checks),
        "said": tuple(said),
        "reports": tuple(replace(REPORT, thread=20 + n, on=on, signed_on=on, shown_on=on)
                         for n, on in enumerate(draw(st.lists(DAYS, max_size=2)))),
        "services": tuple(replace(SERVICE, thread=30 + n, on=on, outcome=draw(st.sampled_from([2, 8, None])))
                          for n, on in enumerate(draw(st.lists(DAYS, max_size=3)))),
    }  # fmt: skip


def test_whoever_found_work_in_time_is_not_verified_by_a_visit_at_work():
    at_work = replace(CHECK, on=date(2024, 10, 4), is_employed=True, wish="", reason=None)
    row = owed(work=(Work("14", date(2024, 9, 1)),), checks=(at_work,))[One.VERIFICATION]
    assert (row.done_on, row.left_reason) == (None, Left.EMPLOYED)
    assert owed(work=(Work("14", date(2024, 9, 1)),), **done())[One.VERIFICATION].done_on == CHECK.on


def test_a_certificate_issued_again_does_not_undo_what_was_done_before():
    again = (CertificatePeriod(date(2024, 9, 5), date(2034, 9, 5), "", grade=3),)
    found = owed(certificates=again, **done(registrations=(REGISTRATION,), services=(SERVICE,)))
    assert [found[one].done_on for one in (One.VERIFICATION, One.NEED, One.SERVICE)] == [
        CHECK.on, REGISTRATION.on, SERVICE.on,
    ]  # fmt: skip
    unseen = replace(CHECK, confirmed=CHECK.confirmed - {"certificate"})
    assert owed(certificates=again, checks=(unseen,), said=SAID)[One.VERIFICATION].done_on is None


@given(lives(), DAYS.filter(lambda day: day >= YEAR.first), st.randoms())
def test_in_whatever_order_facts_arrive_there_is_one_answer_for_a_day(life, day, chance):
    other = {
        name: tuple(chance.sample(rows, len(rows))) if isinstance(rows, tuple) else rows for name, rows in life.items()
    }

    found, again = (obligations(case(**facts), YEAR, day, figures_on(day)) for facts in (life, other))

    assert found == again
    assert len({row.one for row in found}) == len(found)


@given(lives(), DAYS.filter(lambda day: day >= YEAR.first), DAYS)
def test_one_more_service_never_undoes_anything(life, day, on):
    more = {**life, "services": (*life["services"], replace(SERVICE, thread=99, on=on))}

    before, after = (owed(day, **facts) for facts in (life, more))

    assert set(before) == set(after)
    assert {one for one, row in before.items() if row.done_on} <= {one for one, row in after.items() if row.done_on}


@given(lives(), DAYS.filter(lambda day: day >= YEAR.first))
def test_nothing_is_both_done_and_left_and_what_is_done_was_done_by_the_day(life, day):
    for row in owed(day, **life).values():
        assert not (row.done_on and row.left_on)
        assert row.owed_from <= day
        assert row.done_on is None or row.done_on <= day
        assert row.left_on is None or row.left_on <= day
