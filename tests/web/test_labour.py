"""Pages of the hires of public bodies, of contracts and of equal pay: numbers open their rows, decisions hold, names stay masked."""

import re
from datetime import date
from html import unescape

import pytest

from tests.domain.test_hires import DAY, ORGAN
from tests.domain.test_hires import City as HireCity
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.employment.models import PayCheck
from tonggong.domain.hires.models import HireCase, HireReport
from tonggong.domain.hires.services import check_year

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'><?(?:span[^>]*>)?([\d,]+)")
ROW = '<th scope="row">'


@pytest.fixture
def city(practice, tmp_path):
    """Three reported: two agree, one is unknown to the personnel authorities; a contract is missing, a pay is flagged."""
    found = HireCity(tmp_path)
    for _ in range(3):
        found.report(found.person())
    found.personnel([(found.number(one), one.name, ORGAN, DAY) for one in found.people[:2]])
    HireReport.objects.update(by_id=None)  # entered by nobody who signs in here
    check_year(system_who("试验", CITY), 2023)
    found.ledger.spell(found.people[0], date(2022, 1, 1))
    for n, (pay, state) in enumerate((("below_post", "open"), ("too_few", "quiet"))):
        PayCheck.objects.create(
            quarter="2024Q3", person=found.people[n], unit_code=ORGAN, unit_name="市某局", pay=pay, state=state, because="理由",
            months=[{"month": "2024-09", "pay": "3000", "post": "文员", "heads": 5, "median": "3600", "file": None, "row": None}],
            made_at=clock.now(),
        )  # fmt: skip
    return found


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("path", ["/leading/hires/?year=2023", "/labour/", "/labour/pay/?quarter=2024Q3"])
def test_every_number_opens_its_rows_and_no_name_is_whole(city, path):
    client = client_of("city_staff", CITY)
    page = text_of(client.get(path))
    opened = FIGURE.findall(page)
    assert opened
    for url, number in opened:
        shown = text_of(client.get(unescape(url)))
        assert shown.count(ROW) == int(number), url
        assert not any(one.name in shown for one in city.people)
    assert not any(one.name in page for one in city.people)


def test_a_difference_is_decided_with_a_reason_and_undone(city):
    client = client_of("committee_office", CITY)
    row = HireCase.objects.get(match="unknown")
    url = f"/leading/hires/{row.pk}/"
    assert "人事部门没有记录" in text_of(client.get(url))
    assert client.post(f"{url}settle/", {"choice": "count", "reason": ""}).status_code == 422
    client.post(f"{url}settle/", {"choice": "count", "reason": "组织部补了名册"})
    row.refresh_from_db()
    assert row.state == "counted"
    assert "组织部补了名册" in text_of(client.get(url))
    client.post(f"{url}settle/", {"choice": "undo", "reason": "再核"})
    row.refresh_from_db()
    assert row.state == "open"
    assert client.post(f"{url}settle/", {"choice": "nothing", "reason": "x"}).status_code == 422


def test_a_flag_of_pay_is_decided_and_another_county_does_not_see_it(city):
    row = PayCheck.objects.get(state="open")
    url = f"/labour/pay/{row.pk}/"
    client = client_of("city_staff", CITY)
    assert "3,600.00" in text_of(client.get(url))
    client.post(f"{url}settle/", {"choice": "handed_on", "reason": "单位不说明"})
    row.refresh_from_db()
    assert row.state == "handed_on"
    away = client_of("county_staff", "211102", "王浩")
    assert away.get(url).status_code == 404
    assert client_of("township_worker", "211103002", "李").get("/labour/").status_code == 403


def test_a_hire_is_entered_by_staff_and_a_wrong_number_keeps_what_was_typed(city):
    client = client_of("city_staff", CITY)
    person = city.person()
    said = {
        "unit_code": ORGAN, "name": person.name, "citizen_id": "123", "hired_on": "2023-08-01", "post": "", "ground": "通知",
    }  # fmt: skip
    wrong = client.post("/leading/hires/report/", said)
    assert wrong.status_code == 422
    assert "18位" in text_of(wrong)
    answer = client.post("/leading/hires/report/", said | {"citizen_id": city.number(person)})
    assert answer.status_code == 302
    client.post("/leading/hires/make/", {"year": "2023"})
    assert HireCase.objects.filter(person=person, match="unknown").exists()
    sheet = client.post("/leading/hires/export/?year=2023", {"purpose": "核对"})
    assert sheet.status_code == 200
    assert sheet.content[:2] == b"PK"
