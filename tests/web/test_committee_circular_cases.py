"""A typical case in the circulars: named while it may be told, off the next draft in a minute, struck out in the old one."""

import io
from dataclasses import replace
from datetime import date, timedelta

import docx
import pytest

from tests.domain.reporting_ledger import XINGLONG, at
from tests.web.committee_city import MONTH, city_with_figures
from tests.web.federation_month import client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.cooperation.services import stories
from tonggong.domain.persons.models import Person
from tonggong.domain.reporting import circulars
from tonggong.rules import months

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 20)
NAMED = "《河蟹加工线上的一年》（小满）"


def test_a_case_taken_back_at_ten_is_off_the_next_circular_and_struck_in_the_old_one(practice):
    city_with_figures()
    drafter = replace(system_who("李楠"), user_id=2, reach="2111")
    signer = replace(system_who("赵宁"), user_id=3, reach="2111")
    ten = at(DAY).replace(hour=2)
    with clock.pretend(ten - timedelta(hours=1)):
        row = stories.write_story(
            drafter,
            county_code=XINGLONG[0],
            title="河蟹加工线上的一年",
            text="她站稳了。",
            shown_name="小满",
            person=someone(),
        )
        stories.agree(drafter, row, given_by="self", given_on=DAY, how="同意书1号", places=["portal", "circular"])
        stories.publish(drafter, row)
        old = circulars.issue_circular(signer, circulars.draft_circular(drafter, MONTH))
        after = months.shift(MONTH, 1)
        waiting = circulars.draft_circular(drafter, after)
    assert NAMED in said(old)
    assert NAMED in said(waiting)
    file = bytes(old.document)
    page = client_of("committee_office", "2111")
    assert f">{NAMED}</a>" in page.get(f"/circulars/{old.pk}/").text

    with clock.pretend(ten):
        stories.withdraw_consent(drafter, row, "self")

    with clock.pretend(ten + timedelta(minutes=1)):
        assert f"<del>{NAMED}</del>（已撤回同意）" in page.get(f"/circulars/{old.pk}/").text
        assert "印发的文件不改" in page.get(f"/circulars/{old.pk}/").text
        with pytest.raises(circulars.CircularRefused, match="请先重写草稿"):
            circulars.issue_circular(signer, waiting)
        struck = [run.text for part in in_word(waiting).paragraphs for run in part.runs if run.font.strike]
        assert struck == [NAMED]
        anew = circulars.draft_circular(drafter, after)
        assert "典型案例" not in said(anew)
        circulars.issue_circular(signer, anew)
    old.refresh_from_db()
    assert bytes(old.document) == circulars.render(old) == file


def test_a_case_that_was_agreed_for_the_portal_alone_is_in_no_circular(practice):
    city_with_figures()
    drafter = replace(system_who("李楠"), user_id=2, reach="2111")
    with clock.pretend(at(DAY)):
        row = stories.write_story(
            drafter,
            county_code=XINGLONG[0],
            title="河蟹加工线上的一年",
            text="她站稳了。",
            shown_name="小满",
            person=someone(),
        )
        stories.agree(drafter, row, given_by="self", given_on=DAY, how="同意书1号", places=["portal"])
        stories.publish(drafter, row)
        assert "典型案例" not in said(circulars.draft_circular(drafter, MONTH))


def said(circular):
    return "".join(getattr(block, "text", "") for block in circulars.paper(circular).blocks)


def in_word(circular):
    return docx.Document(io.BytesIO(circulars.render(circular)))


def someone():
    return Person.objects.filter(merged_into=None, township_code__startswith=XINGLONG[0][:6]).order_by("pk").first()
