"""The staff's pages of declarations: counts open their rows, only what was flagged is marked, two persons for an objection."""

import io
import re
from datetime import date

import docx
import pytest
from django.urls import reverse

from tests.domain.quota_city import OTHER, YEAR, city_with_wages, firm, placed
from tests.domain.reporting_ledger import UNIT, at
from tests.domain.test_declaration import FIRM, photo, reported
from tests.web.federation_month import CITY, client_of
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.declaration import services
from tonggong.domain.declaration.models import Declaration, Item

pytestmark = pytest.mark.django_db
COUNTY = "211103"
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'>([\d,]+)<")


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(date(YEAR + 1, 4, 1))):
        yield city_with_wages()


@pytest.fixture
def found(ledger):
    """Submitted: two persons of whom one has no insurance in this place, and one whom two units insure."""
    reported(ledger)
    away = reported(ledger)
    away.contributions.all().delete()
    firm(ledger, OTHER, 60)
    placed(ledger, unit=OTHER, person=reported(ledger), months=[f"{YEAR}-07"])
    draft = services.open_declaration(FIRM, YEAR)
    services.correct(
        FIRM, draft, "elsewhere", "2023-04", "2023-12", "社保在锦州", photo(), person=away.pk, other="锦州"
    )
    return services.submit(FIRM, draft)


@pytest.fixture
def clerk():
    return client_of("county_staff", COUNTY)


def show(client, found):
    return client.get(reverse("federation:declaration", args=[found.pk]))


def step(client, found, name, reason=""):
    return client.post(reverse("federation:declaration-step", args=[found.pk, name]), {"reason": reason})


def decide(client, found, verdict="accept"):
    step(client, found, "take")
    for item in Item.objects.filter(declaration=found, state="open", dropped_at=None):
        said = {"reason": "看过凭据", "verdict": verdict}
        client.post(reverse("federation:declaration-item", args=[found.pk, item.pk]), said)
    return step(client, found, "decide", "与凭据相符")


def test_every_count_opens_as_many_rows_and_a_draft_stays_with_its_unit(found, clerk):
    page = clerk.get(reverse("federation:declarations"), {"year": YEAR}).text
    figures = FIGURE.findall(page)
    assert len(figures) == 2  # 待审核, 合计
    for url, number in figures:
        opened = clerk.get(url.replace("&amp;", "&")).text
        assert len(re.findall(r'<th scope="row"><a href="/declarations/\d+/', opened)) == int(number)
    assert "审核期限内" in page
    with clock.pretend(at(date(YEAR + 1, 9, 1))):
        late = clerk.get(reverse("federation:declarations"), {"year": YEAR, "state": "overdue"}).text
        assert "过期" in late
        assert f"/declarations/{found.pk}/" in late
    services.withdraw(FIRM, found)
    assert f"/declarations/{found.pk}/" not in clerk.get(reverse("federation:declarations"), {"year": YEAR}).text
    assert show(clerk, found).status_code == 404
    assert clerk.get(reverse("federation:declarations"), {"year": YEAR, "state": "draft"}).status_code == 404


def test_only_what_was_flagged_is_marked_with_both_sides_and_the_quota_before_and_after(found, clerk):
    page = show(clerk, found).text
    marks = re.findall(r'<li class="no"><span class="label">(\d+)月', page)
    assert marks == [*map(str, range(4, 13)), "7"]  # nine months elsewhere, one at two units
    assert "锦州" in page
    assert "9 个月里，养老参保 0 个月" in page
    assert "1个月在另一单位也有参保。" in page
    assert "现在台账里" in page
    assert re.findall(r"已安排 ([\d.]+) 人", page)[0] != re.findall(r"已安排 ([\d.]+) 人", page)[1]


def test_each_changed_cell_stands_beside_what_was_prefilled_with_its_paper_and_who_lacks_one_is_marked(
    found, ledger, clerk
):
    lacks = reported(ledger, months=[f"{YEAR}-01"])
    lacks.spells.update(contract_kind="", contract_until=None)
    step(clerk, found, "take")

    page = show(clerk, found).text

    cells = re.findall(r"<td data-label=.[^>]*>(.*?)</td>", page.split('id="differences"')[1].split("</table>")[0])
    assert [re.sub("<[^>]*>", "", cell) for cell in cells[:2]] == ["9 个月里参保 0 个月", "在锦州参保"]
    assert "declaration-evidence" not in cells[2]
    assert "看凭据" in page
    lacking = page.split('id="lacking"')[1].split("</section>")[0]
    assert lacks.name in lacking
    assert re.findall(r'<li class="lack"><span class="label">(\d+)月', lacking)[:1] == ["1"]
    assert "编制或一年以上合同：2023年1月" in lacking


