"""The start page of a worker on a phone: seen in every mode, put off and taken back by keyboard alone."""

import re
from datetime import date

import pytest

from tests.browser.visitors import PHONE
from tests.domain.today_city import Town, on
from tonggong.base.accounts.models import Post, User
from tonggong.domain.status.models import Owed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def listed(city):
    """The practice worker, in the town of the tests, with two people to contact."""
    user = User.objects.get(username="hanyumei")
    with on():
        town = Town(worker=user)
        Post.objects.filter(user=user).update(reach="211103002")
        owed = town.somebody("王淑珍", visited=date(2024, 11, 1))
        town.somebody("陈桂兰", visited=date(2023, 12, 20))
        Owed.objects.create(
            person=owed, one="need", period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 20)
        )
    return user


def test_the_day_is_seen_in_every_mode_and_put_off_without_a_mouse(listed, visitor):
    one = visitor(PHONE)
    page = one.sign_in(listed.username)
    page.get_by_role("heading", name="今天 2 人").wait_for()
    one.judge_in_every_mode()

    one.look(PHONE)
    page.get_by_role("button", name=re.compile("改天.*陈桂兰")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="今天 1 人").wait_for()
    page.get_by_role("button", name=re.compile("撤回.*陈桂兰")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="今天 2 人").wait_for()
    one.judge()


def test_without_script_the_account_and_what_is_owed_are_there(listed, visitor):
    one = visitor(PHONE, has_script=False)
    page = one.sign_in(listed.username)
    page.locator("details.account summary").first.click()
    page.get_by_text("权重").first.wait_for()
    page.get_by_role("link", name="我的", exact=True).last.click()

    page.get_by_role("heading", name="本月还欠").wait_for()
