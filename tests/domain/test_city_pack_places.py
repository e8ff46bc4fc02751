"""Places as offices write them; former names and codes lead to today's."""

from pathlib import Path

import pytest

from tonggong.base.divisions import queries as divisions
from tonggong.domain.plan.services import load_city

pytestmark = pytest.mark.django_db
YUNTING = Path(__file__).parents[1] / "data" / "cities" / "yunting"


@pytest.mark.parametrize(
    ("county", "township", "place"),
    [
        ("兴隆台区", "振兴街道", ("211103000000", "211103001000")),
        ("兴隆台", "振兴", ("211103000000", "211103001000")),
        ("盘锦市兴隆台区", "振兴街道办事处", ("211103000000", "211103001000")),
        (" 兴 隆 台 区 ", "兴隆台区振兴街道", ("211103000000", "211103001000")),
        ("大洼县", "田家街道", ("211104000000", "211104005000")),
        ("大洼", "", ("211104000000", "")),
        ("", "田庄台镇", ("211104000000", "211104101000")),
        (None, "盘山县胡家镇", ("211122000000", "211122103000")),
        ("211122", "211122103", ("211122000000", "211122103000")),
        ("盘锦市大洼区田家街道", "", ("211104000000", "")),
        ("双台子区", "振兴街道", ("211102000000", "")),
        ("兴隆台区", "高新区", ("211103000000", "211103400000")),
        ("盘山县", "盘山县林场", ("211122000000", "211122400000")),
    ],
)
def test_an_offices_words_find_the_place(county, township, place):
    load_city("panjin")

    found = divisions.resolve(county, township)

    assert (found.county_code, found.township_code) == place
    assert found.county == divisions.name_of(place[0])


@pytest.mark.parametrize("words", ["锦州市凌海市", "不详", ""])
def test_words_that_mean_no_place_find_none(words):
    load_city("panjin")

    assert divisions.resolve(words) is None


def test_a_zone_that_reports_by_itself_is_known_beside_its_county():
    load_city("panjin")

    found = divisions.resolve("辽东湾新区")

    assert (found.county_code, found.reporting_unit) == ("211104000000", "liaodongwan")


def test_an_old_identifiers_county_is_todays():
    load_city("panjin")

    assert divisions.county_of_identifier("211121").name == "大洼区"
    assert divisions.county_of_identifier("211103").name == "兴隆台区"
    assert divisions.county_of_identifier("210702") is None


def test_a_town_that_two_counties_have_is_found_only_with_its_county():
    load_city(YUNTING)

    assert divisions.resolve("", "白沙镇") is None
    assert divisions.resolve("南屿县", "白沙镇").township_code == "991202101000"
    assert divisions.resolve("青岙县", "城关").township_code == "991203001000"


def test_a_place_found_twice_costs_no_further_query(django_assert_num_queries):
    load_city("panjin")
    divisions.resolve("大洼县", "田家")

    with django_assert_num_queries(0):
        divisions.resolve("大洼县", "田家")
        divisions.resolve("兴隆台区", "渤海街道")
        divisions.counties()
