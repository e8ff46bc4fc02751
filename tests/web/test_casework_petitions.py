"""Staff: what persons asked for is answered and put right; papers and the file of a person, each opening noted."""

import io
import json
from datetime import timedelta

import docx
import pytest
from django.urls import reverse

from tests.domain import paper_files as made
from tests.web.own_door import AWAY, HOME, a_job, a_small_city, an_account
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.domain.casework.models import Consent, Paper, Petition
from tonggong.domain.casework.services import papers, petitions
from tonggong.domain.comparison.models import Finding
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import PersonFact
from tonggong.web.casework.petitions import views


@pytest.fixture
def person(practice):
    return a_small_city()


@pytest.fixture
def county(client, person):
    user = an_account("county-one", "李莉", "county_staff", reach="211122")
    client.force_login(user)
    return user


def ask(person, about="phone", text="电话换成 13900001111 了", kind="correction"):
    who = Who(None, "小林", "person", "本人", "", ROLES["person"].duties, person_id=person.pk)
    return petitions.ask(who, person, kind, text, about)


def stored(person, data=None, kind="contract", title="劳动合同"):
    return papers.store(system_who(), person, kind, title, "", data or made.jpeg())


def test_the_list_has_what_is_due_first_in_front_and_the_rail_says_how_many(client, county, person):
    ask(person)
    late = ask(made.a_person(HOME, name="迟迟"))
    ask(made.a_person(made_away(), name="外县"))
    Petition.objects.filter(pk=late.pk).update(due_on=clock.today().replace(year=2020))
    page = client.get(reverse("casework:petitions")).text

    assert page.index("迟迟") < page.index("林小满")
    assert "超期" in page
    assert "外县" not in page
    assert "2 待答复" in page
    assert client.get(reverse("casework:petitions"), {"state": "done", "page": "x"}).status_code == 200


def test_who_stands_on_the_next_page_was_not_looked_at_yet(client, county, person, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    first, second = ask(person), ask(made.a_person(HOME, name="迟迟"))
    Petition.objects.filter(pk=second.pk).update(due_on=first.due_on + timedelta(1))
    page = client.get(reverse("casework:petitions")).text

    assert "林小满" in page
    assert "page=2" in page
    assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids) == [person.pk]


def made_away():
    from dataclasses import replace

    return replace(AWAY, county_code="211103000000", township_code="211103001000")


def test_an_answer_puts_the_ledger_right_and_is_read_by_the_person(client, county, person):
    row = ask(person)
    page = client.get(reverse("casework:petition", args=[row.pk])).text
    assert "13900001111" in page
    said = {"state": "done", "change": "phone", "value": "13900001111", "words": "电话改好了。"}
    answer = client.post(reverse("casework:petition-answer", args=[row.pk]), said)

    assert answer.status_code == 302
    assert PersonFact.objects.get().said_by == "本人申请，李莉核实"
    client.force_login(an_account("own-one", "小林", "person", person_id=person.pk))
    assert "电话改好了。" in client.get(reverse("portal:request", args=[row.number])).text


def test_a_job_is_ended_from_the_answer(client, county, person):
    job = a_job(person)
    row = ask(person, f"spell:{job.pk}", "六月就不做了")
    page = client.get(reverse("casework:petition", args=[row.pk])).text
    assert "锦禾食品厂" in page
    address = reverse("casework:petition-answer", args=[row.pk])
    early = client.post(address, {"state": "done", "change": "work_end", "day": "2020年1月1日", "words": "好。"})
    assert early.status_code == 422
    client.post(address, {"state": "done", "change": "work_end", "day": "2024年6月30日", "words": "好。"})

    assert Spell.objects.standing().get().ended_on.isoformat() == "2024-06-30"


def test_a_job_that_a_file_vouches_for_is_sent_to_be_decided_and_the_petition_waits(client, county, person):
    job = a_job(person)
    now = clock.now()
    delivery = Delivery.objects.create(
        feed="social-insurance", month="2024-08", sender="市社保中心", state="complete", received_at=now, received_by="试验",
        changed_at=now, compared_at=now,
    )  # fmt: skip
    file = SourceFile.objects.create(delivery=delivery, name="八月.xlsx", fingerprint=b"1" * 16, received_at=now)
    Spell.objects.filter(pk=job.pk).update(source_file=file, source_row=2)
    row = ask(person, f"spell:{job.pk}", "六月就不做了")
    said = {"state": "done", "change": "work_end", "day": "2024年6月30日", "words": "好。"}
    page = client.post(reverse("casework:petition-answer", args=[row.pk]), said, follow=True).text

    assert "已作为差异送去裁定" in page
    assert Petition.objects.get().state == "open"
    assert Spell.objects.standing().get().ended_on is None
    case = client.get(reverse("federation:finding", args=[Finding.objects.get().pk])).text
    assert "采信本人所说" in case
    assert "采信来文" not in case.split('id="decide"')[1].split("</div>")[0]


@pytest.mark.parametrize("said", [{}, {"state": "refused"}, {"state": "done", "words": " "},
                                  {"state": "done", "change": "phone", "value": "1", "words": "好。"},
                                  {"state": "done", "change": "work_none", "words": "好。"}])  # fmt: skip
