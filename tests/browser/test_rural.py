"""Rural families in the browser: a need goes out and its receipt comes back, and every page holds in every mode."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.domain.rural_city import Country
from tonggong.base.installation import clock
from tonggong.domain.rural.models import ExchangeRow


def village():
    """A watched family that lost its job and part of its income, and one of whom both sides say otherwise."""
    country, today = Country(), clock.today()
    alert, wife, other = country.villager(), country.relative(), country.villager()
    country.family(alert, wife)
    country.family(other)
    for person in (alert, wife):
        country.watch(person, risk="因残")
    country.watch(other, skill="丧失劳动力", village="田家村")
    country.verified(other, on=today - timedelta(days=90), is_employed=False, reason=7)
    country.spell(alert, date(today.year - 1, 1, 1), today - timedelta(days=10))
    country.spell(wife, today - timedelta(days=200))
    country.income(alert, today.year - 2, 30000, on=today - timedelta(days=300))
    country.income(alert, today.year - 1, 19500, on=today - timedelta(days=5))
    for person in (alert, other):
        country.need(person, on=today - timedelta(days=30))
    return alert


def test_a_need_goes_out_and_its_receipt_comes_back_and_every_page_holds(city, visitor):
    alert = village()
    one = visitor()
    one.come_in("sunwei")
    page = one.open("/casework/rural/exchange/")
    page.get_by_role("button", name="准备名单").click()
    expect(page.get_by_text("新准备了 2 行")).to_be_visible()
    page.get_by_role("button", name="生成 2 行的名单").click()
    expect(page.get_by_text("生成了 2 行的名单")).to_be_visible()
    rows = "\n".join(
        f"{row.key},{'退回,姓名不符' if row.person_id == alert.pk else '已录入,'}" for row in ExchangeRow.objects.all()
    )
    page.get_by_label("回执文件").set_input_files(
        {"name": "回执.csv", "mimeType": "text/csv", "buffer": f"行编号,结果,退回原因\n{rows}\n".encode()}
    )
    page.get_by_role("button", name="收下").click()
    expect(page.get_by_text("1 行已录入，1 行退回")).to_be_visible()
    for path in (
        "exchange/",
        "",
        "alerts/",
        "work/?which=members-working",
        "income/",
        f"income/{alert.pk}/",
        "capacity/",
        "exchange/notice/",
    ):
        page = one.open(f"/casework/rural/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        one.judge_in_every_mode()
