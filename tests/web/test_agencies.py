"""The room of service institutions: a sheet filled in, handed in, reviewed with reasons, on paper; helping hands."""

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pytest

from tests.domain.reporting_ledger import XINGLONG, at
from tests.web.committee_city import city_with_figures
from tests.web.federation_month import client_of
from tests.web.figures_open import opened as behind_figures
from tonggong.base.installation import clock
from tonggong.domain.agencies import queries
from tonggong.domain.agencies.models import Provider, ScoreSheet, Support
from tonggong.domain.casework.models import ServiceRecord
from tonggong.domain.coaching.models import FollowUp
from tonggong.domain.persons.models import Person
from tonggong.domain.status.models import Owed
from tonggong.domain.status.services import refresh
from tonggong.rules.scoring import Source, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(practice):
    with clock.pretend(at(date(2024, 10, 15))):
        ledger = city_with_figures()
        refresh(None)
        yield ledger


@pytest.fixture
def county(city):
    return client_of("county_staff", "211103")


@pytest.fixture
def office(city):
    return client_of("city_staff", "2111")


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def opened(county):
    county.post("/casework/agencies/open/", {"county_code": XINGLONG[0], "agency": "兴隆台区中心", "year": "2024"})
    return ScoreSheet.objects.get()


def filled(sheet):
    """The fields of a sheet with all answered."""
    said = {}
    for line in queries.view(sheet).lines:
        item = line.item
        if item.source != Source.AUTO:
            answer = {Way.COUNT: f"{item.of}", Way.STEPS: f"{max(item.steps, default=0)}", Way.YES_NO: "1"}
            said |= {f"answer_{item.id}": answer.get(item.way, "１００％"), f"evidence_{item.id}": "名册"}
    return said


def test_a_county_fills_in_its_sheet_and_what_the_ledger_knows_stands_there_already(county):
    sheet = opened(county)

    shown = words(county.get(f"/casework/agencies/{sheet.pk}/"))

    assert "规定期限内核实过：7人中0人" in shown
    assert "answer_D2" not in shown
    assert "answer_A1" in shown
    names = words(county.get(f"/casework/agencies/{sheet.pk}/missing/D2/"))
    assert len(re.findall(r'<th scope="row"><a[^>]*>测试\d+', names)) == 7
    for no_number in ("²", "9" * 5000):
        assert county.get(f"/casework/agencies/{sheet.pk}/missing/D2/", {"after": no_number}).status_code == 200
        assert county.get("/casework/providers/", {"year": no_number}).status_code == 200


def test_every_figure_that_the_ledger_knows_opens_the_rows_it_was_counted_from_as_frozen(city, county, office):
    person = Person.objects.filter(county_code=XINGLONG[0], kind="holder").first()
    Owed.objects.filter(period="2024").update(left_on=None)
    Owed.objects.filter(person=person, period="2024").update(done_on=date(2024, 3, 1))
    FollowUp.objects.create(person=person, spell=1, point=30, started_on=date(2024, 2, 1), due_on=date(2024, 3, 2))
    sheet = opened(county)
    address, behind = f"/casework/agencies/{sheet.pk}/", f"/casework/agencies/{sheet.pk}/rows/D2/"
    Owed.objects.update(done_on=date(2024, 10, 15))  # what was handed out stays as it was counted

    for client in (county, office):
        found = behind_figures(client, address, "/rows/")
        assert (found["D2，全部"], found["D2，做到"], found["D2，没做到"]) == (7, 0, 7)
        assert found["E1，全部"] == found["E1，做到"] + found["E1，没做到"]
        assert (found["E1，做到"], found["E1，没做到"] >= 1) == (1, True)
        assert (found["E7，全部"], found["E7，没做到"]) == (1, 1)
    assert "/figures/plan.new_jobs/?figure=" in county.get(address).content.decode()
    assert county.get(f"{behind}?part=some").status_code == 404
    assert county.get(f"/casework/agencies/{sheet.pk}/rows/Z9/").status_code == 404
    assert client_of("county_staff", "211122").get(behind).status_code == 404
    assert client_of("township_worker", "211103001").get(behind).status_code == 403


