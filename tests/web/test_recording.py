"""The form of a visit: filled in, mended, received, corrected, taken back; and both sides of what differs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.domain.test_recording import other_phone
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, entry, seen, somebody, verified
from tonggong.base.accounts.models import Post, User
from tonggong.base.audit.models import Entry as Trail
from tonggong.base.installation import clock
from tonggong.domain.casework.models import EntryReceipt, Need, NeedRegistration, Verification, Visit
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.persons.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(practice):
    return Ledger()


@pytest.fixture
def han(ledger, client):
    who = somebody()
    Post.objects.create(
        user_id=who.user_id,
        role=who.role,
        reach=who.reach,
        valid_from=clock.today() - timedelta(days=9),
        appointed_by="试验",
    )
    client.force_login(User.objects.get(pk=who.user_id))
    return who


@pytest.fixture
def chen(ledger):
    return ledger.person(HOME)


ALL_ANSWERED = {
    "confirmed": ["identity", "contact", "residence", "certificate", "work", "reason", "wish"],
    "is_employed": "no", "reason": "7", "wish": "later",
}  # fmt: skip


def fields(page):
    """What a browser would send of the form as it stands."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page.text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)[1]
        if not name or name[1] == "csrfmiddlewaretoken" or (kind in ("radio", "checkbox") and "checked" not in tag):
            continue
        found.setdefault(name[1], []).append(value[1] if value else "on" if kind in ("radio", "checkbox") else "")
    found.pop("q", None)
    return found


def test_the_form_stands_filled_in_with_what_is_known(client, han, chen):
    record_entry(
        han, entry(chen, verification=verified(wish="later"), need={"jobs": ["保洁", "客服"], "distance_km": 5})
    )
    page = client.get(reverse("visits:record", args=[chen.pk]))
    said = fields(page)

    assert (said["wish"], said["reason"], said["is_employed"]) == (["later"], ["7"], ["no"])
    assert (said["jobs"], said["distance_km"]) == (["保洁、客服"], ["5"])
    assert "confirmed" not in said  # what was true last time is not confirmed this time
    assert Trail.objects.filter(kind="view", subject_id=chen.pk).exists()


def test_the_receipt_says_what_a_verification_still_lacks(client, han, chen):
    url = reverse("visits:record", args=[chen.pk])
    said = {**fields(client.get(url)), "confirmed": ["identity", "contact", "residence", "certificate"]}
    page = client.get(client.post(url, said)["Location"])

    assert "已核对 4 项：身份、联系方式、住址、证件；还差 3 项：就业状况、未就业原因、就业意愿，尚未算完成" in page.text
    assert page.text.count("还差</span>") == 1

    by_family = {**fields(client.get(url)), **ALL_ANSWERED, "present": "family"}
    page = client.get(client.post(url, by_family)["Location"])
    assert "不是本人或监护人确认，尚未算完成" in page.text

    whole = {**fields(client.get(url)), **ALL_ANSWERED}
    page = client.get(client.post(url, whole)["Location"])
    assert "核对了 7 项：" in page.text
    assert "尚未算完成" not in page.text


def test_no_change_and_one_need_are_recorded_and_answered_with_a_receipt(client, han, chen):
    record_entry(han, entry(chen, verification=verified(), need={"jobs": ["保洁"]}))
    url = reverse("visits:record", args=[chen.pk])
    said = {**fields(client.get(url)), "confirmed": verified()["confirmed"], "kinds": ["care"]}
    answer = client.post(url, said)
    page = client.get(answer["Location"])

    assert answer.status_code == 302
    assert "需要：" not in page.text
    assert "登记了就业需求：照料托养" in page.text
    assert Verification.objects.standing().count() == 2
    assert NeedRegistration.objects.order_by("-pk").first().jobs == ["保洁"]
    assert Need.objects.get().kind == "care"


def test_pressing_twice_records_once(client, han, chen):
    url = reverse("visits:record", args=[chen.pk])
    said = fields(client.get(url))
    first, second = client.post(url, said), client.post(url, said)

    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1


def test_a_form_with_faults_keeps_every_word_and_says_how_to_mend(client, han, chen):
    url = reverse("visits:record", args=[chen.pk])
    said = {
        **fields(client.get(url)),
        "phone": "1390000111",
        "note": "婆婆住院",
        "next_on": "2月30日",
        "confirmed": ["wish"],
        "wish": "",
    }
    page = client.post(url, said)

    assert page.status_code == 422
    assert not Visit.objects.exists()
    assert "婆婆住院" in page.text
    assert "不是日期，请写成" in page.text
    page = client.post(url, {**said, "next_on": ""})
    assert "手机号是 11 位，现在 10 位，少 1 位" in page.text
    assert "核对了就业意愿，请选一种" in page.text
    assert page.context["form"]["key"].value() == said["key"][0]


