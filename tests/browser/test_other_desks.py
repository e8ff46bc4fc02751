"""The departments', employers', administrators' and public pages hold in every mode, as the people who use them."""

import pytest

from tests.browser.visitors import CONTRAST, PHONE

PLACES = (
    ("mawen", "/departments/"),
    ("mawen", "/departments/upload/"),
    ("gaoyuan", "/employer/"),
    ("tianfang", "/employer/classes/"),
    ("xiaolin", "/portal/own/"),
    ("anquan", "/administration/accounts/"),
    ("rizhi", "/administration/audit/"),
    ("xitong", "/administration/system/"),
)


@pytest.mark.parametrize("path", ["/portal/", "/portal/plan/", "/portal/correct/", "/portal/accessibility/"])
def test_a_public_page_holds_in_every_mode(city, visitor, path):
    one = visitor()
    one.open(path)

    one.judge_in_every_mode()


@pytest.mark.parametrize(("user", "path"), PLACES, ids=[path for _user, path in PLACES])
def test_a_desks_page_holds_on_a_phone_and_in_high_contrast(city, visitor, user, path):
    one = visitor(PHONE)
    one.come_in(user)
    one.open(path)
    one.judge()
    one.look(CONTRAST)

    one.judge()


def test_the_doors_open_without_a_script_and_by_the_keyboard_alone(city, visitor):
    one = visitor(has_script=False)
    page = one.open("/portal/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "看方案和数字":
            break
    page.keyboard.press("Enter")

    assert page.locator("h1").inner_text() == "方案答应了什么"
