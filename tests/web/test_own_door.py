"""The own door: what happens next, needs and corrections with a receipt at once, papers, consents, the file; nobody else's."""

import io
import re
from datetime import date
from uuid import uuid4

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.domain import paper_files as made
from tests.web.own_door import AWAY, a_job, a_plan, a_small_city, an_account
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.domain.casework.models import AccommodationPass, Consent, Need, NeedRegistration, Paper, Petition, Visit
from tonggong.domain.casework.queries.consents import has_consent
from tonggong.domain.casework.services import papers
from tonggong.domain.employment.models import Spell
from tonggong.domain.testimony.models import Statement

PAGES = (
    "mine",
    "own",
    "plan",
    "need",
    "ask",
    "requests",
    "consents",
    "papers",
    "assessments",
    "passes",
    "placement",
    "file",
)


@pytest.fixture
def person(practice):
    return a_small_city()


@pytest.fixture
def enter(client, person):
    def signed_in(role="person", whose=None):
        user = an_account(f"own-{role}".replace("_", "-"), "小林", role, person_id=(whose or person).pk)
        client.force_login(user)
        return user

    return signed_in


def main(page):
    return page.text[page.text.index("<main") : page.text.index("</main>")]


def receipt_number(client, answer):
    assert answer.status_code == 302
    return answer["Location"].rstrip("/").rsplit("/", 1)[-1]


def test_the_start_says_what_is_next_on_which_day_by_whom(client, enter, person):
    a_plan(person, an_account("worker-one", "于敏", "township_worker", reach="211122103"))
    enter()
    page = main(client.get(reverse("portal:mine")))

    assert page.index("2099年4月1日") < page.index("和您联系") < page.index("陪您去面试")
    assert "由于敏办" in page
    assert "您的专职委员" in page


def test_a_call_in_vain_leaves_the_contact_that_was_agreed(client, enter, person):
    worker = an_account("worker-one", "于敏", "township_worker", reach="211122103")
    a_plan(person, worker)
    Visit.objects.create(
        key=uuid4(), person=person, worker=worker, method="phone", started_at=clock.now(), on=clock.today(), outcome=9,
        known_from=clock.now(),
    )  # fmt: skip
    enter()
    page = main(client.get(reverse("portal:mine")))

    assert page.index("2099年4月1日") < page.index("和您联系")


def test_the_plan_shows_each_step_with_its_day_and_who(client, enter, person):
    a_plan(person, an_account("worker-one", "于敏", "township_worker", reach="211122103"))
    enter()
    page = main(client.get(reverse("portal:plan")))

    for words in ("到食品厂上班", "走得通", "2099年5月6日以前，由于敏办"):
        assert words in page


@pytest.mark.parametrize("name", PAGES)
def test_every_page_speaks_in_short_sentences_and_asks_little(client, enter, name):
    enter()
    page = main(client.get(reverse(f"portal:{name}")))
    words = re.sub(r"<[^>]+>", "\n", re.sub(r"<svg.*?</svg>|<h1.*?</h1>", "", page, flags=re.S))
    long = [s for s in re.split(r"[\n。；：？，]", words) if len(re.sub(r"\s", "", s)) > 25]
    fields = re.findall(r'<(?:input(?! type="hidden")|select|textarea)', page)

    assert long == []
    assert len(fields) <= 15


@pytest.mark.parametrize("name", PAGES)
def test_an_account_tied_to_nobody_is_told_whom_to_ring(client, practice, name):
    client.force_login(an_account("own-nobody", "某人", "person", person_id=987654))
    page = client.get(reverse(f"portal:{name}"))

    assert (page.status_code, "还没有和信息连上" in page.text) == (200, True)


def test_a_page_weighs_little(client, enter):
    enter()
    for name in PAGES:
        assert len(client.get(reverse(f"portal:{name}")).content) < 60_000


def test_a_number_too_long_to_be_one_is_passed_over(client, enter):
    enter()

    assert client.get(reverse("portal:own"), {"before": "9" * 5000}).status_code == 200
    assert client.post(reverse("portal:assessments"), {"thread": "9" * 5000}).status_code == 302


# --- a need --------------------------------------------------------------------------------------------------------