def test_under_review_each_thing_can_be_decided_by_key_and_by_button_and_a_reader_gets_neither(found, clerk):
    assert "data-review" not in show(clerk, found).text
    step(clerk, found, "take")

    page = show(clerk, found).text

    assert page.count("data-item data-open") == 2
    assert page.count('data-ready="与凭据相符"') == page.count('data-ready="核对后按台账计入"') == 1
    assert page.count('name="verdict" value="accept"') == 2
    assert "review.js" not in show(client_of("auditor", "2111"), found).text


def test_an_answer_needs_a_reason_and_a_refused_step_keeps_what_was_said(found, clerk):
    assert step(clerk, found, "take").status_code == 302
    item = Item.objects.get(kind="elsewhere")
    address = reverse("federation:declaration-item", args=[found.pk, item.pk])
    assert clerk.post(address, {"verdict": "accept", "reason": " "}).status_code == 422
    kept = clerk.post(address, {"verdict": "", "reason": "锦州缴费证明"})
    assert kept.status_code == 422
    assert "锦州缴费证明" in kept.text
    assert f'<a href="#reason-{item.pk}">' in kept.text
    refused = step(clerk, found, "decide", "相符")
    assert refused.status_code == 422
    assert "还有 2 项没有审核" in refused.text
    assert '<a href="#why-decide">' in refused.text
    assert step(clerk, found, "nonsense").status_code == 404
    assert step(clerk, found, "back", "请补合同").status_code == 302
    found.refresh_from_db()
    assert (found.state, found.mend_by) == ("returned", date(YEAR + 1, 4, 16))


def test_the_evidence_is_opened_and_stands_in_the_trail(found, clerk):
    item = Item.objects.get(kind="elsewhere")
    answer = clerk.get(reverse("federation:declaration-evidence", args=[found.pk, item.evidence_id]))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")
    seen = Entry.objects.filter(kind="view", subject="declaration.Evidence").get()
    assert seen.subject_ids == str(item.evidence_id) or str(item.evidence_id) in seen.subject_ids
    elsewhere = client_of("county_staff", "211104")
    assert (
        elsewhere.get(reverse("federation:declaration-evidence", args=[found.pk, item.evidence_id])).status_code == 404
    )


def test_the_decision_is_a_paper_in_the_trail_and_names_nobody(found, clerk):
    address = reverse("federation:declaration-paper", args=[found.pk])
    assert clerk.post(address).status_code == 404
    assert decide(clerk, found).status_code == 302
    found.refresh_from_db()
    assert found.state == "passed"
    answer = clerk.post(address)
    paper = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert found.receipt in words
    assert "看过凭据" in words
    assert "提交时" in words
    assert "认定后" in words
    person = Item.objects.get(kind="elsewhere").person
    assert person.name not in words
    assert str(person.pk) in Entry.objects.filter(kind="release").last().subject_ids


def test_another_person_than_the_decider_answers_and_upheld_it_is_reviewed_anew(found, clerk):
    decide(clerk, found, "refuse")
    found.refresh_from_db()
    services.object_to(FIRM, found, "缴费证明是真的")
    address = reverse("federation:declaration-objection", args=[found.pk])
    assert "请另一位同事答复" in show(clerk, found).text
    assert clerk.post(address, {"verdict": "uphold", "reason": "有理"}).status_code == 422
    chief = client_of("city_staff", CITY)
    waiting = chief.get(reverse("federation:declarations"), {"year": YEAR, "state": "objected"}).text
    assert f"/declarations/{found.pk}/" in waiting
    answer = chief.post(address, {"verdict": "uphold", "reason": "证明属实"})
    fresh = Declaration.objects.get(version=2)
    assert answer["Location"] == reverse("federation:declaration", args=[fresh.pk])
    page = show(chief, fresh).text
    assert "重新认定作出以后再算" in page
    assert UNIT not in answer["Location"]


def test_a_reader_sees_and_can_do_nothing(found):
    auditor = client_of("auditor", CITY)
    page = show(auditor, found)
    assert page.status_code == 200
    assert "开始审核" not in page.text
    assert step(auditor, found, "take").status_code == 403
