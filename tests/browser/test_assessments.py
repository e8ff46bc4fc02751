"""The ability assessment by keyboard and on a phone, and a pass that is scanned: the code never reaches an address."""

from datetime import date

import pytest

from tests.browser.visitors import PHONE, SMALLEST_LARGE
from tests.domain.assessed import HERE, acting, figures, shown, somebody
from tonggong.base.accounts.models import User
from tonggong.base.accounts.practice import ensure_practice_accounts
from tonggong.domain.casework.models import Assessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HELPS = [
    {"key": "jigs", "helps": "左边加挡块", "tried": True},
    {"key": "picture_sop", "helps": "", "tried": True},
    {"key": "transport_support", "helps": "早上接一趟", "tried": False},
]


@pytest.fixture
def person(practice):
    figures()
    ensure_practice_accounts()
    return somebody("4", 2, HERE, name="王淑珍")


@pytest.fixture
def assessed(person):
    """王淑珍 twice: two years ago, and now."""
    worker = acting(User.objects.get(username="linan"))
    first = shown(worker, person, level=2)
    levels = dict(Assessment.objects.standing().get(thread=first.thread).levels)
    for key in ("pace", "accuracy", "travel"):
        levels[key] = {**levels[key], "level": 1, "on": "2023-03-05"}
    Assessment.objects.filter(thread=first.thread).update(
        on=date(2023, 3, 5), levels=levels, next_due_on=date(2025, 3, 5)
    )
    said = {"strengths": "手巧，有耐心", "interests": "想做缝纫，离家近", "conditions": {"night": True}}
    return shown(worker, person, level=3, depth="D2", accommodations=HELPS, **said)


@pytest.mark.parametrize("path", ["people/{person}/assessments/", "assessments/{thread}/", "people/{person}/passes/"])
def test_pages_hold_in_every_mode(visitor, assessed, path):
    one = visitor()
    one.come_in("linan")
    one.open("/casework/" + path.format(person=assessed.person_id, thread=assessed.thread))

    one.judge_in_every_mode()


def test_a_talk_is_led_by_keyboard_alone_and_each_screen_holds(visitor, person):
    one = visitor()
    one.come_in("linan")
    page = one.open(f"/casework/people/{person.pk}/assessments/new/")
    page.get_by_label("车间、手工制作").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="开始问").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sense/")
    page.get_by_role("radio", name="能看清大字或大零件").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="存好，下一屏").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/mobility/")
    one.judge_in_every_mode()
    row = Assessment.objects.get(person=person)
    for part in ("helps/", "advice/", ""):
        one.open(f"/casework/assessments/{row.thread}/{part}")
        one.look(SMALLEST_LARGE)
        one.judge()

    assert Assessment.objects.get(pk=row.pk).levels["near_vision"]["level"] == 3


def test_a_pass_is_given_in_three_taps_and_scanned_on_a_phone(visitor, assessed):
    one = visitor()
    one.come_in("linan")
    page = one.open(f"/casework/people/{assessed.person_id}/assessments/")
    one.count_taps()
    page.get_by_role("link", name="支持需求通行证").click()
    page.get_by_label("给谁看").fill("盘锦测试食品有限公司人事")
    page.get_by_label("当面说的").check()
    page.get_by_role("button", name="开出通行证").click()
    code = page.locator(".code").inner_text()
    assert 0 < one.taps() <= 3
    one.judge()

    phone = visitor(PHONE)
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    phone.open(f"/casework/pass/#{code}")
    phone.page.wait_for_function("document.activeElement.id === 'said'")
    phone.judge()
    assert "#" not in phone.page.url
    phone.page.keyboard.type("李经理")
    phone.page.get_by_role("button", name="看需要的支持").click()
    phone.page.get_by_text("夹具、工装、防错治具：左边加挡块").wait_for()
    phone.judge()
    secret = code.replace("-", "")
    assert any(each.startswith(one.address) for each in asked)
    assert [each for each in asked if secret in each.replace("-", "").upper()] == []


def test_a_pass_opens_by_typing_without_scripts(visitor, assessed):
    one = visitor(PHONE, has_script=False)
    page = one.open("/casework/pass/")
    page.get_by_label("通行证上的码").fill("0000-0000-0000-0000-0000")
    page.get_by_role("button", name="看需要的支持").click()

    page.get_by_text("这个码打不开").wait_for()
