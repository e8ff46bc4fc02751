"""The levy in a real browser: from the front page to the explained amount by the keyboard, and the own unit's year."""

import re

import pytest

from tests.browser.visitors import NORMAL, PHONE, SMALLEST_LARGE
from tests.domain.reporting_ledger import UNIT, Ledger
from tests.web.levy_city import MONTHS, YEAR, a_firm, placed
from tonggong.base.accounts.models import Post

MOST_FIELDS, MOST_KEYS = 15, 80


def focus_on(page, name):
    """Go by Tab until what has the focus is called so; say how often Tab was pressed."""
    for pressed in range(1, 90):
        page.keyboard.press("Tab")
        called = page.evaluate(
            "(document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || '').trim()"
        )
        if called.startswith(name):
            return pressed
    raise AssertionError(f"not reached by Tab: {name}")


def without_folds(page):
    """Open whatever is folded, so that it is judged too."""
    page.evaluate("document.querySelectorAll('details.twin').forEach(one => one.open = true)")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_from_the_front_page_to_the_explained_levy_by_the_keyboard_alone(city, visitor, has_script):
    one = visitor(has_script=has_script)
    page = one.open("/portal/")
    pressed = focus_on(page, "残保金")
    page.keyboard.press("Enter")
    page.wait_for_url("**/portal/levy/")
    fields = page.locator("main form :is(input:not([type=hidden]), select, textarea)").count()
    for label, text in (("职工人数", "120人"), ("职工年平均工资", "6万")):
        pressed += focus_on(page, label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator("h1", has_text="是怎么算出来的").wait_for()

    assert fields <= MOST_FIELDS
    assert pressed <= MOST_KEYS
    assert re.fullmatch(r"[\d,]+\.\d\d 元", page.locator(".levy-amount").inner_text())
    assert "应安排120人×1.5%＝1.8人" in page.locator(".steps").inner_text()
    assert page.locator(".steps > li").count() >= 4
    assert page.locator(".steps .source").count() == page.locator(".steps > li").count()
    if has_script:
        one.judge()


def test_the_simulator_holds_in_every_mode_empty_and_with_errors(city, visitor):
    one = visitor()
    page = one.open("/portal/levy/")
    one.judge_in_every_mode()
    page.locator("#id_staff").fill("很多")
    page.get_by_role("button", name="算一算").click()
    page.locator("#id_staff_problem").wait_for()

    assert page.evaluate("document.activeElement.id") == "errors"
    one.judge()


@pytest.mark.parametrize("mode", [NORMAL, PHONE, SMALLEST_LARGE], ids=lambda mode: mode.name)
def test_the_explained_levy_holds_on_every_width_and_in_high_contrast(city, visitor, mode):
    one = visitor(mode)
    page = one.open("/portal/levy/")
    page.locator("#id_staff").fill("120")
    page.locator("#id_wage").fill("60000")
    page.locator("#id_ordinary").fill("1")
    page.locator("#id_ordinary_months").fill("9")
    page.get_by_role("button", name="算一算").click()
    page.locator(".levy-amount").wait_for()
    without_folds(page)
    one.judge()
    page.evaluate("document.documentElement.dataset.contrast = 'high'")

    one.judge()


def a_firm_of_gaoyuan():
    ledger = Ledger()
    a_firm(ledger)
    placed(ledger, "林小满", reported=True, which=MONTHS[3:])
    gap = placed(ledger, "周大海", reported=True, grade=1)
    gap.contributions.filter(first_month=f"{YEAR}-06").delete()
    Post.objects.filter(user__username="gaoyuan").update(unit_code=UNIT)


def test_the_own_units_year_holds_in_every_mode(city, visitor):
    a_firm_of_gaoyuan()
    one = visitor()
    one.come_in("gaoyuan")
    one.open(f"/employer/quota/?year={YEAR}")

    one.judge_in_every_mode()


def test_a_year_without_anything_known_holds_too(city, visitor):
    one = visitor(PHONE)
    one.come_in("gaoyuan")
    one.open("/employer/quota/")

    one.judge()


def test_what_if_answers_at_once_by_the_keyboard_and_is_spoken(city, visitor):
    a_firm_of_gaoyuan()
    one = visitor()
    one.come_in("gaoyuan")
    page = one.open(f"/employer/quota/?year={YEAR}")
    focus_on(page, "再安排残疾人")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.locator("#try .try-result").wait_for()

    assert "年应缴" in page.locator("#tried-said").inner_text()
    assert page.evaluate("document.activeElement.id") == "try_ordinary_from"
    assert page.locator("#try_ordinary").input_value() == "2"
    one.judge()
