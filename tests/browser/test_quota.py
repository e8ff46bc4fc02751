"""The pages of the quota and of leading by example in every mode."""

import pytest

from tests.domain.quota_city import YEAR, body, city_with_wages, firm, placed
from tests.domain.reporting_ledger import UNIT
from tonggong.base.accounts.practice import ensure_practice_accounts
from tonggong.base.accounts.who import system_who
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.services import set_parent
from tonggong.domain.quota.models import LeadPlan
from tonggong.domain.quota.services import make_year

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def one(practice, visitor):
    ledger, who = city_with_wages(), system_who("试验", "2111")
    firm(ledger, "91211100MA0TEST35E", 1234, "国有企业")
    branch = firm(ledger, "91211100MA0TEST45E", 90, "国有企业")
    set_parent(who, branch, "91211100MA0TEST35E", "营业执照副本")
    body(ledger, "11211100MA0TEST77Z", 60, 100)
    body(ledger, "12211100MA0TEST78Z", 20, 25, "事业单位", is_committee_member=True)
    placed(ledger)
    placed(ledger, wage="1000")
    make_year(who, YEAR)
    ensure_practice_accounts()
    found = visitor()
    found.come_in("linan")
    return found


@pytest.mark.parametrize(
    "path",
    ["/quota/?year={year}", "/quota/?year={before}", "/quota/units/?year={year}", "/quota/state/?year={year}",
     "/quota/units/{unit}/?year={year}", "/quota/units/{unit}/parent/", "/leading/?year={year}",
     "/leading/bodies/?year={year}&group=breach", "/leading/plans/", "/leading/plans/{plan}/", "/leading/cadres/"],
)  # fmt: skip
def test_pages_hold_in_every_mode(one, path):
    unit, plan = Unit.objects.get(code=UNIT).pk, LeadPlan.objects.get().pk
    one.open(path.format(year=YEAR, before=YEAR - 1, unit=unit, plan=plan))

    one.judge_in_every_mode()
