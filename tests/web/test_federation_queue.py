"""The queue: what a clerk sees, decides, undoes; who sees what; how little a page asks of the database."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.federation_month import CITY, COUNTY, OTHER_COUNTY, client_of, worked_month
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake import queries
from tonggong.domain.comparison.models import Decision, Finding
from tonggong.domain.persons.models import Identity, Person
from tonggong.rules.masking import mask_name

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def month(once):
    return once(worked_month)


@pytest.fixture
def city(month, practice):
    return month


@pytest.fixture
def clerk(city):
    return client_of("county_staff", COUNTY)


def death(n=0):
    return Finding.objects.filter(cause="death").order_by("pk")[n]


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_question_that_is_decided_in_one_go_comes_first(clerk):
    shown = page(clerk.get("/findings/"))

    assert "同一原因共 2 条" in shown
    assert shown.index("单位更名") < shown.index("死亡登记")
    assert "身份证尾号" in shown


def test_no_page_of_the_queue_shows_a_whole_number(clerk, city):
    shown = "".join(page(clerk.get(f"/findings/{f.pk}/")) for f in Finding.objects.filter(state="open"))

    assert [number for number, _name in city.people if number in shown] == []


def test_whoever_may_not_open_the_ledger_is_offered_no_way_into_it(clerk):
    office = client_of("committee_office", CITY)
    case = f"/findings/{death().pk}/"
    row = f"/evidence/{death().source_file_id}/{death().source_row}/"

    for address in (case, row):
        assert "打开台账" in page(clerk.get(address))
        assert office.get(address).status_code == 200
        assert "打开台账" not in page(office.get(address))


def test_who_does_not_work_on_the_ledger_sees_differences_and_rows_by_masked_names_only(clerk, city):
    office = client_of("committee_office", CITY)
    finding = death()
    addresses = [
        "/findings/", f"/findings/{finding.pk}/", f"/evidence/{finding.source_file_id}/{finding.source_row}/",
        *(f"/months/2024-09/findings/{result}/" for result in ("confirmed", "new", "ended", "changed", "unmatched")),
        *(f"/findings/{one.pk}/" for one in Finding.objects.filter(state="open")),
    ]  # fmt: skip
    shown = {address: office.get(address) for address in addresses}

    assert {answer.status_code for answer in shown.values()} <= {200}
    names = {name for _number, name in city.people}
    assert [(where, name) for where, answer in shown.items() for name in names if name in page(answer)] == []
    assert mask_name(finding.name) in page(shown[addresses[1]])
    assert finding.name in page(clerk.get(addresses[1]))
    assert finding.name in page(clerk.get(addresses[2]))


def test_a_name_in_what_somebody_wrote_is_masked_where_names_are(clerk, city):
    office, finding = client_of("committee_office", CITY), death()
    clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "return", "reason": f"请再问一问{finding.name}的家属"})
    Finding.objects.filter(pk=finding.pk).update(
        answer=f"{finding.name}健在", because=f"台账里{finding.name}上月有缴费。曾用名王旧名。",
        sides=[{"label": "单位", "ledger": f"{finding.name}副食店", "incoming": "", "same": False}],
    )  # fmt: skip
    Identity.objects.create(person=finding.person, name="王旧名", known_from=clock.now())
    address, hidden = f"/findings/{finding.pk}/", mask_name(finding.name)

    whole, shown = page(clerk.get(address)), page(office.get(address))
    said = ("请再问一问{}的家属", "{}健在", "台账里{}上月有缴费", "{}副食店")
    assert [text for text in said if text.format(finding.name) not in whole] == []
    assert [text for text in said if text.format(hidden) not in shown] == []
    assert "曾用名王旧名" in whole
    assert "曾用名王*名" in shown


def test_a_decision_leads_to_the_next_case_and_says_what_was_done(clerk):
    finding = death()

    answer = clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "accept"}, headers={"HX-Request": "true"})

    shown = page(answer)
    assert Finding.objects.get(pk=finding.pk).state == "accepted"
    assert f"{finding.name}，已采信来文，还有 4 条" in shown
    assert 'id="case-name" tabindex="-1" data-focus>李国栋' in shown
    assert answer["HX-Push-Url"] == f"/findings/{death(1).pk}/"
    assert "<html" not in shown


def test_without_htmx_the_same_form_leads_to_the_next_page(clerk):
    answer = clerk.post(f"/findings/{death().pk}/decide/", {"choice": "reject", "reason": "本人健在"})

    assert (answer.status_code, answer["Location"]) == (302, f"/findings/{death(1).pk}/")
    assert Decision.objects.get().reason == "本人健在"
    assert "已不采信，还有 4 条" in page(clerk.get(answer["Location"]))


def test_undoing_brings_the_case_back(clerk):
    finding = death()
    clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "accept"})

    answer = clerk.post("/findings/undo/", headers={"HX-Request": "true"})

    assert f"{finding.name}的裁定已撤销" in page(answer)
    assert Finding.objects.get(pk=finding.pk).state == "open"
    assert Person.objects.get(pk=finding.person_id).died_on is None


def test_one_cause_is_decided_together_and_undone_together(clerk):
    one = Finding.objects.filter(cause__startswith="unit-renamed").first()

    clerk.post(f"/findings/{one.pk}/decide-all/", {"choice": "accept"})
    assert set(Finding.objects.filter(cause=one.cause).values_list("state", flat=True)) == {"accepted"}

    clerk.post(f"/findings/{one.pk}/undo/")
    assert set(Finding.objects.filter(cause=one.cause).values_list("state", flat=True)) == {"open"}


def test_a_case_put_off_comes_after_the_others(clerk):
    first = death()
    clerk.post(f"/findings/{first.pk}/decide/", {"choice": "skip"})
    clerk.post(f"/findings/{death(1).pk}/decide/", {"choice": "reject"})

    answer = clerk.post(f"/findings/{death(2).pk}/decide/", {"choice": "reject"})

    assert answer["Location"] != f"/findings/{first.pk}/"
    assert Finding.objects.get(pk=first.pk).state == "open"


def test_a_form_without_a_choice_keeps_the_reason_and_says_what_is_missing(clerk):
    answer = clerk.post(f"/findings/{death().pk}/decide/", {"choice": "", "reason": "等家属来电"})

    assert answer.status_code == 422
    assert "请选一个裁定" in page(answer)
    assert "等家属来电</textarea>" in page(answer)


def test_who_was_slower_is_told_so_and_changes_nothing(clerk, city):
    finding = death()
    other = client_of("city_staff", CITY)
    other.post(f"/findings/{finding.pk}/decide/", {"choice": "reject"})

    answer = clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "accept"})

    assert answer.status_code == 422
    assert Finding.objects.get(pk=finding.pk).state == "rejected"


def test_another_county_sees_nothing_of_it(city):
    stranger = client_of("county_staff", OTHER_COUNTY)

    assert stranger.get(f"/findings/{death().pk}/").status_code == 404
    assert stranger.post(f"/findings/{death().pk}/decide/", {"choice": "accept"}).status_code == 404
    assert "现在没有要裁定的差异" in page(stranger.get("/findings/"))
    assert death().state == "open"


def test_an_auditor_reads_and_finds_nothing_to_press(city):
    shown = page(client_of("auditor", CITY).get(f"/findings/{death().pk}/"))

    assert "王淑珍" in shown
    assert "采信来文</button>" not in shown


def test_every_look_at_a_case_is_written_down(clerk):
    clerk.get(f"/findings/{death().pk}/")

    entry = Entry.objects.filter(kind="view").latest("seq")
    assert str(death().person_id) in entry.subject_ids.strip("[]").split(",")


def test_the_page_asks_the_same_few_questions_however_much_waits(clerk, city):
    def asked():
        clerk.get(f"/findings/{death().pk}/")
        with CaptureQueriesContext(
            connection,
        ) as few:
            clerk.get(f"/findings/{death().pk}/")
        return len(few)

    before = asked()
    for n in range(60):
        copy = death(2)
        copy.pk, copy.content = None, bytes([n]) * 16
        copy.save(force_insert=True)

    assert asked() == before
    assert before < 40


def test_a_row_is_shown_as_it_was_sent_but_for_the_number(clerk, city):
    finding = death()
    number, name = city.people[0]

    shown = page(clerk.get(f"/evidence/{finding.source_file_id}/{finding.source_row}/"))

    assert name in shown
    assert f"尾号 {number[-4:]}" in shown
    assert number not in shown
    assert client_of("county_staff", OTHER_COUNTY).get(
        f"/evidence/{finding.source_file_id}/{finding.source_row}/"
    ).status_code == 404  # fmt: skip


def test_a_row_that_may_be_several_people_is_given_to_the_one_that_is_chosen(clerk, city):
    first, second = Person.objects.order_by("pk")[:2]
    finding = death()
    finding.plan = finding.plan | {
        "candidates": [
            {"person": p.pk, "score": 0, "tier": "C", "bits": {}, "reasons": ["姓名相同"]} for p in (first, second)
        ]
    }
    finding.result, finding.cause = "unmatched", "who-is-it"
    finding.save()

    shown = page(clerk.get(f"/findings/{finding.pk}/"))
    assert f'name="person" value="{first.pk}" checked' in shown
    assert shown.count("姓名相同") == 2

    nobody = clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "accept"})
    assert (nobody.status_code, "请先选出来文说的是哪一个人" in page(nobody)) == (422, True)

    clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "accept", "person": second.pk})
    assert Decision.objects.get().chosen_person == second


def test_two_rows_of_one_person_are_shown_before_they_are_merged(clerk):
    finding = death()
    kept, gone = Person.objects.order_by("pk")[5:7]
    finding.plan, finding.cause = {"act": "merge", "kept": kept.pk, "gone": gone.pk}, "same-person"
    finding.save()

    shown = page(clerk.get(f"/findings/{finding.pk}/"))
    assert "合并以后" in shown
    assert f"{gone.name}（" in shown
    assert "移过去 1 条" in shown

    clerk.post(f"/findings/{finding.pk}/decide/", {"choice": "accept"})
    assert Person.objects.get(pk=gone.pk).merged_into == kept

    clerk.post(f"/findings/{finding.pk}/undo/")
    assert Person.objects.get(pk=gone.pk).merged_into is None


def test_a_name_in_another_cell_of_the_row_is_masked_too(city, monkeypatch):
    finding = death()
    row = [("姓名", "张小三"), ("备注", f"张小三的家属{finding.person.name}来报")]
    monkeypatch.setattr(queries, "original_row", lambda *_: row)
    address = f"/evidence/{finding.source_file_id}/{finding.source_row}/"

    assert row[1][1] in page(client_of("county_staff", COUNTY).get(address))
    shown = page(client_of("committee_office", CITY).get(address))
    assert f"张*三的家属{mask_name(finding.person.name)}来报" in shown
    assert "张小三" not in shown
