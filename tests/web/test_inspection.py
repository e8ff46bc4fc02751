"""The pages of suspicions and cases: counts are the rows they open, a step refused keeps its words, the unit sees its questions."""

import io
import re
from datetime import date

import docx
import pytest
from django.urls import reverse

from tests.domain.test_inspection_cases import FALSE, HONEST, MONTHS, YEAR, City
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.inspection.models import Case, Suspected
from tonggong.domain.inspection.services import cases
from tonggong.domain.inspection.services.screening import screen

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'>([\d,]+)<span class='vh'> 条")
NAMED = "欧阳长风"


@pytest.fixture
def city(practice):
    made = City()
    for unit in (FALSE, HONEST):
        made.staff(unit, 40)
    made.doubled = made.placed(HONEST)
    type(made.doubled).objects.filter(pk=made.doubled.pk).update(name=NAMED)
    made.placed(FALSE, MONTHS[3:], person=made.doubled, started_on=date(YEAR, 4, 1))
    screen(system_who(), YEAR)
    return made


@pytest.fixture
def client(city):
    return client_of("city_staff", CITY)


def speaker(unit, name):
    """Somebody signed in who speaks for a unit."""
    found = client_of("employer", "", name)
    Post.objects.filter(user__username=name).update(unit_code=unit)
    return found


def opened(client):
    """The case of the unit, opened on the page."""
    row = Suspected.objects.get(unit_code=FALSE)
    client.post(reverse("federation:suspicion-case", args=[row.pk]), {"reason": "先看一看"})
    return Case.objects.get()


def step(client, case, name, **said):
    return client.post(reverse("federation:case-step", args=[case.pk, name]), said)


def test_every_count_of_the_queue_opens_as_many_rows_and_the_person_is_masked(client):
    page = client.get(reverse("federation:suspicions"), {"year": YEAR})
    figures = FIGURE.findall(page.text)
    assert figures
    for url, number in figures:
        opened_page = client.get(url.replace("&amp;", "&")).text
        assert len(re.findall(r'<th scope="row"><a href="/suspicions/\d+/', opened_page)) == int(number)
    assert NAMED not in page.text
    assert "欧阳*风" in page.text
    assert name_of("211103000000") in page.text
    seen = Entry.objects.filter(kind="view", subject="persons.Person").last()
    assert str(Suspected.objects.get(unit_code=FALSE).person_id) in seen.subject_ids


def test_a_suspicion_stands_beside_its_innocent_readings_and_becomes_a_case(client):
    row = Suspected.objects.get(unit_code=FALSE)
    page = client.get(reverse("federation:suspicion", args=[row.pk])).text
    assert "F01" in page
    assert "换工作时两边各缴了一个月" in page  # an innocent reading
    assert "第2行" in page or "行来源" in page
    assert "请两个单位各提供考勤和工资银行流水。" in page
    refused = client.post(reverse("federation:suspicion-case", args=[row.pk]), {"reason": ""})
    assert refused.status_code == 422
    assert "请写立案理由" in refused.text
    assert opened(client).state == "looking"


def test_an_adverse_finding_on_the_page_is_refused_before_the_hearing_and_keeps_the_page(client, city):
    case = opened(client)
    answer = step(client, case, "find", person=city.doubled.pk, verdict="not_real", why="两边全职", evidence="参保")
    assert answer.status_code == 422
    assert "先向单位发听取意见的函" in answer.text
    assert "两边全职" in answer.text
    bare = step(client, case, "find", person=city.doubled.pk, verdict="real", why="看过考勤")
    assert f'href="#evidence-{city.doubled.pk}"' in bare.text
    assert f'id="evidence-{city.doubled.pk}"' in bare.text
    assert "看过考勤" in bare.text
    assert not case.findings.exists()
    assert step(client, case, "find", person=city.doubled.pk, verdict="not_real").status_code == 422
    assert step(client, case, "nonsense").status_code == 404


def test_the_unit_answers_and_is_heard_on_its_own_page_and_sees_no_signal(client, city):
    case = opened(client)
    step(client, case, "ask", asked="unit", own="请提供考勤。")
    step(client, case, "ask", asked="person", own="平时在哪里上班？")
    step(client, case, "letter", text="请说明四月以后的情况。")
    firm, other = speaker(FALSE, "丁"), speaker(HONEST, "己")
    page = firm.get(reverse("employer:checks")).text
    assert "请提供考勤。" in page
    assert "请说明四月以后的情况。" in page
    for hidden in ("F01", "平时在哪里上班", "先看一看", NAMED, "欧阳*风", "60 分"):
        assert hidden not in page
    assert "请提供考勤" not in other.get(reverse("employer:checks")).text
    address = reverse("employer:check-reply", args=[case.pk])
    assert other.post(address, {"text": "不是我们"}).status_code == 404
    assert firm.post(address, {"text": " "}).status_code == 422
    assert firm.post(address, {"text": "只在我单位上班。"}).status_code == 302
    firm.post(address, {"text": "考勤附后。", "question": case.questions.get(asked="unit").pk})
    case.refresh_from_db()
    assert case.state == "heard"
    shown = client.get(reverse("federation:case", args=[case.pk])).text
    assert "只在我单位上班。" in shown
    assert "考勤附后。" in shown


def test_the_pack_holds_everything_but_what_was_said_in_confidence_and_stands_in_the_trail(client, city):
    case = opened(client)
    step(client, case, "ask", asked="person", own="平时在哪里上班？")
    step(
        client,
        case,
        "answer",
        key=case.questions.get().pk,
        answer="我没有去过",
        answered="2023年12月1日",
        is_own_word="on",
    )
    step(client, case, "visit", on="2023年12月2日", seen="班长说不认识这个人")
    address = reverse("federation:case-pack", args=[case.pk])
    assert client.post(address, {"purpose": ""}).status_code == 422
    began = clock.real_now()
    answer = client.post(address, {"purpose": "报局务会研究"})
    assert (clock.real_now() - began).total_seconds() < 5
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for row in t.rows for c in row.cells]
    )
    for said in (
        "F01",
        "换工作时两边各缴了一个月",
        "班长说不认识这个人",
        "请在期限内陈述意见",
        "还没有认定",
        "欧阳*风",
    ):
        assert said in text
    assert "我没有去过" not in text
    assert NAMED not in text
    entry = Entry.objects.filter(kind="release").last()
    assert "报局务会研究" in entry.detail
    assert str(city.doubled.pk) in entry.subject_ids
    client.post(address, {"purpose": "移送", "own_words": "on"})
    assert '"own_words":true' in Entry.objects.filter(kind="release").last().detail


def test_who_only_reads_sees_cases_and_changes_none(client, city):
    case = opened(client)
    reader = client_of("auditor", CITY, "戊")
    page = reader.get(reverse("federation:case", args=[case.pk]))
    assert page.status_code == 200
    assert "<form" not in page.text[page.text.index("<main") : page.text.index("</main>")]
    assert step(reader, case, "task", task="去看").status_code == 403
    cases.add_task(system_who(), case, "调考勤")
    assert (
        client.get(reverse("federation:cases"), {"state": "closed"}).text.count('<th scope="row"><a href="/cases/') == 0
    )
    assert client.get(reverse("federation:cases")).text.count('<th scope="row"><a href="/cases/') == 1
