"""Persons by keyboard alone, and the pages of persons, units and figures in every mode."""

import pytest

from tests.browser.visitors import PHONE
from tests.web.federation_people import some_people
from tonggong.base.accounts.practice import ensure_practice_accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(practice):
    people = some_people()
    ensure_practice_accounts()
    return people


@pytest.fixture
def one(people, visitor):
    found = visitor()
    found.come_in("linan")
    return found


def test_a_person_is_found_opened_and_looked_at_as_known_on_a_day_without_a_mouse(one, people):
    page = one.open("/people/")
    page.keyboard.press("/")
    page.keyboard.type("淑珍")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    page.get_by_role("link", name="王淑珍").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{people.wang.pk}/")
    page.get_by_label("按这一天所知").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2024-07-01")
    page.keyboard.press("Enter")
    page.get_by_text("现在看的是 2024年7月1日 所知").wait_for()

    assert page.locator(".superseded").count() == 0
    one.judge()


def test_a_full_number_is_shown_after_a_reason_and_takes_the_focus_of_a_reader(one, people):
    page = one.open(f"/people/{people.wang.pk}/number/")
    page.get_by_label("为什么要看").fill("到社保中心核对")
    page.keyboard.press("Enter")
    page.get_by_text(people.number).wait_for()

    one.judge()
    assert people.number not in page.url


@pytest.mark.parametrize(
    "path",
    ["/people/", "/people/{wang}/", "/people/{wang}/seen/", "/people/{wang}/merge/", "/people/{wang}/merge/{chen}/",
     "/units/", "/units/{unit}/", "/search/"],
)  # fmt: skip
def test_pages_hold_in_every_mode(one, people, path):
    one.open(path.format(wang=people.wang.pk, chen=people.chen.pk, unit=people.unit.pk))

    one.judge_in_every_mode()


def test_the_long_register_of_figures_holds_on_a_desk_and_on_a_phone(one):
    one.open("/policy/")

    one.judge()
    one.look(PHONE)
    one.judge(rules=[])
