"""A unit's contact on its pages: masked until shown for a reason, said by the unit and by staff, called where a unit is to be."""

from datetime import date

import pytest

from tests.domain.quota_city import YEAR, city_with_wages
from tests.domain.reporting_ledger import UNIT
from tests.web.federation_month import client_of
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.domain.cooperation.models import Mailing
from tonggong.domain.employers.contacts import contact_of, say_contact
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota.models import LeadPlan
from tonggong.domain.quota.services import make_year

pytestmark = pytest.mark.django_db
STAFF = system_who("市残联", "2111")
ORGAN, PLACE = "11211100MA0TESTX7F", "/employer/"


@pytest.fixture
def unit(practice) -> Unit:
    city_with_wages()
    make_year(STAFF, YEAR)
    unit = Unit.objects.get(code=UNIT)
    say_contact(STAFF, unit, name="王淑珍", role="办公室主任", phone="13904271234", ground="单位来电")
    return unit


def test_the_units_page_shows_whom_to_call_and_the_whole_number_only_for_a_reason(unit):
    clerk = client_of("city_staff", "2111", "赵主任")
    page = clerk.get(f"/units/{unit.pk}/").text
    assert "王淑珍" in page
    assert "尾号 1234" in page
    assert "13904271234" not in page

    asked = clerk.post(f"/units/{unit.pk}/phone/", {"reason": "看"})
    assert (asked.status_code, "13904271234" in asked.text) == (422, False)
    shown = clerk.post(f"/units/{unit.pk}/phone/", {"reason": "打电话催报计划"})

    assert "13904271234" in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.filter(kind="unmask", subject="employers.UnitContact").count() == 1
    assert client_of("county_staff", "211122", "孙伟").get(f"/units/{unit.pk}/phone/").status_code == 404


def test_staff_change_the_contact_with_where_they_know_it_from(unit):
    clerk, page = client_of("city_staff", "2111", "赵主任"), f"/units/{unit.pk}/contact/"
    said = {"name": "李国栋", "role": "", "phone": "0427-2836112"}
    assert "13904271234" not in clerk.get(page).text
    assert "请写从哪里知道的" in clerk.post(page, said).text

    assert clerk.post(page, said | {"ground": "单位来函"}).url == f"/units/{unit.pk}/"

    found = clerk.get(f"/units/{unit.pk}/").text
    assert "李国栋" in found
    assert "以前的联系人" in found
    assert "尾号 6112" in found


def test_the_unit_says_its_contact_itself(unit):
    own = client_of("employer", "", "高原")
    Post.objects.filter(role="employer").update(unit_code=UNIT)
    assert "王淑珍" in own.get(PLACE).text

    bad = own.post(f"{PLACE}contact/", {"name": "李国栋", "phone": "139042756"})
    assert (bad.status_code, "少 2 位" in bad.text) == (422, True)
    assert own.post(f"{PLACE}contact/", {"name": "李国栋", "phone": "13904275678"}).url == PLACE

    row = contact_of(unit)
    assert (row.name, row.is_own_word, row.said_by) == ("李国栋", True, "高原")


def test_a_unit_without_placement_is_called_and_its_letters_stand_on_its_page(unit):
    organ = Unit.objects.create(
        code=ORGAN, name="市某局", economic_kind="机关", level="市级", county_code=unit.county_code
    )
    say_contact(STAFF, organ, name="张桂兰", role="", phone="13904270000", ground="单位来电")
    LeadPlan.objects.create(unit=organ, breach_on=date(YEAR, 12, 31))
    mailing = Mailing.objects.create(
        year=YEAR,
        reach="2111",
        made_on=date(YEAR + 1, 3, 1),
        by="试验",
        at="2024-03-01T00:00Z",
        done_at="2024-03-01T00:00Z",
    )
    mailing.letters.create(unit=unit, file_name="1.docx", payable_yuan=90000)
    clerk = client_of("city_staff", "2111", "赵主任")

    assert "张桂兰" in clerk.get("/leading/plans/").text
    page = clerk.get(f"/units/{unit.pk}/").text
    assert f"/cooperation/mailings/{mailing.pk}/" in page
    assert "90,000" in page
    paper = clerk.get(f"/units/{unit.pk}/letter.docx?year={YEAR}")
    assert paper.content[:2] == b"PK"
    assert Entry.objects.filter(kind="release", subject="employers.Unit").count() == 1
