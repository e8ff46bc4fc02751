"""The months that a confirmed case strikes out count no more, for page, batch and what is kept; undone, they count again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.domain.quota_city import MONTHS, YEAR, city_with_wages, placed
from tests.domain.reporting_ledger import UNIT, XINGLONG
from tests.domain.test_inspection_cases import JIA, YI, heard
from tonggong.base.accounts.who import system_who
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Attested
from tonggong.domain.employment.services import end_attested
from tonggong.domain.inspection.models import Screening, Suspected
from tonggong.domain.inspection.services import cases, results
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.services.years import make_year
from tonggong.domain.quota.yearly import quota_of, quotas

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(practice):
    return placed(city_with_wages())


@pytest.fixture
def case(person):
    """A heard case in which the person was found not to work there."""
    run = Screening.objects.create(year=YEAR, rule_version="1", placements=1, by="系统", at=clock.now())
    row = Suspected.objects.create(
        year=YEAR, person=person, unit_code=UNIT, county_code=XINGLONG[0], score=80, level="check", codes=" F10 ",
        content={"hits": [], "silent": [], "steps": []}, fingerprint="1", first_seen=run, last_seen=run,
    )  # fmt: skip
    made = heard(cases.open_case(JIA, [row], "先看一看"))
    results.find(JIA, made, person.pk, "not_real", "没有到岗", "走访记录")
    return made


def closed(case, person, those):
    """The case closed with a result that counts months out."""
    results.propose(JIA, case, "not_counted", "没有到岗的月份不计入", {person.pk: those})
    results.confirm(YI, case)


def counted():
    """What the unit's page, the batch of the city and the kept year say; all three are the same."""
    page = quota_of(UNIT, YEAR).levy.counted
    assert {one.unit.code: one.levy.counted for one in quotas(YEAR)}[UNIT] == page
    kept = YearResult.objects.get(unit=Unit.objects.get(code=UNIT), year=YEAR).counted
    assert kept == page
    return page


def test_a_confirmed_result_takes_the_months_out_and_an_undone_one_gives_them_back(case, person):
    make_year(system_who(), YEAR)
    assert counted() == 1

    results.propose(JIA, case, "not_counted", "没有到岗", {person.pk: [MONTHS[3], MONTHS[4], MONTHS[8]]})
    assert counted() == 1  # nothing follows from what nobody confirmed
    results.confirm(YI, case)

    assert counted() == Decimal("0.75")
    ((_, one),) = quota_of(UNIT, YEAR).placements
    against = {m.month: [f.text for f in m.against] for m in one.months if not m.counts}
    assert against == {
        m: [f"认定时没有计入：核查案卷第{case.pk}号认定为不实"] for m in (MONTHS[3], MONTHS[4], MONTHS[8])
    }
    spans = Attested.objects.standing().order_by("first_month").values_list("first_month", "last_month")
    assert list(spans) == [(MONTHS[3], MONTHS[4]), (MONTHS[8], MONTHS[8])]

    before = clock.now()
    with clock.pretend(before + timedelta(days=1)):
        results.reopen(JIA, case, "单位补交了考勤")
        assert counted() == 1
        closed(case, person, MONTHS[6:])  # the corrected result stands in place of the first
        assert counted() == Decimal("0.5")
    assert quota_of(UNIT, YEAR, known_at=before).levy.counted == Decimal("0.75")  # as it was held then


def test_a_declaration_that_is_decided_later_does_not_count_what_a_case_struck_out(case, person):
    closed(case, person, MONTHS)

    changes = Changes(clock.now(), "审核人")
    end_attested(changes, UNIT, YEAR)
    changes.write()

    assert quota_of(UNIT, YEAR).levy.counted == 0


def test_a_result_that_strikes_nothing_out_leaves_the_year_alone(case, person):
    results.propose(JIA, case, "corrected", "单位已整改")
    results.confirm(YI, case)

    assert quota_of(UNIT, YEAR).levy.counted == 1
    assert not Attested.objects.exists()