def test_a_need_is_in_the_ledger_and_waits_for_an_answer_with_its_number(client, enter, person):
    enter()
    said = {
        "kinds": ["work", "aids"],
        "job": "缝纫",
        "words": "腿脚不便",
        "key": "11111111-1111-4111-8111-111111111111",
    }
    number = receipt_number(client, client.post(reverse("portal:need"), said))
    page = client.get(reverse("portal:request", args=[number])).text

    assert f"收到了。回执号 {number}。" in page
    assert "还有 15 天" in page
    assert sorted(Need.objects.standing().values_list("kind", flat=True)) == ["aids", "work"]
    assert NeedRegistration.objects.get().jobs == ["缝纫"]
    assert (Visit.objects.get().method, Visit.objects.get().present, Visit.objects.get().worker) == (
        "online",
        "self",
        None,
    )
    assert Petition.objects.get().text == "找活干，找工作、轮椅、助听器这类辅具；想做：缝纫；腿脚不便"


def test_a_need_sent_twice_is_one(client, enter):
    enter("guardian")
    said = {"kinds": ["care"], "key": "11111111-1111-4111-8111-111111111111"}
    numbers = {receipt_number(client, client.post(reverse("portal:need"), said)) for _ in range(2)}

    assert len(numbers) == 1
    assert (Visit.objects.count(), Petition.objects.count()) == (1, 1)
    assert (Visit.objects.get().present, Petition.objects.get().by_role) == ("guardian", "guardian")


def test_a_need_may_be_spoken(client, enter):
    enter()
    answer = client.post(reverse("portal:need"), {"voice": made.upload(made.ogg(), "录音.ogg")})
    assert answer.status_code == 302, answer.text[answer.text.find("error-summary") :][:400]
    paper, visit = Paper.objects.get(), Visit.objects.get()

    assert (paper.kind, paper.media_type, paper.visit_key) == ("voice", "audio/ogg", visit.key)


def test_a_refused_recording_leaves_nothing_and_keeps_what_was_typed(client, enter):
    enter()
    said = {"words": "要找活", "voice": made.upload(made.jpeg(), "录音.ogg")}
    answer = client.post(reverse("portal:need"), said)

    assert answer.status_code == 422
    assert "要找活" in answer.text
    assert (Visit.objects.count(), Petition.objects.count(), Paper.objects.count()) == (0, 0, 0)


def test_an_empty_sheet_says_how_to_mend(client, enter):
    enter()
    answer = client.post(reverse("portal:need"), {})

    assert answer.status_code == 422
    assert "请选一样，或者写几个字" in answer.text


# --- a correction --------------------------------------------------------------------------------------------------


def test_a_correction_names_the_item_and_may_bring_a_paper(client, enter, person):
    job = a_job(person)
    enter()
    assert f"?about=spell:{job.pk}" in client.get(reverse("portal:own")).text
    said = {"kind": "correction", "about": f"spell:{job.pk}", "text": "早就不做了", "proof": made.upload(made.png())}
    number = receipt_number(client, client.post(reverse("portal:ask"), said))

    assert "锦禾食品厂" in client.get(reverse("portal:request", args=[number])).text
    assert Petition.objects.get().about == f"spell:{job.pk}"
    assert Paper.objects.count() == 1


def test_an_item_of_somebody_else_cannot_be_named(client, enter, person):
    job = a_job(made.a_person(AWAY))
    enter()
    answer = client.post(reverse("portal:ask"), {"kind": "correction", "about": f"spell:{job.pk}", "text": "x"})

    assert answer.status_code == 422
    assert Petition.objects.count() == 0


def test_somebody_elses_receipt_and_paper_are_not_there(client, enter, person):
    other = made.a_person(AWAY)
    paper = papers.store(system_who(), other, "contract", "合同", "", made.png())
    enter("guardian", other)
    number = receipt_number(client, client.post(reverse("portal:ask"), {"kind": "complaint", "text": "等了太久"}))
    client.logout()
    enter()

    assert client.get(reverse("portal:request", args=[number])).status_code == 404
    assert client.get(reverse("portal:paper", args=[paper.pk])).status_code == 404


