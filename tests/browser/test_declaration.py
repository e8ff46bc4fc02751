"""A unit's declaration in a real browser: prefilled, one paper more, submitted, the receipt."""

from datetime import date

import pytest

from tests.browser.visitors import PHONE
from tests.domain.paper_files import jpeg
from tests.domain.reporting_ledger import UNIT, Ledger, at
from tests.web.levy_city import YEAR, a_firm, local_average, placed
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.practice import ensure_practice_accounts
from tonggong.base.installation import clock
from tonggong.domain.employment.models import Spell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_unit_declares_its_year_on_a_phone_with_one_paper_more(practice, visitor, monkeypatch):
    # The server's threads live in April too: a year is declared from March to October of the next.
    monkeypatch.setattr(clock, "_ahead", [at(date(YEAR + 1, 4, 1)) - clock.real_now()])
    ledger = Ledger()
    local_average(90_000)
    a_firm(ledger)
    for name in ("林小甲", "林小乙"):
        person = placed(ledger, name, reported=True)
    Spell.objects.filter(person=person).update(contract_kind="", contract_until=None)
    ensure_practice_accounts()
    Post.objects.filter(user__username="gaoyuan").update(unit_code=UNIT)
    one = visitor(PHONE)
    one.come_in("gaoyuan")
    page = one.open(f"/employer/declaration/?year={YEAR}")
    assert page.get_by_text("1人已由参保数据确认，1人请补一份材料。").count() == 1
    one.judge()

    page.get_by_role("link", name="补编制或一年以上合同的材料").click()
    page.get_by_role("button", name="记下更正").click()
    page.locator("#id_file_problem").wait_for()
    one.judge()
    page.get_by_label("为什么更正").fill("合同没有录入")
    page.get_by_label("凭据").set_input_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.get_by_role("button", name="记下更正").click()
    page.get_by_text("1人已补材料，等审核").wait_for()
    page.get_by_role("button", name="提交申报").click()
    page.get_by_role("heading", name="回执和进度").wait_for()

    assert page.locator("dt", has_text="回执号").count() == 1
    one.judge()
