"""Points of a score sheet: each way of scoring at its edges, grades and their caps."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonggong.rules.scoring import Band, Item, Source, Way, WrongAnswer, differing, grade, points

BANDS = (Band("不达标", D(0)), Band("基本达标", D(70)), Band("达标", D(80)), Band("示范", D(90)))


def item(way, full="4", **more):
    return Item("X1", "组", "一项", D(full), way, Source.SELF, **more)


LINEAR = item(Way.LINEAR, "5", first=D("0.8"), last=D("0.95"))


@pytest.mark.parametrize(
    ("of", "answer", "score"),
    [
        (item(Way.YES_NO), "1", "4.0"),
        (item(Way.YES_NO), "0", "0.0"),
        (item(Way.SHARE), "0.8", "3.2"),  # D2 of the worked example: 8,400 of 10,500 files
        (item(Way.SHARE), "1.3", "4.0"),
        (LINEAR, "0.8", "0.0"),
        (LINEAR, "0.5", "0.0"),
        (LINEAR, "0.875", "2.5"),
        (LINEAR, "0.95", "5.0"),
        (LINEAR, "1", "5.0"),
        (item(Way.COUNT, of=3), "2", "2.7"),
        (item(Way.COUNT, of=14), "14", "4.0"),
        (item(Way.STEPS, steps=(D(0), D(2), D(4))), "2", "2.0"),
    ],
)
def test_an_answer_scores_as_its_way_says(of, answer, score):
    outcome = points(of, D(answer))

    assert outcome.value == D(score)
    assert f"{score}分" in outcome.because


@pytest.mark.parametrize(
    ("of", "answer"),
    [
        (item(Way.YES_NO), "2"),
        (item(Way.COUNT, of=3), "4"),
        (item(Way.COUNT, of=3), "1.5"),
        (item(Way.STEPS, steps=(D(0), D(2))), "1"),
        (item(Way.SHARE), "-0.1"),
    ],
)
def test_an_answer_that_fits_no_item_is_refused(of, answer):
    with pytest.raises(WrongAnswer):
        points(of, D(answer))


@given(st.decimals(0, 3, places=3), st.sampled_from([item(Way.SHARE), LINEAR]))
def test_no_answer_gives_more_than_the_full_points_or_less_than_none(answer, of):
    assert 0 <= points(of, answer).value <= of.full


@pytest.mark.parametrize(
    ("total", "title"),
    [("69.9", "不达标"), ("70", "基本达标"), ("79.9", "基本达标"), ("80", "达标"), ("89.9", "达标"), ("90", "示范"), ("100", "示范")],
)  # fmt: skip
def test_a_grade_begins_at_its_points(total, title):
    assert grade(D(total), BANDS, []).value == title


def test_one_veto_caps_the_grade_at_the_lowest_and_says_why():
    outcome = grade(D(95), BANDS, ["提供虚假数据"])

    assert outcome.value == "不达标"
    assert "提供虚假数据" in outcome.because


def test_only_items_that_were_reviewed_can_differ():
    own = [("A1", D(3)), ("A2", D(2)), ("A3", D(4)), ("A4", None)]
    review = [("A1", D(3)), ("A2", D(1)), ("A3", None), ("A4", D(0))]

    assert differing(own, review) == ["A2", "A4"]