def test_services_and_placements_of_an_agency_open_their_people_within_reach(city, county, office):
    near = Person.objects.filter(county_code=XINGLONG[0]).first()
    far = Person.objects.exclude(county_code=XINGLONG[0]).first()
    Provider.objects.create(name="同心社", kind="social", county_code=XINGLONG[0], began_on=date(2024, 1, 1))
    for person, outcome in ((near, 1), (near, 1), (far, 1), (near, 3)):
        ServiceRecord.objects.create(
            person=person,
            kind=2,
            on=date(2024, 5, 1),
            outcome=outcome,
            provider="同心社",
            known_from=at(date(2024, 5, 1)),
        )
    address = "/casework/providers/"

    assert behind_figures(county, address, "services") == {
        "带来就业": 1, "同心社，服务人次": 3, "同心社，带来就业": 1,
    }  # fmt: skip
    assert behind_figures(office, address, "services") == {
        "带来就业": 2, "同心社，服务人次": 4, "同心社，带来就业": 2,
    }  # fmt: skip
    behind = f"{address}services/?provider={Provider.objects.get().pk}"
    assert client_of("county_staff", "211122").get(behind).status_code == 404
    assert client_of("township_worker", "211103001").get(behind).status_code == 403


def test_a_wrong_answer_keeps_every_other_and_says_how_to_mend_it(county):
    sheet = opened(county)
    answer = county.post(
        f"/casework/agencies/{sheet.pk}/answer/", filled(sheet) | {"answer_A2": "很多", "step": "submit"}
    )

    assert answer.status_code == 422
    assert "“很多”不是百分数，请写成 80% 这样" in words(answer)
    assert 'value="１００％"' in words(answer)
    assert ScoreSheet.objects.get().state == "draft"


def test_from_the_institution_to_the_city_and_onto_paper(county, office):
    sheet = opened(county)
    county.post(f"/casework/agencies/{sheet.pk}/answer/", filled(sheet) | {"step": "submit"})
    assert "待复核" in words(office.get("/casework/agencies/"))

    review = {}
    for line in queries.view(ScoreSheet.objects.get()).lines:
        value = line.row.self_answer
        if value is not None:
            plain = line.item.way in (Way.COUNT, Way.STEPS, Way.YES_NO)
            review[f"answer_{line.item.id}"] = f"{value.normalize():f}" if plain else f"{value * 100}%"
    refused = office.post(f"/casework/agencies/{sheet.pk}/review/", review | {"answer_B2": "3", "step": "reviewed"})
    assert refused.status_code == 422
    assert "与自评不一致的项要写理由：B2" in words(refused)
    office.post(
        f"/casework/agencies/{sheet.pk}/review/",
        review | {"answer_B2": "3", "reason_B2": "没有手语视频", "step": "reviewed"},
    )

    shown = words(county.get(f"/casework/agencies/{sheet.pk}/"))
    assert "有 1 项复核与自评不一致" in shown
    assert "没有手语视频" in shown
    paper = docx.Document(io.BytesIO(county.get(f"/casework/agencies/{sheet.pk}/paper/").content))
    text = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "没有手语视频" in text
    assert len(paper.tables) == 6


def test_another_county_sees_no_sheet_but_its_own(county):
    sheet = opened(county)
    other = client_of("county_staff", "211102")

    assert other.get(f"/casework/agencies/{sheet.pk}/").status_code == 404
    assert "兴隆台区中心" not in words(other.get("/casework/agencies/"))


def test_helping_hands_are_written_down_and_taken_back(county):
    county.post("/casework/providers/add/", {"county_code": XINGLONG[0], "name": "晨光社工中心", "kind": "social", "began_on": "2024年1月5日"})  # fmt: skip
    agency = queries.Provider.objects.get()
    county.post(f"/casework/providers/{agency.pk}/support/", {"kind": "purchase", "what": "评估60人", "yuan": "9000", "on": "2024-03-01"})  # fmt: skip
    assert "9,000.00 元" in words(county.get("/casework/providers/?year=2024"))

    row = Support.objects.get()
    assert row.yuan == Decimal(9000)
    county.post(f"/casework/withdraw/support/{row.pk}/")
    assert "9,000.00 元" not in words(county.get("/casework/providers/?year=2024"))
    assert "superseded" in words(county.get(f"/casework/providers/{agency.pk}/"))

    answer = county.post("/casework/contributions/add/", {"county_code": XINGLONG[0], "giver": "顺达", "giver_kind": "firm", "kind": "order", "what": "纸盒", "on": "2025-01-01"})  # fmt: skip
    assert answer.status_code == 422
    assert "日期还没有到" in words(answer)


def test_the_pages_say_that_an_exchange_is_owed(office):
    assert "2024年还没有举办过就业服务交流" in words(office.get("/casework/exchanges/"))
    office.post(
        "/casework/exchanges/add/", {"title": "经验交流", "on": "2024-10-10", "people": "40", "outcome": "互学"}
    )

    assert "还没有举办过" not in words(office.get("/casework/exchanges/"))
