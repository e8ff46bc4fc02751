"""A campaign by keyboard: made, a name recorded, closed; aid and posts hold in every mode."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.visitors import PHONE
from tests.domain.reporting_ledger import Ledger
from tonggong.base.installation import clock
from tonggong.domain.campaigns.models import Campaign, PublicPost
from tonggong.domain.casework.models import Verification, Visit
from tonggong.domain.persons.models import Person
from tonggong.domain.status.services import refresh

PLACE = ("211122000000", "211122103000")
NAMES = ("赵海燕", "李晓光", "王桂芝")


def _people(ledger: Ledger) -> list[Person]:
    """Three of 盘山县 who want work, one of them on a post past its term."""
    today = clock.today()
    people = [ledger.person(PLACE) for _ in NAMES]
    for person, name in zip(people, NAMES, strict=True):
        Person.objects.filter(pk=person.pk).update(name=name)
        Verification.objects.create(
            person=person, on=today, method="home", answered_by="self", wish="now", is_employed=False, known_from=clock.now(),
            confirmed=["identity", "contact", "residence", "certificate", "work", "reason", "wish"],
        )  # fmt: skip
    ledger.spell(people[2], today - timedelta(4 * 365), form="41", unit_code="91211100MA0QWE347B")
    PublicPost.objects.create(
        title="保洁", form="41", unit_code="91211100MA0QWE347B", unit_name="盘山县环卫站", funding="就业补助资金", headcount=4,
        county_code=PLACE[0], township_code=PLACE[1], since=today - timedelta(2000), by="试验", at=clock.now(),
    )  # fmt: skip
    refresh(None)
    return people


def test_a_campaign_is_made_and_a_name_recorded_by_keyboard_on_a_phone(city, visitor):
    _people(Ledger())
    one = visitor(PHONE)
    one.come_in("sunwei")
    page = one.open("/casework/campaigns/new/")
    page.get_by_label("结束日期").fill((clock.today() + timedelta(20)).isoformat())
    page.get_by_label("名单规则").select_option(label="就业年龄段全部持证人")
    page.get_by_role("button", name="建好").press("Enter")
    expect(page.get_by_text("名单已按规则确定")).to_be_visible()
    one.judge()

    page = one.open(f"/casework/campaigns/{Campaign.objects.get().pk}/names/?state=without")
    page.get_by_role("link", name=re.compile("记结果.*赵海燕")).press("Enter")
    page.get_by_label("结果", exact=True).select_option(label="见到")
    page.get_by_label("谁回答的").select_option(label="本人")
    page.get_by_label("满意程度").select_option(label="很满意（5 分）")
    one.judge()
    page.get_by_role("button", name="记下").press("Enter")
    expect(page.get_by_text("赵海燕：见到，已记下")).to_be_visible()
    assert Visit.objects.get().satisfied == 5


def test_campaign_aid_and_posts_hold_in_every_mode(city, visitor):
    people = _people(Ledger())
    today = clock.today()
    one = visitor()
    one.come_in("sunwei")
    page = one.open("/casework/campaigns/new/")
    page.get_by_label("种类").select_option(label="就业援助月")
    page.get_by_label("名单规则").select_option(label="就业年龄段全部持证人")
    page.get_by_label("结束日期").fill(today.isoformat())
    page.get_by_role("button", name="建好").click()
    expect(page.get_by_text("名单已按规则确定")).to_be_visible()
    campaign, post = Campaign.objects.get(), PublicPost.objects.get()
    for path in (
        f"campaigns/{campaign.pk}/",
        "aid/",
        "posts/",
        f"posts/{post.pk}/terms/{people[2].pk}/",
    ):
        page = one.open(f"/casework/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        one.judge_in_every_mode()
