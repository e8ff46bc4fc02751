"""Pages of units and of policy figures."""

import re
from datetime import date

import pytest

from tests.domain.quota_city import body, city_with_wages
from tests.web.federation_month import CITY, client_of
from tests.web.federation_people import some_people
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.policy.models import FigureValue
from tonggong.domain.employers.models import UnitFact
from tonggong.rules.figures import national_figures
from tonggong.web.federation.policy_words import UNITS, VALUES

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(practice):
    return some_people()


@pytest.fixture
def clerk(people):
    return client_of("county_staff", "211103", "孙伟")


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_units_are_found_by_part_of_the_name_and_by_the_code(clerk, people):
    assert people.unit.name in page(clerk.get("/units/?words=测试食品"))
    assert people.unit.name in page(clerk.get(f"/units/?words={people.unit.code}"))
    assert "没有这样的单位" in page(clerk.get("/units/?words=没有这家"))


def test_a_unit_shows_its_names_and_our_people_there_masked(clerk, people):
    shown = page(clerk.get(f"/units/{people.unit.pk}/"))

    assert "盘锦旧名食品有限公司" in shown
    assert "王淑珍" in shown
    assert f"尾号 {people.number[-4:]}" in shown
    assert people.number not in shown
    assert Entry.objects.filter(kind="view", subject_id=people.wang.pk).exists()


def test_people_out_of_reach_are_only_a_number_on_a_units_page(people):
    town = client_of("township_worker", "211103009", "韩玉梅")
    people.unit.township_code = "211103009000"
    people.unit.save()

    shown = page(town.get(f"/units/{people.unit.pk}/"))

    assert "王淑珍" not in shown
    assert "另有 1 人不在您的范围内" in shown


def test_sums_of_a_month_are_shown_but_not_where_few_people_would_be_recognised(clerk, people):
    shown = page(clerk.get(f"/units/{people.unit.pk}/"))

    assert "2024年12月参保 2 人，比 2024年11月少 10 人。" in shown
    assert "36,000.00" in shown
    assert "6,000.00" not in shown.replace("36,000.00", "")
    assert "人太少，不显示" in shown


def test_a_unit_out_of_reach_is_not_there(people):
    other = client_of("county_staff", "211102", "李莉")

    assert other.get(f"/units/{people.unit.pk}/").status_code == 404
    assert people.unit.name not in page(other.get("/units/"))


def test_figures_stand_with_their_source_and_what_is_missing_comes_first(clerk):
    FigureValue.objects.create(
        figure_id="wage.invented", label="试验标准", scope="211100", value=None, unit="yuan per month", source="待本市公布",
        origin="试验",
    )  # fmt: skip

    shown = page(clerk.get("/policy/"))

    assert shown.index("待本市填报") < shown.index("试验标准") < shown.index("月最低工资标准")
    assert "<b>1,900</b> 元/月" in shown
    assert "依据和把握" in shown


def _coded(value):
    if isinstance(value, dict):
        return {*value, *(code for one in value.values() for code in _coded(one))}
    if isinstance(value, list | tuple):
        return {code for one in value for code in _coded(one)}
    return {value} if isinstance(value, str) else set()


def test_no_unit_and_no_coded_value_of_the_national_figures_is_left_in_english():
    coded = {
        code
        for one in national_figures()
        for code in map(str, _coded(one.value))
        if re.search("[A-Za-z]{2}|[A-Z][0-9]", code)
    }

    assert {one.unit for one in national_figures()} - set(UNITS) == set()
    assert coded - set(VALUES) == set()


def test_a_unit_shows_its_staff_and_posts_by_year_with_who_said_it(practice):
    ledger = city_with_wages()
    unit = body(ledger, "12211103MB0000001X", 70, 60, kind="事业单位")
    UnitFact.objects.create(unit=unit, kind="posts", value="75", started_on=date(2024, 12, 31), known_from=clock.now())

    shown = page(client_of("city_staff", CITY).get(f"/units/{unit.pk}/"))

    lines = re.findall(
        r'<th scope="row" class="nowrap">(\d{4})年</th><td[^>]*>([^<]+)</td><td[^>]*>([^<]+)</td>', shown
    )
    assert lines == [("2024", "—", "75"), ("2023", "60", "70"), ("2022", "—", "70")]
    assert "测试，12 个月" in shown
