"""残保金试算 without signing in: numbers as people write them, the levy with its sentences, and nothing kept."""

import logging
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.domain.reporting_ledger import at
from tests.panjin import load_panjin
from tests.web.levy_city import local_average
from tonggong.base.installation import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn_of_2024(practice):
    load_panjin()
    local_average(90_000)
    with clock.pretend(at(date(2024, 10, 12))):
        yield


def sent(client, **other):
    said = {"kind": "enterprise", "staff": "120", "wage": "60000", "year": "2023", "place": ""} | other
    return client.post(reverse("portal:levy"), {name: value for name, value in said.items() if value is not None})


def words_of(answer):
    page = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def amount_of(answer):
    found = re.search(r'class="levy-amount">\s*([\d,.]+)', answer.content.decode())
    return found[1] if found else None


def test_the_example_of_a_firm_with_nobody_placed_and_its_sentences(client):
    answer = sent(client)

    words = words_of(answer)
    assert amount_of(answer) == "97,200.00"
    assert "应缴：1.8人×60,000.00元×90%＝97,200.00元。" in words
    assert "执行到2027年12月31日" in words
    assert "财政部公告2023年第8号" in words


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        ({"ordinary": "1", "ordinary_months": "9"}, "56,700.00"),
        ({"ordinary": "1"}, "43,200.00"),
        ({"severe": "1"}, "0.00"),
        ({"severe": "1", "severe_months": "6个月"}, "43,200.00"),
    ],
)
def test_persons_and_their_months_are_counted_and_the_severe_twice(client, placed, due):
    assert amount_of(sent(client, **placed)) == due


@pytest.mark.parametrize("staff", ["120", "１２０", "120人", "一百二十", "120.0", " 120 名 ", "一二〇"])
@pytest.mark.parametrize("wage", ["60000", "６万", "60,000元", "六万", "6万元"])
def test_numbers_are_understood_as_people_write_them(client, staff, wage):
    assert amount_of(sent(client, staff=staff, wage=wage)) == "97,200.00"


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("staff", "", "请填职工人数"),
        ("staff", "0", "没有职工就不用缴。至少填 1 人"),
        ("staff", "-5", "不能小于 0"),
        ("staff", "很多", "“很多”看不懂，请写数字，例如 120"),
        ("staff", "120-130", "“120-130”看不懂"),
        ("staff", "9" * 5000, "看不懂"),
        ("staff", "1e9", "看不懂"),
        ("wage", "", "请填年平均工资"),
        ("wage", "0", "不能是 0"),
        ("wage", "NaN", "看不懂"),
        ("ordinary", "1.5", "请写整数"),
        ("ordinary", "121", "比职工 120 人还多"),
        ("severe_months", "13", "不能大于 12"),
        ("year", "1999", "请重新选"),
        ("year", "²", "请重新选"),
        ("place", "110000", "请重新选"),
        ("kind", "", "请选单位性质"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_rest_stays(client, field, written, said):
    answer = sent(client, **({"staff": "120", "wage": "61234"} | {field: written}))

    page = answer.content.decode()
    assert answer.status_code == 422
    problem = re.search(rf'id="id_{field}_problem">(.*?)</p>', page, re.S)
    assert problem, f"nothing at {field}"
    assert said in problem[1]
    assert re.search(rf'id="id_{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_{field}"', page)
    assert amount_of(answer) is None
    assert field == "wage" or 'value="61234"' in page


def test_an_institution_of_thirty_pays_where_an_enterprise_is_exempt(client):
    assert "免缴" in words_of(sent(client, staff="30"))
    assert amount_of(sent(client, staff="30")) == "0.00"
    assert amount_of(sent(client, staff="30", kind="institution")) == "24,300.00"
    assert amount_of(sent(client, staff="31")) == "25,110.00"


def test_who_is_not_obliged_is_told_so(client):
    assert "不用缴" in words_of(sent(client, kind="sole_trader"))


def test_the_lawful_ways_stand_in_order_of_what_they_cost_and_hiring_nobody_is_one(client):
    page = sent(client).content.decode()

    whole = [float(found.replace(",", "")) for found in re.findall(r'data-label="连工资合计">([\d,.]+)', page)]
    assert len(whole) >= 4
    assert whole == sorted(whole)
    assert "不再安排" in page
    assert "2025年应缴" in page


def test_a_year_after_the_reliefs_is_said_to_be_an_estimate(client):
    answer = sent(client, year="2028")

    words = words_of(answer)
    assert amount_of(answer) == "108,000.00"
    assert "没有见到延续的文件" in words
    assert "年度估算应缴" in words
    assert "2028年还没有到" in words


def test_the_last_year_of_the_reliefs_warns_of_the_full_amount(client):
    assert "如不延续，同样情况应缴108,000.00元" in words_of(sent(client, year="2027"))


def test_without_the_citys_average_wage_nothing_is_capped_and_that_is_said(client):
    high = amount_of(sent(client, wage="300000"))
    local_average(None)
    answer = sent(client, wage="300000")

    assert high == "291,600.00"  # 1.8 x 180,000 x 90 %
    assert amount_of(answer) == "486,000.00"
    assert "没有和工资上限比" in words_of(answer)


def test_a_wage_of_one_month_is_asked_about(client):
    assert "填成一个月的了" in words_of(sent(client, wage="5000"))
    assert "填成一个月的了" not in words_of(sent(client))


def test_a_county_is_taken_as_the_place(client):
    assert "兴隆台区" in words_of(sent(client, place="211103000000"))


def test_nothing_is_written_down_or_logged(client, caplog):
    client.get(reverse("portal:levy"))
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        answer = sent(client, staff="87654")
        sent(client, staff="八万七千六百五十四个")
        sent(client, staff="87654x")

    assert answer.status_code == 200
    wrote = [
        one["sql"]
        for one in asked
        if not one["sql"].lstrip("( ").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert wrote == []
    assert "87654" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert answer["Cache-Control"].count("no-store")


def test_the_numbers_never_stand_in_an_address(client):
    page = client.get(reverse("portal:levy")).content.decode()

    form = re.search(r'<form class="form wide-form".*?</form>', page, re.S)[0]
    assert 'method="post"' in form
    assert len(re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")", form)) <= 15


def test_the_front_page_leads_here(client):
    assert reverse("portal:levy") in client.get(reverse("portal:home")).content.decode()


def test_before_a_city_is_loaded_the_page_opens_and_says_what_is_missing(client, db):
    from tonggong.base.policy.models import FigureValue
    from tonggong.base.policy.queries import forget

    FigureValue.objects.all().delete()
    forget()
    assert client.get(reverse("portal:levy")).status_code == 200

    answer = sent(client, year="2023")
    assert answer.status_code == 422
    assert "政策数还没有填全" in answer.content.decode()