def test_an_answer_that_cannot_be_keeps_what_was_typed_and_says_why(client, county, person, said):
    row = ask(person)
    answer = client.post(reverse("casework:petition-answer", args=[row.pk]), said)

    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert Petition.objects.get().state == "open"


def test_a_worker_reads_but_does_not_answer(client, person):
    client.force_login(an_account("worker-one", "于敏", "township_worker", reach="211122103"))
    row = ask(person)

    assert "县区残联答复" in client.get(reverse("casework:petition", args=[row.pk])).text
    answer = client.post(reverse("casework:petition-answer", args=[row.pk]), {"state": "done", "words": "好。"})
    assert answer.status_code == 403


def test_people_out_of_reach_are_not_there(client, county, person):
    other = made.a_person(made_away())
    paper, row = stored(other), ask(other)

    for name, pk in (("casework:papers", other.pk), ("casework:file", other.pk), ("casework:paper", paper.pk),
                     ("casework:petition", row.pk)):  # fmt: skip
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert client.post(reverse("casework:paper-remove", args=[paper.pk]), {"reason": "x"}).status_code == 404
    assert client.post(reverse("casework:paper-store", args=[other.pk]), {}).status_code == 404


def test_a_paper_is_taken_in_opened_and_removed_with_a_reason(client, county, person):
    said = {"kind": "contract", "title": "", "on": "2024年9月2日", "file": made.upload(made.png(), "../合同.png")}
    page = client.post(reverse("casework:paper-store", args=[person.pk]), said, follow=True).text
    paper = Paper.objects.get()
    assert "“合同.png”收好了" in page
    assert client.get(reverse("casework:paper", args=[paper.pk]))["Content-Type"] == "image/png"
    assert "为什么" in client.post(reverse("casework:paper-remove", args=[paper.pk]), {}, follow=True).text
    client.post(reverse("casework:paper-remove", args=[paper.pk]), {"reason": "拍错了"})

    assert client.get(reverse("casework:paper", args=[paper.pk])).status_code == 404
    assert Entry.objects.filter(kind="view", detail__contains="合同.png").count() == 1


def test_a_visits_photo_is_taken_in_with_the_consent_that_is_said_beside_it(client, county, person):
    address = reverse("casework:paper-store", args=[person.pk])
    said = {"kind": "visit_photo", "file": made.upload(made.png(), "门口.png")}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "还没有同意" in refused.text
    assert not Consent.objects.exists()

    client.post(address, {**said, "agreed": "self", "file": made.upload(made.png(), "门口.png")})
    assert Paper.objects.get().kind == "visit_photo"
    consent = Consent.objects.get()
    assert (consent.purpose, consent.given_by, consent.by) == ("photo", "self", "李莉")


@pytest.mark.parametrize("data", [b"<script>alert(1)</script>", b"MZ", made.jpeg()[:20], b""])
def test_what_is_no_paper_is_refused_in_the_form(client, county, person, data):
    said = {"kind": "contract", "file": made.upload(data)}
    answer = client.post(reverse("casework:paper-store", args=[person.pk]), said)

    assert answer.status_code == 422
    assert Paper.objects.count() == 0


def test_a_file_above_the_limit_is_refused_in_the_form(client, county, person, settings):
    settings.PAPER_MAX_BYTES = 10
    answer = client.post(
        reverse("casework:paper-store", args=[person.pk]), {"kind": "contract", "file": made.upload(made.jpeg())}
    )

    assert "太大" in answer.text


def test_the_file_asks_why_and_is_masked_and_noted(client, county, person):
    petitions.answer(system_who(), ask(person).pk, "done", "好。", petitions.Correction("phone", "13900001111"))
    a_job(person)
    address = reverse("casework:file", args=[person.pk])
    assert client.post(address, {"docx": "1"}).status_code == 422
    answer = client.post(address, {"docx": "1", "reason": "交给巡察组"})
    document = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert person.id_tail in text
    for hidden in (person.citizen_id, "13900001111"):
        assert hidden not in text + cells
        assert hidden not in client.post(address, {"reason": "交给巡察组"}).text
    assert "本人申请，李莉核实" not in cells
    assert "本人申请，命令行核实" in cells
    assert "交给巡察组" in Entry.objects.filter(kind="release", subject_id=person.pk).latest("seq").detail


def test_the_docx_has_headings_heading_rows_and_a_language(client, county, person):
    a_job(person)
    answer = client.post(reverse("casework:file", args=[person.pk]), {"docx": "1", "reason": "核对"})
    document = docx.Document(io.BytesIO(answer.content))

    assert document.core_properties.language == "zh-CN"
    assert document.core_properties.title == "林小满的就业服务档案"
    assert document.paragraphs[0].style.name == "Title"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert len(headings) == len(document.tables)
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == ["时间", "内容", "来源", "是否采信"]
        assert "tblHeader" in table.rows[0]._tr.xml
        assert "w:tblCaption" in table._tbl.xml
