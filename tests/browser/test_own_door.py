"""The own door in a real browser: every page in every mode, the whole of it by the keyboard alone, and without a script."""

import re

from tests.browser.visitors import CONTRAST, NORMAL, PHONE, SMALLEST, SMALLEST_LARGE
from tests.domain import paper_files as made
from tests.web.own_door import HOME, a_job, a_plan
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.who import system_who
from tonggong.domain.casework.models import Consent, Petition
from tonggong.domain.casework.services import papers
from tonggong.domain.testimony.models import Statement

PAGES = (
    "/portal/mine/", "/portal/own/", "/portal/mine/plan/", "/portal/mine/need/", "/portal/mine/ask/", "/portal/mine/requests/",
    "/portal/mine/consents/", "/portal/mine/papers/", "/portal/mine/assessments/", "/portal/mine/passes/",
    "/portal/mine/placement/", "/portal/mine/file/",
)  # fmt: skip
DAILY = ("/portal/mine/", "/portal/mine/need/", "/portal/mine/placement/")


def a_life():
    """Tie the practice city's 小林 to a person with a plan, a job and a paper."""
    person = made.a_person(HOME, name="林小满")
    Post.objects.filter(user__username="xiaolin").update(person_id=person.pk)
    a_plan(person, User.objects.get(username="hanyumei"))
    a_job(person)
    papers.store(system_who(), person, "contract", "劳动合同", "", made.jpeg())
    return person


def focus_on(page, name):
    """Go by Tab until what has the focus is called so."""
    for _ in range(90):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''")
        if "".join(words.split()) == name:  # words for the ear alone stand on a line of their own
            return
    raise AssertionError(f"not reached by Tab: {name}")


def test_every_page_of_the_own_door_holds_in_every_mode(city, visitor):
    a_life()
    one = visitor()
    one.come_in("xiaolin")
    for path in PAGES:
        one.open(path)
        if path in DAILY:
            one.judge_in_every_mode()
            continue
        one.judge_in(NORMAL, SMALLEST_LARGE, CONTRAST)


def test_a_need_is_said_by_the_keyboard_alone_and_the_receipt_is_spoken(city, visitor):
    a_life()
    one = visitor(PHONE)
    page = one.sign_in("xiaolin")
    focus_on(page, "说我要什么")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="说说您要什么").wait_for()
    focus_on(page, "学手艺")
    page.keyboard.press("Space")
    focus_on(page, "送出去")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="回执号").wait_for()
    row = Petition.objects.get()

    assert row.number in page.locator("[role=status]").inner_text()
    one.judge()


def deny_the_job(one):
    """From her first page to the receipt."""
    page = one.page
    page.get_by_role("link", name="记的工作对不对").click()
    page.get_by_label("这份工作不是真的").click()
    page.get_by_role("button", name=re.compile("送出去.*锦禾食品厂")).click()
    page.get_by_text("收到了，谢谢。单位看不到。").wait_for()


def test_a_job_is_denied_by_the_keyboard_alone_and_the_page_is_left_at_once(city, visitor):
    person = a_life()
    one = visitor(PHONE)
    page = one.sign_in("xiaolin")
    focus_on(page, "记的工作对不对")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="这份工作，对不对").wait_for()
    one.judge()
    focus_on(page, "这份工作不是真的")
    page.keyboard.press("Space")
    focus_on(page, "送出去：锦禾食品厂")
    page.keyboard.press("Enter")
    page.locator("[role=status]", has_text="单位看不到").wait_for()
    one.judge()

    assert page.title().startswith("我的 ")
    assert [row.said["answers"] for row in Statement.objects.filter(person=person)] == [["not_real"]]
    assert page.locator("input:checked").count() == 0, "what she said is not shown to whoever holds her phone next"
    focus_on(page, "马上离开")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/portal/$"))
    page.go_back()
    page.wait_for_url(re.compile("/portal/$"))
    assert page.locator("h1", has_text="对不对").count() == 0


def test_a_job_is_denied_in_four_taps_at_most(city, visitor):
    a_life()
    one = visitor(PHONE)
    one.come_in("xiaolin")
    one.open("/portal/mine/")
    one.count_taps()
    deny_the_job(one)

    assert 0 < one.taps() <= 4


def test_consent_is_taken_back_and_a_job_denied_without_a_script(city, visitor):
    person = a_life()
    Consent.objects.create(
        person=person, purpose="recommend", given_by="self", given_on="2024-09-01", by="于敏", at="2024-09-01T00:00:00Z"
    )
    one = visitor(SMALLEST, has_script=False)
    one.come_in("xiaolin")
    page = one.open("/portal/mine/consents/")
    page.get_by_role("button", name=re.compile("撤回.*把您推荐给单位")).click()
    page.get_by_text("撤回了“把您推荐给单位”。").wait_for()
    one.open("/portal/mine/")
    deny_the_job(one)

    assert Consent.objects.get().withdrawn_on is not None


def test_a_petition_and_the_papers_hold_for_those_who_answer(city, visitor):
    person = a_life()
    row = Petition.objects.create(
        number="240902-12345", person=person, kind="correction", about="phone", text_sealed=Petition.sealed("电话换了"),
        by_role="self", asked_at="2024-09-02T01:00:00Z", due_on="2024-09-17",
    )  # fmt: skip
    one = visitor()
    one.come_in("sunwei")
    for path in (
        "/casework/petitions/",
        f"/casework/petitions/{row.pk}/",
        f"/casework/papers/{person.pk}/",
        f"/casework/file/{person.pk}/",
    ):
        one.open(path)
        one.judge_in(SMALLEST, CONTRAST)
