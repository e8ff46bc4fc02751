"""The award above the quota on its page: the city's formula as data, the figures of the notice open their units."""

import io
import re
from decimal import Decimal
from html import unescape

import openpyxl
import pytest

from tests.domain.quota_city import YEAR, city_with_wages, firm, placed
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.services import make_year

pytestmark = pytest.mark.django_db
BIG, SLIGHT = "91211100MA0TESTX2B", "91211100MA0TESTX3C"
SIX_WAGES = {"base": "minimum_wage", "amount": "6", "excess": "fraction", "at_least": "1"}
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'>([\d,.]+)<span class='vh'> (家|元)")
ROWS = re.compile(r'<th scope="row"><a href="/quota/units/\d+/')


def set_figure(figure_id, value):
    FigureValue.objects.filter(figure_id=figure_id).delete()
    if value is not None:
        FigureValue.objects.create(
            figure_id=figure_id,
            label=figure_id,
            scope="211100",
            value=value,
            unit="",
            source="市里的办法",
            origin="试验",
        )
    forget()


@pytest.fixture
def ledger(practice):
    """400 staff need 6 and 8 count; 100 staff need 1.5 and 2 count, which is less than one person above."""
    found = city_with_wages()
    set_figure("overquota.reward", SIX_WAGES)
    set_figure("wage.minimum_monthly", 1700)
    for code, heads, severe in ((BIG, 400, 4), (SLIGHT, 100, 1)):
        firm(found, code, heads)
        for _ in range(severe):
            placed(found, unit=code, grade=1)
    make_year(system_who("试验", CITY), YEAR)
    return found


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_example_stands_on_the_list_and_the_notice_s_figures_open_it(ledger):
    client = client_of("city_staff", CITY)
    row = YearResult.objects.get(unit__code=BIG)
    assert (row.headcount, row.required, row.counted, row.award_yuan) == (400, 6, 8, Decimal("20400.00"))

    shown = text_of(client.get(f"/quota/awards/?year={YEAR}"))

    assert "2人×6×月最低工资1,700.00元＝20,400.00元。" in shown
    opened = FIGURE.findall(shown)
    assert {(number, unit) for _, number, unit in opened} == {("1", "家"), ("20,400.00", "元")}
    for url, number, unit in opened:
        rows = text_of(client.get(unescape(url)))
        assert len(ROWS.findall(rows)) == 1
        if unit == "元":
            assert number in rows
    assert "超出不足1人，不奖励。" in text_of(client.get(f"/quota/awards/?year={YEAR}&which=none"))
    assert "20,400.00元" in text_of(client.get(f"/quota/units/{row.unit_id}/?year={YEAR}"))


def test_without_a_formula_the_page_says_what_to_enter(ledger):
    set_figure("overquota.reward", None)
    make_year(system_who("试验", CITY), YEAR)

    assert YearResult.objects.get(unit__code=BIG).award_yuan is None
    assert "还没有填奖励办法" in text_of(client_of("city_staff", CITY).get(f"/quota/awards/?year={YEAR}"))


def test_the_list_leaves_for_a_stated_purpose_and_a_county_sees_its_own(ledger):
    client = client_of("city_staff", CITY)
    url = f"/quota/awards/export/?year={YEAR}"
    assert client.post(url, {"purpose": ""}).status_code == 422
    answer = client.post(url, {"purpose": "送财政"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [(row[0], row[8]) for row in rows[1:]] == [(BIG, 20400)]
    assert Entry.objects.filter(kind="release", subject="quota.YearResult").exists()
    assert "没有这样的单位" in text_of(client_of("county_staff", "211102").get(f"/quota/awards/?year={YEAR}"))
    assert client.get(f"/quota/awards/?year={YEAR}&which=x").status_code == 404
