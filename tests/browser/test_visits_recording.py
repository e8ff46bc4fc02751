"""A visit by thumb: twelve taps at most, nothing to type, with a script and without; its pages in every mode."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import PHONE, SMALLEST_LARGE
from tests.domain.visiting import Ledger, entry, seen, somebody, verified
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.practice import ensure_practice_accounts
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, Need, Verification
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.status.services import refresh

WORKER = "hanyumei"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(practice):
    """Somebody in a worker's town who was visited last autumn and wants work."""
    ledger = Ledger()
    ensure_practice_accounts()
    worker = User.objects.get(username=WORKER)
    reach = Post.objects.get(user=worker).reach
    person = ledger.person((f"{reach[:6]}000000", f"{reach}000"))
    Assignment.objects.create(
        person=person,
        kind="worker",
        user=worker,
        started_on=clock.today() - timedelta(days=400),
        by="县残联",
        at=clock.now(),
    )
    with clock.pretend(clock.now() - timedelta(days=370)):
        record_entry(system_who(), entry(
            person, verification=verified(wish="later"), need={"jobs": ["保洁"], "forms": ["7"], "distance_km": 5},
        ))  # fmt: skip
    refresh(None)
    return person


def test_no_change_and_one_need_take_twelve_taps_at_most_from_the_list(town, visitor):
    one = visitor(PHONE)
    one.come_in(WORKER)
    page = one.open("/casework/four-ones/names/?one=verification&state=open")
    one.count_taps()
    page.get_by_role("link", name=re.compile("^记走访")).click()
    page.get_by_text("第 1 步，共 5 步").wait_for()
    page.get_by_role("button", name="下一步：基本信息").click()
    page.get_by_role("button", name="没有变化").locator("visible=true").click()
    page.get_by_role("button", name="没有变化").locator("visible=true").click()
    page.get_by_label("有人照料").click()
    page.get_by_role("button", name="下一步：约下次").click()
    page.get_by_text("一个月后").click()
    page.get_by_role("button", name="记下这次走访").click()
    page.get_by_role("heading", name="记下了").wait_for()
    assert 0 < one.taps() <= 12
    one.judge()
    latest = Verification.objects.order_by("-pk").first()
    assert (len(latest.confirmed), latest.wish, latest.said_by) == (7, "later", "韩玉梅")
    assert Need.objects.standing().get().kind == "care"
    for way in ("今天要联系的人", "四个一还差谁"):
        expect(page.get_by_role("link", name=way)).to_be_visible()


def test_without_a_script_the_same_form_is_one_page_and_keeps_its_words_when_refused(town, visitor):
    one = visitor(PHONE, has_script=False)
    one.come_in(WORKER)
    page = one.open(f"/visits/people/{town.pk}/record/")
    page.get_by_text("电话换了，或者搬了家").click()
    page.get_by_label("新的联系电话").fill("1390000111")
    page.get_by_label("还有什么要记").fill("婆婆住院到十月")
    page.get_by_role("button", name="记下这次走访").click()
    page.get_by_text("手机号是 11 位，现在 10 位，少 1 位").first.wait_for()

    assert page.get_by_label("还有什么要记").input_value() == "婆婆住院到十月"
    page.get_by_label("新的联系电话").fill("13900001111")
    page.get_by_role("button", name="记下这次走访").click()
    page.get_by_role("heading", name="记下了").wait_for()
    expect(page.get_by_text("电话改成尾号 1111")).to_be_visible()


def test_every_target_of_the_form_is_wide_enough_for_a_thumb_and_a_fault_opens_its_step(town, visitor):
    one = visitor(PHONE)
    one.come_in(WORKER)
    page = one.open(f"/visits/people/{town.pk}/record/")
    page.get_by_text("第 1 步，共 5 步").wait_for()
    small = []
    for step in range(5):
        for box in page.locator(
            "form.visit :is(label:has(input), button, summary, select, input[type=text]):visible"
        ).all():
            size = box.bounding_box()
            if size["height"] < 44 or size["width"] < 44:
                small.append(box.inner_text())
        if step < 4:
            page.locator("[data-next-step]").click()
    assert small == []
    page.locator("[data-back-step]").click()
    page.get_by_text("答应了事").click()
    page.get_by_label("答应了什么").first.fill("送表")
    page.locator("[data-next-step]").click()
    page.get_by_role("button", name="记下这次走访").click()
    page.locator("#errors").wait_for()
    expect(page.get_by_text("第 4 步，共 5 步")).to_be_visible()
    page.locator("#errors a").first.click()
    expect(page.locator("[name=promise0_due_on]")).to_be_focused()
    one.judge()


def test_the_pages_of_visits_and_cases_hold_in_every_mode(town, visitor):
    worker = somebody(username="liwei", name="李伟", reach=town.township_code[:9])
    record_entry(worker, entry(
        town, verification=verified(), seen={**seen(town), "phone": "99"}, changed={"phone": "13900001111"},
        need={"jobs": ["保洁"], "kinds": [{"kind": "care", "detail": "白天有人照看婆婆"}]}, next_on=(clock.today() + timedelta(days=9)).isoformat(),
        services=[{"kind": 1, "content": "讲了低保渐退的办法", "outcome": 5}], promises=[{"text": "问社区保洁岗", "due_on": (clock.today() + timedelta(days=3)).isoformat()}],
    ))  # fmt: skip
    refresh(None)
    one = visitor()
    one.come_in(WORKER)
    for path in (f"/casework/people/{town.pk}/", "/casework/four-ones/", f"/visits/people/{town.pk}/record/"):
        one.open(path)
        one.judge_in_every_mode()
    one.look(PHONE)
    for path in ("/casework/four-ones/names/", "/casework/needs/", "/casework/services/", "/visits/conflicts/"):
        one.open(path)
        one.judge()
    page = one.open("/visits/conflicts/")
    page.get_by_role("link", name="联系电话，对照后定").click()
    page.get_by_role("heading", level=1).wait_for()
    one.judge()
    one.look(SMALLEST_LARGE)
    one.judge()