def test_everything_the_form_can_say_reaches_the_ledger(client, han, chen):
    url = reverse("visits:record", args=[chen.pk])
    said = {
        **fields(client.get(url)), "phone": "13900001111", "residence": OTHER_TOWN[1], "confirmed": ["work", "wish"],
        "is_employed": "yes", "wish": "now", "work_form": "71", "work_unit": "面馆", "work_started_on": "2026年6月1日",
        "work_wage": "1800", "service0_kind": "1", "service0_content": "讲政策", "service0_outcome": "5",
        "promise0_text": "送表", "promise0_due_on": (clock.today() + timedelta(days=3)).isoformat(), "next_in": "30",
        "satisfied": "5", "consents": ["store"],
    }  # fmt: skip
    page = client.get(client.post(url, said)["Location"])

    for words in (
        "电话改成尾号 1111",
        "现在住",
        "新工作：面馆",
        "服务：职业指导，继续跟踪",
        "答应的事记进计划：送表",
        "同意：登记保存",
    ):
        assert words in page.text
    assert Visit.objects.get().next_on == clock.today() + timedelta(days=30)


def test_of_today_it_can_be_taken_back_and_later_only_corrected(client, han, chen):
    key = record_entry(han, entry(chen, verification=verified())).key
    page = client.get(reverse("visits:recorded", args=[key]))
    assert "撤回这条记录" in page.text
    said = {
        **fields(client.get(reverse("visits:correct", args=[key]))),
        "wish": "later",
        "because": "听错了",
        "note": "补",
    }
    answer = client.post(reverse("visits:correct", args=[key]), said)

    assert answer.status_code == 302
    assert (Verification.objects.standing().get().wish, Visit.objects.standing().get().note) == ("later", "补")
    refused = client.post(reverse("visits:take-back", args=[key]), follow=True)
    assert "后来已经有人在这条记录上更正过" in refused.text


def test_a_visit_without_a_receipt_is_corrected_from_the_case_and_leads_back_there(client, han, chen):
    url = reverse("visits:correct", args=[record_entry(han, entry(chen)).key])
    EntryReceipt.objects.all().delete()  # as what a year before the system left
    page, case = client.get(url), reverse("casework:case", args=[chen.pk])
    answer = client.post(url, {**fields(page), "because": "写错了", "note": "补"})

    assert f'href="{case}"' in page.text
    assert "走访回执" not in page.text
    assert answer["Location"] == case


def test_taking_back_leads_to_an_empty_form(client, han, chen):
    key = record_entry(han, entry(chen)).key
    answer = client.post(reverse("visits:take-back", args=[key]))

    assert answer["Location"] == reverse("visits:record", args=[chen.pk])
    assert not Visit.objects.standing().exists()
    assert client.get(reverse("visits:recorded", args=[key])).status_code == 404


def test_both_sides_stand_beside_each_other_until_one_is_chosen(client, han, chen):
    sent = entry(chen, seen=seen(chen), changed={"phone": "13900001111"})
    other_phone(chen)
    row = record_entry(han, sent).conflicts[0]
    url = reverse("visits:conflict", args=[row["id"]])
    page = client.get(url)

    sides = re.sub(r"<span class='vh'>.*?</span>|<[^>]+>", "", page.text)
    assert "尾号 2222" in sides
    assert "尾号 1111" in sides
    assert "13900001111" not in page.text
    assert "1 待定" in client.get(reverse("visits:conflicts")).text
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"choice": "take"}).status_code == 302
    assert Person.objects.get(pk=chen.pk).phone == "13900001111"
    assert client.post(url, {"choice": "keep"}).status_code == 422


def test_whoever_sends_an_empty_form_has_looked_all_the_same(client, han, chen):
    answer = client.post(reverse("visits:record", args=[chen.pk]), {})

    assert answer.status_code == 422
    assert Trail.objects.filter(kind="view", subject_id=chen.pk).count() == 1


def test_the_receipt_leads_on_to_the_people_of_the_day(client, han, chen):
    receipt = record_entry(han, entry(chen))
    assert f'href="{reverse("visits:home")}"' in client.get(reverse("visits:recorded", args=[receipt.key])).text


def test_a_person_of_another_town_has_no_form_here(client, han, ledger):
    assert client.get(reverse("visits:record", args=[ledger.person(OTHER_TOWN).pk])).status_code == 404
