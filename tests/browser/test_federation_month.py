"""The queue by keyboard alone, and the month's pages in every mode."""

import pytest

from tests.browser.visitors import NORMAL, PHONE
from tests.domain.month_files import HEADS
from tests.web.federation_month import worked_month
from tonggong.base.accounts.practice import ensure_practice_accounts
from tonggong.domain.comparison.models import Finding

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(practice, tmp_path):
    city = worked_month(tmp_path)
    ensure_practice_accounts()
    return city


def test_a_clerk_works_the_queue_by_keys_and_never_leaves_the_page(city, visitor):
    one = visitor()
    one.come_in("wanghao")
    page = one.open(f"/findings/{Finding.objects.filter(cause='death').earliest('pk').pk}/")
    page.evaluate("window.stayed = true")

    page.keyboard.press("e")
    page.get_by_role("heading", name="死亡登记 2024年9月 第 2 行").wait_for()
    page.keyboard.press("n")
    page.keyboard.type("电话核实")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.locator("#case-name", has_text="李国栋").wait_for()

    assert page.evaluate("document.activeElement.id") == "case-name"
    assert page.locator("#said").inner_text() == "王淑珍，已采信来文，还有 4 条"
    assert page.evaluate("window.stayed")

    page.keyboard.press("s")
    page.locator("#case-name", has_text="张桂兰").wait_for()
    page.keyboard.press("u")
    page.locator("#case-name", has_text="王淑珍").wait_for()
    page.keyboard.press("j")
    page.locator("#case-name", has_text="李国栋").wait_for()
    page.keyboard.press("k")
    page.locator("#case-name", has_text="王淑珍").wait_for()

    assert page.evaluate("window.stayed")
    assert Finding.objects.filter(state="open").count() == 5
    assert one.complaints == []


def test_the_same_cause_goes_together_with_one_key(city, visitor):
    one = visitor()
    one.come_in("wanghao")
    page = one.open("/findings/")

    page.keyboard.press("g")
    page.locator("#said", has_text="同一原因 2 条，已采信来文").wait_for(state="attached")

    assert Finding.objects.filter(cause__startswith="unit-renamed", state="accepted").count() == 2


def test_without_script_the_queue_decides_by_plain_forms(city, visitor):
    one = visitor(has_script=False)
    one.come_in("wanghao")
    page = one.open("/findings/")

    page.get_by_role("button", name="不采信", exact=False).nth(0).click()

    assert Finding.objects.exclude(state__in=["open", "fact", "settled"]).count() >= 1


@pytest.mark.parametrize(
    "path",
    ["/month/", "/findings/", "/exchange/?month=2024-09", "/exchange/upload/", "/months/2024-09/findings/ended/"],
)
def test_each_page_is_right_in_every_mode(city, visitor, path):
    one = visitor()
    one.come_in("linan")
    one.open(path)
    one.judge_in_every_mode()


def test_a_file_is_looked_at_and_taken_in(city, visitor, tmp_path):
    rows = [city.certificate(n) for n in range(6, 10)]
    rows[1][2] = "2.11122E+17"
    file = tmp_path / "certificates-兴隆台区残联.csv"
    file.write_text("\n".join([HEADS["certificates"], *(",".join(row) for row in rows)]), encoding="utf-8")
    one = visitor()
    one.come_in("linan")
    page = one.open("/exchange/upload/?month=2024-10&feed=certificates")

    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="核对这份文件").click()
    page.get_by_role("heading", name="核对这份文件").wait_for()
    one.judge_in(PHONE, NORMAL)
    page.get_by_role("button", name="收下 3 行").click()
    page.get_by_role("heading", name="退回的 1 行").wait_for()
    one.judge_in(PHONE, NORMAL)
