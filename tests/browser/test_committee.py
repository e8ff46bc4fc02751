"""The committee's pages, as people meet them."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import CONTRAST, NORMAL, PHONE, SMALLEST_LARGE
from tests.web.committee_city import MONTH, city_with_figures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def filled(city):
    """The practice city with accounts, a small ledger and its figures."""
    return city_with_figures()


@pytest.mark.parametrize(
    "path", ["/progress/", "/figures/plan.new_jobs/", "/figures/employment.rate/?by=form", "/tasks/", "/plan/"]
)
def test_a_page_of_the_desk_holds_in_every_mode(filled, visitor, path):
    one = visitor()
    one.come_in("zhaomin")
    one.open(path)

    one.judge_in(NORMAL, PHONE, CONTRAST, SMALLEST_LARGE)


def test_from_the_dashboard_to_a_person_behind_the_number_by_keyboard(filled, visitor):
    one = visitor()
    page = one.come_in("zhaomin")
    one.open("/progress/")
    figure = page.locator("a.figure.hero").first
    figure.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("8 人是哪些人")
    expect(page.locator("table.people tbody tr")).to_have_count(8)


def test_a_circular_is_drafted_read_and_signed_by_two(filled, visitor):
    one = visitor()
    page = one.come_in("linan")
    one.open("/circulars/")
    page.locator(f"button[name=month][value='{MONTH}']").click()
    expect(page.locator(".paper-title").first).to_contain_text("工作进展情况的通报")
    one.judge_in(NORMAL, PHONE, CONTRAST, SMALLEST_LARGE)
    address = page.url

    other = visitor()
    second = other.come_in("zhaomin")
    second.goto(address)
    second.get_by_role("button", name="签发").click()
    expect(second.locator(".asof")).to_contain_text("已印发")
