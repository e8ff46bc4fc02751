"""The frame, the components and the account desk, as people meet them."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import COLOURS, CONTRAST, LARGE, NORMAL, PHONE, RULES, SMALLEST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_page_holds_in_every_mode(city, visitor):
    one = visitor()
    one.open("/account/sign-in/")

    one.judge_in_every_mode()


def test_every_component_holds_in_every_mode(city, visitor):
    one = visitor()
    one.come_in("zhaomin")
    one.open("/account/style-guide/")

    one.judge_in_every_mode()


@pytest.mark.parametrize("path", ["/account/help/", "/account/display/", "/account/post/", "/account/password/", "/account/second-factor/", "/account/second-factor/set-up/", "/nowhere/"])  # fmt: skip
def test_the_pages_of_the_account_desk_hold_in_every_mode(city, visitor, path):
    one = visitor()
    one.come_in("sunwei")
    one.open(path)
    one.complaints.clear()  # the browser reports a 404 as an error: here it is what we want to see

    for mode, rules in ((NORMAL, RULES), (PHONE, RULES), (LARGE, []), (SMALLEST, []), (CONTRAST, COLOURS)):
        one.look(mode)
        one.complaints = [said for said in one.complaints if "404" not in said]
        one.judge(rules)


def test_large_type_and_contrast_switch_without_reloading_and_stay(city, visitor):
    one = visitor()
    page = one.open("/account/help/")
    page.evaluate("window.isStillTheSamePage = true")

    page.get_by_role("button", name="大字").first.click()
    page.get_by_role("button", name="高对比").first.click()

    assert page.evaluate("window.isStillTheSamePage") is True
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    expect(page.get_by_role("button", name="高对比").first).to_have_attribute("aria-pressed", "true")
    one.open("/account/sign-in/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"


def test_the_switches_work_without_javascript(city, visitor):
    one = visitor(has_script=False)
    page = one.open("/account/help/")

    page.get_by_role("button", name="大字").first.click()

    expect(page.locator("html")).to_have_attribute("data-size", "large")
    assert page.url.endswith("/account/help/")


def test_signing_in_by_keyboard_alone_shows_the_focus_and_arrives(city, visitor):
    one = visitor()
    page = one.open("/account/sign-in/")

    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.get_by_label("用户名").focus()
    page.keyboard.type("zhaomin")
    page.keyboard.press("Tab")
    assert "rgb(255, 176, 0)" in page.evaluate("getComputedStyle(document.activeElement).outlineColor")
    page.keyboard.type("TongGong-2024")
    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: "sign-in" not in url)
    expect(page.locator(".who summary")).to_contain_text("赵敏")
    assert one.complaints == []


def test_a_wrong_password_says_how_to_mend_and_takes_the_focus(city, visitor):
    one = visitor()
    page = one.open("/account/sign-in/")
    page.get_by_label("用户名").fill("zhaomin")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()

    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("用户名")).to_have_value("zhaomin")
    one.judge()


def test_a_password_can_be_shown_and_hidden(city, visitor):
    page = visitor().open("/account/sign-in/")
    field = page.get_by_label("密码", exact=True)
    field.fill("TongGong-2024")

    page.get_by_role("button", name="显示密码").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="隐藏密码").click()
    expect(field).to_have_attribute("type", "password")


def test_the_question_mark_lists_the_shortcuts_and_escape_closes_them(city, visitor):
    one = visitor()
    page = one.sign_in("zhaomin")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    assert one.findings() == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()


def test_single_keys_can_be_switched_off(city, visitor):
    one = visitor()
    page = one.come_in("zhaomin")
    one.open("/account/display/")
    page.get_by_role("button", name="关掉单键快捷键").click()

    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_be_hidden()
