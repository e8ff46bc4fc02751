"""The pages of what the tax office collected: counts and sums open their units, a difference is decided, a list exported."""

import io
import re
from html import unescape

import openpyxl
import pytest

from tests.domain.quota_city import YEAR, city_with_wages, firm
from tests.domain.reporting_ledger import TAISHAN, UNIT
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota.models import LevyCollected, LevyDifference
from tonggong.domain.quota.services import make_year

pytestmark = pytest.mark.django_db
AWAY, THIRD = "91211100MA0TESTX2B", "91211100MA0TESTX3C"
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'>([\d,.-]+)<span class='vh'> (家|元)")
ROWS = re.compile(r'<th scope="row"><a href="/quota/collected/units/\d+/')


@pytest.fixture
def ledger(practice):
    found = city_with_wages()
    Unit.objects.filter(pk=firm(found, AWAY, 100).pk).update(county_code=TAISHAN[0])
    firm(found, THIRD, 100)
    file = found.file("levy-collected", f"{YEAR + 1}-11", "市税务局")
    for n, (code, paid, wage) in enumerate([(UNIT, "81000.00", 60_000), (AWAY, "67500.00", 50_000)]):
        LevyCollected.objects.create(
            unit_code=code, unit_name=f"单位{code[-2:]}", year=YEAR, headcount=100, wage_yuan=wage, paid_yuan=paid,
            county_code=Unit.objects.get(code=code).county_code, source_file=file, source_row=2 + n, known_from=file.received_at,
        )  # fmt: skip
    make_year(system_who("试验", CITY), YEAR)
    return found


@pytest.fixture
def city(ledger):
    return client_of("city_staff", CITY)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_count_and_each_sum_of_a_class_opens_exactly_its_units(city):
    opened = FIGURE.findall(text_of(city.get(f"/quota/collected/?year={YEAR}")))

    assert {unit for *_, unit in opened} == {"家", "元"}
    for url, number, unit in opened:
        shown = text_of(city.get(unescape(url)))
        if unit == "家":
            assert len(ROWS.findall(shown)) == int(number), url
        else:
            assert f"{number} 元" in shown, url


def test_a_difference_says_both_sides_and_is_decided_and_taken_back(city):
    row = LevyDifference.objects.get(unit_code=AWAY)
    path = f"/quota/collected/units/{row.pk}/"
    shown = text_of(city.get(path))
    assert "申报年平均工资50,000.00元，估算按60,000.00元。" in shown
    assert "少 13,500.00" in shown

    refused = city.post(f"{path}settle/", {"state": "tax", "reason": ""})
    assert refused.status_code == 422
    assert "请写一句理由" in text_of(refused)
    city.post(f"{path}settle/", {"state": "tax", "reason": "企业报表核对过"})
    assert "以税务征收为准" in text_of(city.get(path))
    city.post(f"{path}settle/", {"state": "open", "reason": "看错了年度"})
    shown = text_of(city.get(path))
    assert "看错了年度" in shown
    assert "企业报表核对过" in shown
    row.refresh_from_db()
    assert row.state == "open"


def test_a_county_sees_its_own_and_who_only_reads_decides_nothing(ledger):
    away = LevyDifference.objects.get(unit_code=AWAY)
    county, office = client_of("county_staff", "211103", "王浩"), client_of("committee_office", CITY)

    assert county.get(f"/quota/collected/units/{away.pk}/").status_code == 404
    assert "单位2B" not in text_of(county.get(f"/quota/collected/units/?year={YEAR}"))
    assert "记下怎么处理" not in text_of(office.get(f"/quota/collected/units/{away.pk}/"))
    assert (
        office.post(f"/quota/collected/units/{away.pk}/settle/", {"state": "tax", "reason": "试试"}).status_code == 403
    )


def test_a_list_leaves_for_a_stated_purpose(city):
    url = f"/quota/collected/units/export/?year={YEAR}&kind=wage_base"
    assert city.post(url, {"purpose": ""}).status_code == 422

    answer = city.post(url, {"purpose": "与税务核对"})

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [(row[0], row[4], row[5]) for row in rows[1:]] == [(AWAY, 81000, 67500)]
    entry = Entry.objects.filter(kind="release", subject="quota.LevyDifference").get()
    assert "与税务核对" in str(entry.detail)


def test_a_year_without_a_file_and_what_there_is_not(city):
    assert "还没有送来" in text_of(city.get(f"/quota/collected/?year={YEAR - 1}"))
    assert city.get(f"/quota/collected/units/?year={YEAR}&kind=x").status_code == 404