# --- papers --------------------------------------------------------------------------------------------------------


def test_a_paper_is_kept_once_and_handed_out_so_that_nothing_in_it_acts(client, enter):
    enter()
    for words in ("收好了", "这一份已经有了"):
        photo = made.upload(made.jpeg(made.segment(0xE1, made.exif())), "合同.jpg")
        page = client.post(reverse("portal:papers"), {"kind": "contract", "file": photo}, follow=True)
        assert words in page.text
    answer = client.get(reverse("portal:paper", args=[Paper.objects.get().pk]))

    assert made.GPS not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("no-store")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Disposition"].startswith("inline; filename=paper.jpg")


def test_a_pdf_is_only_saved(client, enter, person):
    paper = papers.store(system_who(), person, "contract", "劳动合同", "", made.pdf())
    enter()

    answer = client.get(reverse("portal:paper", args=[paper.pk]))
    assert answer["Content-Disposition"].startswith("attachment; filename=paper.pdf; filename*=UTF-8''%E5%8A%B3")


def test_her_log_says_which_paper_was_opened(client, enter, person):
    paper = papers.store(system_who(), person, "contract", "劳动合同", "", made.pdf())
    papers.open_paper(system_who(), paper.pk)
    enter()

    assert "打开了您的材料“劳动合同”" in client.get(reverse("portal:own")).text


# --- consents ------------------------------------------------------------------------------------------------------


def test_consent_is_given_and_taken_back_and_it_is_written_who_did(client, enter, person):
    enter("guardian")
    client.post(reverse("portal:consents"), {"purpose": "recommend", "step": "give"})
    assert has_consent(person, "recommend")
    page = client.post(reverse("portal:consents"), {"purpose": "recommend", "step": "withdraw"}, follow=True).text

    assert not has_consent(person, "recommend")
    assert "由监护人（小林）撤回" in page
    assert Consent.objects.get().given_by == "guardian"


def test_what_the_law_asks_for_has_no_button_and_stays(client, enter, person):
    enter()
    page = client.get(reverse("portal:consents")).text
    answer = client.post(reverse("portal:consents"), {"purpose": "store", "step": "withdraw"}, follow=True)

    assert "法律要求" in page
    assert 'value="store"' not in page
    assert "撤不了" in answer.text
    assert client.post(reverse("portal:consents"), {"purpose": "nonsense", "step": "give"}).status_code == 404


def test_a_withdrawn_photo_consent_takes_the_photos_along(client, enter, person):
    enter()
    client.post(reverse("portal:consents"), {"purpose": "photo", "step": "give"})
    papers.store(system_who(), person, "visit_photo", "走访", "", made.jpeg())
    page = client.post(reverse("portal:consents"), {"purpose": "photo", "step": "withdraw"}, follow=True)

    assert "删掉了 1 张照片" in page.text
    assert Paper.objects.standing().count() == 0


# --- supports, the job ---------------------------------------------------------------------------------------------


def test_a_pass_is_given_with_its_code_once_and_taken_back(client, enter):
    enter()
    said = {"words": "说话慢一点", "whom": "我要去的单位", "days": "30", "step": "give"}
    code = re.search(r'class="code"[^>]*>([0-9A-Z-]{24})<', client.post(reverse("portal:passes"), said).text)[1]
    page = client.get(reverse("portal:passes")).text
    assert code not in page
    pk = re.search(r'name="pass" value="(\d+)"', page)[1]

    assert "从现在起打不开" in client.post(reverse("portal:passes"), {"step": "revoke", "pass": pk}, follow=True).text


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"whom": "我要去的单位"}, "words", "请写一句，您要什么帮助。"),
        ({"whom": "", "words": "说话慢一点"}, "other", "请写给谁看。"),
    ],
)
def test_what_a_pass_lacks_is_said_at_the_field_that_mends_it(client, enter, said, field, words):
    enter()
    answer = client.post(reverse("portal:passes"), {"days": "30", "step": "give", **said})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [words]}


