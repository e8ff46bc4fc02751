"""What a decision on a declaration accepted counts: insurance paid elsewhere, a dispatch agreement, heads, a struck month."""

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.quota_city import MONTHS, OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import UNIT, Ledger, at
from tonggong.base.changes import Changes
from tonggong.domain.employment.models import Attested, AttestedSum
from tonggong.domain.employment.services import attest, attest_sum
from tonggong.domain.quota.yearly import quota_of, quotas

pytestmark = pytest.mark.django_db
DECIDED = date(YEAR + 1, 4, 2)


@pytest.fixture
def ledger(practice) -> Ledger:
    return city_with_wages()


def accept(person, kind, first=MONTHS[0], last=MONTHS[-1], unit=UNIT, on=DECIDED, **known):
    said = {"yuan": None, "until": None, "other": "", "ground": "认定1号"} | known
    changes = Changes(at(on), "审核人")
    attest(
        changes,
        said | {"person_id": person.pk, "unit_code": unit, "kind": kind, "first_month": first, "last_month": last, "decided_on": on},
    )  # fmt: skip
    changes.write()


def correct(kind, period, amount, on=DECIDED, unit=UNIT):
    changes = Changes(at(on), "审核人")
    attest_sum(
        changes,
        {"unit_code": unit, "kind": kind, "period": period, "amount": amount, "ground": "认定1号", "decided_on": on},
    )
    changes.write()


def counted(unit=UNIT, known_at=None):
    found = quota_of(unit, YEAR, known_at)
    return found.levy.counted if found and found.levy else Decimal(0)


@pytest.mark.parametrize(("grade", "persons"), [(3, "0.75"), (2, "1.50")])
def test_insured_elsewhere_for_nine_months_counts_nine_twelfths_and_a_severe_grade_twice(ledger, grade, persons):
    person = placed(ledger, grade=grade)
    person.contributions.all().delete()
    assert counted() == 0

    accept(person, Attested.Kind.ELSEWHERE, "2023-04", "2023-12", other="锦州")

    assert counted() == Decimal(persons)
    assert counted(known_at=at(date(YEAR + 1, 4, 1))) == 0  # as known before the decision


@pytest.fixture
def agency(ledger):
    firm(ledger, OTHER, 60)
    return placed(ledger, unit=OTHER)


def both():
    """How often each month counts, at both units together."""
    found = [one for q in quotas(YEAR, codes=[UNIT, OTHER]) for _, one in q.placements]
    return {month: sum(m.counts for one in found for m in one.months if m.month == month) for month in MONTHS}


def test_a_dispatched_person_counts_at_the_agency_or_by_agreement_at_the_user_never_at_both(agency):
    assert (counted(OTHER), counted()) == (1, 0)

    accept(agency, Attested.Kind.AGREED, "2023-04", "2023-12", other=OTHER)

    assert (counted(OTHER), counted()) == (Decimal("0.25"), Decimal("0.75"))
    assert set(both().values()) == {1}
    in_batch = {one.unit.code: one.levy.counted for one in quotas(YEAR)}
    assert (in_batch[OTHER], in_batch[UNIT]) == (Decimal("0.25"), Decimal("0.75"))


def test_the_agreement_says_at_the_agency_that_the_user_counts(agency):
    accept(agency, Attested.Kind.AGREED, "2023-04", "2023-12", other=OTHER)

    ((_, one),) = quota_of(OTHER, YEAR).placements

    reasons = {m.month: [f.text for f in m.against] for m in one.months}
    assert reasons["2023-04"] == ["已与用工单位约定，由用工单位计算。"]
    assert reasons["2023-03"] == []


def test_a_month_that_the_decision_struck_out_does_not_count_and_says_why(ledger):
    person = placed(ledger)

    accept(person, Attested.Kind.STRUCK, "2023-05", "2023-06", ground="申报时证件已失效")

    ((_, one),) = quota_of(UNIT, YEAR).placements
    assert one.weighted_months == 10
    assert any("认定时没有计入：申报时证件已失效" in step.text for step in one.steps)


def test_accepted_heads_and_wages_stand_in_place_of_the_files_and_a_later_decision_above_an_earlier(ledger):
    placed(ledger)
    correct(AttestedSum.Kind.HEADS, "2023-01", 88)
    correct(AttestedSum.Kind.WAGES, str(YEAR), 5_940_000)
    assert quota_of(UNIT, YEAR).levy.headcount == 99
    assert quota_of(UNIT, YEAR).levy.case.wage_yuan == 60_000

    correct(AttestedSum.Kind.HEADS, "2023-01", 112, on=date(YEAR + 1, 5, 2))

    assert quota_of(UNIT, YEAR).levy.headcount == 101
    assert AttestedSum.objects.standing().filter(period="2023-01").count() == 1
    assert AttestedSum.objects.filter(period="2023-01").count() == 2


def test_a_contract_that_was_seen_and_a_wage_that_was_proved_count(ledger):
    person = placed(ledger, wage="1000")
    person.spells.update(contract_kind="", contract_until=date(2022, 6, 1))
    assert counted() == 0

    accept(person, Attested.Kind.CONTRACT)
    accept(person, Attested.Kind.WAGE, "2023-01", "2023-06", yuan=Decimal(2600))

    assert counted() == Decimal("0.5")
