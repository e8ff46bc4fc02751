"""The pages of the worker's own word and of labour complaints: who reads what, and that a unit's pages never change by it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.web.own_door import a_job, a_small_city, an_account
from tonggong.base.divisions.models import Department
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.testimony.models import Matter, Referral, Statement

UNIT = "91211122MA0XYZ12A1"
SECRET = "只交了证没去过"


@pytest.fixture
def person(practice):
    return a_small_city()


@pytest.fixture
def job(person):
    Unit.objects.create(
        code=UNIT, name="锦禾食品厂", county_code="211122000000", township_code="211122103000", economic_kind="企业"
    )
    Department.objects.create(key="hrss", name="人社局", short_name="市人社局", valid_from=date(2000, 1, 1))
    row = a_job(person)
    Spell.objects.filter(pk=row.pk).update(unit_code=UNIT)
    return row


def speak(client, person, job):
    client.force_login(an_account("own-one", "小林", "person", person_id=person.pk))
    said = {"spell": job.pk, "answers": ["not_real"], "words": SECRET}
    page = client.post(reverse("portal:placement"), said, follow=True).text
    assert "单位看不到" in page
    return page


def bare(page):
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page.text)


def test_a_units_pages_are_the_same_to_the_byte_with_and_without_a_word(client, person, job):
    unit = an_account("unit-one", "高原", "employer", unit_code=UNIT)
    names = ("employer:home", "employer:quota")

    def shown():
        client.force_login(unit)
        return [(page.status_code, bare(page)) for page in (client.get(reverse(name)) for name in names)]

    before = shown()
    speak(client, person, job)
    client.post(
        reverse("portal:labour"), {"topic": "wages", "unit_name": "锦禾食品厂", "text": "没发工资", "contact": ""}
    )
    assert (Statement.objects.count(), Referral.objects.count()) == (1, 1)
    assert shown() == before
    for name in ("casework:words", "casework:complaints", "departments:complaints"):
        assert client.get(reverse(name)).status_code == 403


def test_the_page_has_a_neutral_title_and_a_quick_way_out_and_does_not_repeat_what_was_said(client, person, job):
    page = speak(client, person, job)

    assert re.search(r"<title>我的 · 同工", page)
    assert "data-leave" in page
    assert SECRET not in page
    assert "还没有人看过" in page


def test_it_is_read_with_a_reason_by_the_county_and_she_sees_who_read_it(client, person, job):
    speak(client, person, job)
    address = reverse("casework:words-matter", args=[Matter.objects.get().pk])
    client.force_login(an_account("county-one", "李莉", "county_staff", reach="211122"))
    assert SECRET not in client.get(address).text + client.get(reverse("casework:words")).text
    assert client.post(address, {"step": "read", "reason": "看"}).status_code == 422
    page = client.post(address, {"step": "read", "reason": "核对这份工作"})
    assert SECRET in page.text
    assert "请不要打电话" in page.text
    assert client.post(address, {"step": "finish"}).status_code == 422
    done = client.post(address, {"step": "finish", "result": "inspected", "note": "按参保核查"}, follow=True)
    assert "办完了，已记下。" in done.text

    client.logout()
    client.force_login(an_account("own-two", "小林", "person", person_id=person.pk))
    assert "核对这份工作" in client.get(reverse("portal:placement")).text
    assert "核对这份工作" not in client.get(reverse("portal:own")).text


def test_a_worker_reads_the_sentence_out_writes_it_down_and_never_with_the_unit_there(client, person, job):
    client.force_login(an_account("worker-one", "于敏", "township_worker", reach="211122103"))
    address = reverse("casework:words-write", args=[person.pk])
    assert "您说的单位不会知道" in client.get(address).text
    said = {"means": "door", "voice": "self", "spell": job.pk, "answers": ["papers_held"], "words": SECRET}
    refused = client.post(address, {**said, "beside": ["unit"]})
    assert refused.status_code == 422
    assert "单位的人在场，不要问" in refused.text
    page = client.post(address, {**said, "beside": ["alone"]}, follow=True).text
    assert "已经密存" in page
    assert SECRET not in page + client.get(reverse("federation:person", args=[person.pk])).text


def test_a_complaint_goes_from_the_portal_to_labour_inspection_and_back(client, person, job):
    own = an_account("own-one", "小林", "person", person_id=person.pk)
    client.force_login(own)
    assert client.post(reverse("portal:labour"), {}).status_code == 422
    said = {"topic": "wages", "unit_name": "锦禾食品厂", "text": "三个月没发工资", "contact": "晚上打电话"}
    page = client.post(reverse("portal:labour"), said, follow=True).text
    row = Referral.objects.get()
    assert f"回执号 {row.petition.number}" in page
    client.force_login(an_account("county-one", "李莉", "county_staff", reach="211122"))
    address = reverse("casework:complaint", args=[row.pk])
    assert "没有同意让单位知道是谁" in client.get(address).text
    assert "转给劳动保障监察了" in client.post(address, follow=True).text
    liaison = an_account("liaison-one", "徐立", "department_liaison", reach="2111", department="hrss")
    client.force_login(liaison)
    assert row.petition.number in client.get(reverse("departments:complaints")).text
    address = reverse("departments:complaint", args=[row.pk])
    assert client.post(address, {"decision": "decline"}).status_code == 422
    assert "受理了" in client.post(address, {"decision": "accept"}, follow=True).text
    assert "多少元" in client.post(address, {"result": "paid", "words": "付清了。"}).text
    said = {"result": "paid", "yuan": "7,200", "words": "查实了，付清了。"}
    assert "办结了" in client.post(address, said, follow=True).text
    client.force_login(own)
    page = client.get(reverse("portal:complaint", args=[row.petition.number])).text
    assert "查实了，付清了。" in page
    assert "7,200.00 元" in page