def test_what_became_of_a_pass_is_called_by_its_name_in_her_log(client, enter):
    enter()
    said = {"words": "说话慢一点", "whom": "我要去的单位", "days": "30", "step": "give"}
    code = re.search(r'class="code"[^>]*>([0-9A-Z-]{24})<', client.post(reverse("portal:passes"), said).text)[1]
    client.post(reverse("casework:pass"), {"code": code, "said": "李经理"})
    client.post(reverse("portal:passes"), {"step": "revoke", "pass": AccommodationPass.objects.get().pk})
    page = main(client.get(reverse("portal:own")))

    for words in ("做了一张支持需求通行证", "打开了您的支持需求通行证", "收回了一张支持需求通行证"):
        assert words in page
    assert "提供给了别的部门" not in page


def test_taking_back_says_the_same_of_a_strangers_pass_and_of_none(client, enter, person):
    enter(whose=made.a_person(AWAY))
    client.post(reverse("portal:passes"), {"words": "说话慢一点", "whom": "我要去的单位", "days": "30", "step": "give"})
    pk = AccommodationPass.objects.get().pk
    client.logout()
    client.force_login(an_account("somebody-else", "别人", "person", person_id=person.pk))
    told = [
        re.findall(
            r"没有找到[^<]*", client.post(reverse("portal:passes"), {"step": "revoke", "pass": key}, follow=True).text
        )
        for key in (pk, pk + 1)
    ]

    assert told[0] == told[1] != []
    assert AccommodationPass.objects.get().revoked_at is None


def test_the_own_word_on_a_job_is_kept_and_not_shown_again(client, enter, person):
    job = a_job(person)
    enter()
    said = {"spell": job.pk, "answers": ["not_real"], "words": "我没去过"}
    page = client.post(reverse("portal:placement"), said, follow=True).text

    assert Statement.objects.get().said["answers"] == ["not_real"]
    assert "收到了，谢谢。单位看不到。" in page
    assert "我没去过" not in page
    assert "我没去过" not in client.get(reverse("portal:own")).text
    assert client.post(reverse("portal:placement"), {"spell": job.pk}).status_code == 422


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"days_per_week": "9"}, "一周几天，写 0 到 7。"),
        ({"days_per_week": "三天"}, "一周几天，写 0 到 7。"),
        ({"pay_yuan": "很多"}, "工资写数字就行。"),
        ({"pay_yuan": "200000"}, "请看看工资数"),
        ({"pay_yuan": "1900.123"}, "小数点后两位"),
    ],
)
def test_a_number_that_cant_be_is_said_by_its_name(client, enter, person, said, words):
    enter()
    answer = client.post(reverse("portal:placement"), {"spell": a_job(person).pk, "answers": ["works"], **said})

    assert (answer.status_code, words in answer.text) == (422, True)
    assert f'href="#{next(iter(said))}1"' in answer.text
    assert f'id="{next(iter(said))}1"' in answer.text


# --- the file ------------------------------------------------------------------------------------------------------


def test_her_file_holds_everything_with_her_own_numbers_and_is_noted(client, enter, person):
    a_job(person)
    a_plan(person, an_account("worker-one", "于敏", "township_worker", reach="211122103"))
    enter()
    document = docx.Document(io.BytesIO(client.get(reverse("portal:file-docx")).content))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert person.citizen_id in text
    for words in ("锦禾食品厂", "家里都好", "陪您去面试"):
        assert words in cells
        assert words in client.get(reverse("portal:file")).text
    assert Entry.objects.filter(kind="release", subject_id=person.pk).count() == 4
    assert "打印了您的档案" in client.get(reverse("portal:own")).text


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_record(client, enter, person):
    enter()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("portal:own"))
            client.get(reverse("portal:file"))
        return len(queries)

    now = clock.now()
    delivery = Delivery.objects.create(
        feed="hires", month="2024-09", sender="就业科", state="complete", received_at=now, changed_at=now
    )

    def more_jobs(days):
        for day in days:
            job = a_job(person, f"{day}厂", date(2024, 3, day))
            file = SourceFile.objects.create(delivery=delivery, name=f"{day}.xlsx", fingerprint=b"x", received_at=now)
            Spell.objects.filter(pk=job.pk).update(source_file=file, source_row=2)

    more_jobs((1, 2))
    asked()
    few = asked()
    more_jobs((3, 4, 5))

    assert asked() == few
