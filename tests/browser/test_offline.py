"""Visits on a phone whose network is really cut: nothing lost, nothing in clear, nothing overwritten unseen."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.phone import ADDRESS, PIN, Phone
from tests.browser.visitors import CONTRAST, PHONE, SMALLEST_LARGE
from tests.domain.paper_files import png
from tests.domain.visiting import entry
from tonggong.base.accounts.models import User
from tonggong.base.accounts.queries import who_is
from tonggong.base.installation import clock
from tonggong.base.privacy import blind_index, seal
from tonggong.domain.casework.models import Assignment, EntryConflict, Need, Paper, Verification, Visit
from tonggong.domain.casework.queries.prefill import prefill_of
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.persons.models import Certificate, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOWN = ("211122000000", "211122103000")
PHONE_NUMBER = "13942715566"
NOTE = "婆婆住院到月底"


def assigned(n: int, name: str, worker: User, **more: Any) -> Person:
    number = f"21112219880101{n:03d}X"
    person = Person.objects.create(
        kind="holder", citizen_id_sealed=seal("person.citizen_id", number), citizen_id_index=blind_index("citizen_id", number),
        name=name, sex="2", born_on="1977-03-05", county_code=TOWN[0], township_code=TOWN[1], first_known_at=clock.now(),
        phone_sealed=seal("person.phone", PHONE_NUMBER), phone_index=blind_index("phone", PHONE_NUMBER), **more,
    )  # fmt: skip
    Certificate.objects.create(
        person=person, kind="disability", number_sealed=seal("certificate.number", number), category="4", grade=3,
        number_index=blind_index("certificate", number), status="valid", known_from=clock.now(),
    )  # fmt: skip
    Assignment.objects.create(
        person=person, kind="worker", user=worker, started_on="2024-01-01", by="试验", at=clock.now()
    )
    Visit.objects.create(
        person=person, key=uuid4(), worker=worker, method="phone", started_at=clock.now(), on="2024-01-05", outcome=2,
        next_on=clock.today(), known_from=clock.now(),
    )  # fmt: skip
    return person


@pytest.fixture
def chen(city):
    """Chen Guilan, whom Han Yumei visits; she said three months ago that she has no work and wants some."""
    worker = User.objects.get(username="hanyumei")
    person = assigned(1, "陈桂兰", worker)
    assigned(2, "孙立军", worker)
    Verification.objects.create(
        person=person, on="2024-01-05", method="home", answered_by="self", confirmed=["work", "wish"], is_employed=False,
        reason=4, wish="now", known_from=clock.now(),
    )  # fmt: skip
    return person


@pytest.fixture
def phone(chen, chromium, live_server, tmp_path):
    made = Phone(chromium, live_server.url, tmp_path / "disk")
    try:
        made.sign_in("hanyumei")
        made.take_list_along()
        yield made
    finally:
        made.switch_off()


def begin_visit(phone: Phone, name: str = "陈桂兰") -> Any:
    phone.page.get_by_role("button", name=f"记走访 {name}").click()
    phone.page.locator("#visit").wait_for()
    return phone.page


def record_one(phone: Phone, note: str) -> None:
    """No change and one need, then a note."""
    page = begin_visit(phone)
    phone.button("下一步：核对").click()
    phone.button("没有变化").click()
    page.get_by_label("学手艺").check()
    phone.button("下一步：记下").click()
    page.get_by_label("走访记录").fill(note)
    phone.button("存下这次走访").click()
    page.locator("#people").wait_for()


def test_a_visit_without_a_network_survives_a_dead_battery_and_comes_in_once_with_a_receipt(phone, chen):
    phone.cut()
    phone.open(ADDRESS)
    phone.says("现在没有网，可以照常记")
    phone.unlock()
    phone.page.locator("#people").wait_for()
    phone.page.evaluate("taps = 0; addEventListener('click', (e) => { taps += e.isTrusted && e.detail > 0; }, true)")
    record_one(phone, NOTE)
    phone.says("1 条存在手机里，有网自动送出")
    assert phone.page.evaluate("taps") <= 12

    phone.switch_off()
    phone.switch_on()
    phone.cut()
    phone.open(ADDRESS)
    phone.unlock()
    phone.page.locator("#people").wait_for()
    phone.button("待送 1").click()
    expect(phone.page.locator("#queue-rows > li")).to_have_count(1)
    expect(phone.page.locator("#queue-rows")).to_contain_text("陈桂兰")
    assert not Visit.objects.filter(was_offline=True).exists()

    phone.cut(False)
    phone.says("登录后发送 · 1 条待发送")
    phone.sign_in("hanyumei")
    phone.open(ADDRESS)
    phone.has_arrived()
    phone.all_sent()
    phone.unlock()
    phone.page.locator("#people").wait_for()
    phone.button("待送").click()
    visit = Visit.objects.get(was_offline=True)
    expect(phone.page.locator("#queue-rows")).to_contain_text(f"回执 {str(visit.key)[:8].upper()}")
    assert (visit.person, visit.note) == (chen, NOTE)
    assert Need.objects.get().kind == "training"
    assert Verification.objects.get(visit_key=visit.key).wish == "now"
    assert phone.complaints == []


def test_what_lies_on_the_phone_says_nothing_in_clear(phone):
    phone.cut()
    page = begin_visit(phone)
    page.locator("#onwards").click()
    phone.button("没有变化").click()
    page.get_by_role("checkbox", name="别的").check()
    page.get_by_label("别的是什么").fill("一辆三轮车")
    page.locator("#onwards").click()
    page.get_by_label("走访记录").fill(NOTE)
    page.set_input_files("#photo", {"name": "合同.png", "mimeType": "image/png", "buffer": png(width=1, height=1)})
    page.get_by_text("照片 1 KB").wait_for()
    page.locator("#onwards").click()
    page.locator("#people").wait_for()
    begin_visit(phone, "孙立军")
    page.locator("#onwards").click()
    phone.button("有变化，改一改").click()
    page.get_by_label("电话换成").fill("13877776666")
    phone.button("‹ 名单").click()
    page.get_by_role("button", name="记走访 孙立军").get_by_text("接着填").wait_for()
    words = [
        "陈桂兰",
        "孙立军",
        PHONE_NUMBER,
        "13877776666",
        NOTE,
        "一辆三轮车",
        PIN,
        "合同.png",
        "肢体三级",
        "没有变化，需要",
    ]
    raw = phone.raw()
    phone.switch_off()
    on_disk = {word: found for word in words if (found := phone.on_disk(word))}
    phone.switch_on()

    assert "离线走访" in raw
    assert [word for word in [*words, "韩玉梅"] if word in raw] == []
    assert on_disk == {}


def test_wrong_pins_and_signing_out_wipe_the_list_and_what_waits_is_sent_by_its_author_alone(phone):
    page = phone.page
    phone.cut()
    record_one(phone, NOTE)
    phone.button("锁上").click()
    for left in (4, 3, 2, 1):
        phone.unlock(f"错的口令{left}")
        page.get_by_text(f"还能试 {left} 次").wait_for()
    phone.unlock("又是错的")
    page.get_by_text("名单已经从这部手机清除").wait_for()
    phone.button("待送 1").click()
    expect(page.locator("#queue-rows")).to_contain_text("封着，只有服务器打得开")
    phone.context.clear_cookies()
    phone.cut(False)
    phone.says("登录后发送")
    phone.sign_in("chenxi")
    phone.open(ADDRESS)
    page.locator("#setup-form").wait_for()
    phone.button("待送 1").click()
    expect(page.locator("#queue-rows")).to_contain_text("另一个账号记的")
    assert not Visit.objects.filter(was_offline=True).exists()

    phone.context.clear_cookies()
    phone.sign_in("hanyumei")
    phone.open(ADDRESS)
    phone.has_arrived()
    phone.all_sent()
    visit = Visit.objects.get(was_offline=True)
    assert (visit.note, visit.worker.username) == (NOTE, "hanyumei")

    for weak in ("111111", "654321", "12ab"):
        page.locator("#pin").fill(weak)
        phone.button("存今天的名单").click()
        page.get_by_text("口令太容易猜").wait_for()
    phone.take_list_along()
    phone.open("/account/help/")
    page.get_by_label("菜单和显示").click()
    phone.button("退出登录").click()
    page.wait_for_url("**/sign-in/")
    phone.open(ADDRESS)
    page.locator("#setup-sign-in").wait_for()


def test_a_list_wiped_in_another_window_is_said_to_be_gone(phone):
    phone.button("锁上").click()
    phone.page.locator("#locked").wait_for()
    other = phone.context.new_page()
    other.goto(phone.page.url)
    other.get_by_role("button", name="清除名单，重新存").click()
    other.get_by_text("名单已经清除").wait_for()
    phone.unlock()
    phone.page.get_by_text("名单已经从这部手机清除").wait_for()

    assert phone.complaints == []


def test_a_refused_entry_is_mended_and_what_somebody_else_changed_is_shown_side_by_side(phone, chen):
    other = who_is(User.objects.get(username="sunwei"))
    record_entry(other, entry(chen, changed={"phone": "13711112222"}, seen=prefill_of(chen.pk, clock.today()).seen))
    phone.cut()
    page = begin_visit(phone)
    page.locator("#onwards").click()
    phone.button("有变化，改一改").click()
    page.get_by_label("电话换成").fill("0427")
    page.locator("#onwards").click()
    page.locator("#onwards").click()
    phone.button("说一段话").click()
    phone.button("说完了").click()
    page.get_by_text("录音 ").wait_for()
    page.locator("#onwards").click()
    page.locator("#people").wait_for()
    phone.cut(False)
    phone.button("待送 1").click()
    expect(page.locator("#queue-rows")).to_contain_text("没有收下")
    assert not Visit.objects.filter(was_offline=True).exists()
    phone.button("改一改").click()
    page.locator("#onwards").click()
    page.get_by_label("电话换成").fill("13877776666")
    page.locator("#onwards").click()
    page.locator("#onwards").click()
    page.locator("#papers li").wait_for()
    page.locator("#onwards").click()
    phone.all_sent()
    phone.button("待送").click()
    sides = page.locator("#queue-rows table.both")
    expect(sides.locator("tbody th")).to_have_text("联系电话")
    conflict = EntryConflict.objects.get()
    expect(sides.locator("tbody td")).to_have_text([conflict.ledger_words, conflict.said_words])
    phone.judge_as_it_stands()

    chen.refresh_from_db()
    assert chen.phone == "13711112222"
    assert (Paper.objects.get().kind, Paper.objects.get().visit_key) == ("voice", conflict.key)


def test_every_screen_holds_small_with_large_type_and_in_high_contrast_and_goes_by_the_keyboard(phone):
    page = phone.page
    phone.judge_as_it_stands(PHONE, CONTRAST, SMALLEST_LARGE)
    page.get_by_role("button", name="记走访 陈桂兰").focus()
    page.keyboard.press("Enter")
    for step in ("见到了吗", "跟台账一样吗", "需要什么"):
        page.get_by_role("heading", name=step).wait_for()
        phone.judge_as_it_stands(CONTRAST if step == "需要什么" else SMALLEST_LARGE)
        page.locator("[data-checked=same]:visible").or_(page.locator("#onwards:visible")).first.focus()
        page.keyboard.press("Enter")
    page.get_by_role("heading", name="还有什么要记").wait_for()
    phone.judge_as_it_stands(SMALLEST_LARGE)
    phone.button("‹ 名单").click()
    phone.button("锁上").click()
    page.locator("#locked").wait_for()
    phone.judge_as_it_stands(CONTRAST)


def test_what_nobody_uses_is_locked_and_after_its_time_it_is_gone(phone):
    page = phone.page
    page.clock.install()
    phone.open(ADDRESS)
    phone.unlock()
    begin_visit(phone)
    page.locator("#onwards").click()
    page.locator("#onwards").focus()
    page.clock.fast_forward("06:00")
    page.locator("#locked").wait_for()
    phone.unlock()
    page.get_by_role("button", name="记走访 陈桂兰").get_by_text("接着填").wait_for()
    page.clock.fast_forward("13:00:00")
    page.get_by_text("名单到时间了，已从这部手机清除").wait_for()

    assert phone.page.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    assert phone.kept() == []
