"""Figures are dated, placed and sourced; where none is in force none is invented."""

from datetime import date
from decimal import Decimal

import pytest

from tests.rules.panjin import CITY, ROOT, figures_on, table
from tonggong.rules.figures import (
    Figure,
    FigureFileError,
    FigureMissing,
    FigureTable,
    national_figures,
    problems,
    read_figures,
)

PACK = ROOT / "cities" / "panjin"


def a_row(scope="CN", value=Decimal(1), first=None, last=None, **more):
    return Figure(
        "x.y", "某数", scope, value, "year", more.pop("source", "某文件"), first, last, where="f.yaml 第1行", **more
    )


def test_every_row_that_comes_with_the_product_is_sound():
    rows = [*national_figures(), *read_figures(PACK / "figures.yaml"), *read_figures(PACK / "practice-figures.yaml")]

    assert problems(rows) == []
    assert [row.id for row in rows if not row.source.strip() or not row.label.strip()] == []


def test_made_up_values_are_marked_and_only_in_the_practice_file():
    made_up = read_figures(PACK / "practice-figures.yaml")

    assert all(row.practice and row.source == "练习" for row in made_up)
    assert [row.id for row in [*national_figures(), *read_figures(PACK / "figures.yaml")] if row.practice] == []


def test_the_practice_city_lacks_nothing_and_the_real_one_says_what_to_enter():
    real = FigureTable([*national_figures(), *read_figures(PACK / "figures.yaml")]).on(date(2024, 6, 1), CITY)
    practice = FigureTable([*table().rows, *read_figures(PACK / "practice-figures.yaml")]).on(date(2024, 6, 1), CITY)

    assert practice["sheltered.pay_floor_factor"].value == Decimal("0.3")
    with pytest.raises(FigureMissing, match=r"辅助性就业报酬下限倍数.*由本市填报"):
        real["sheltered.pay_floor_factor"]


def test_the_nearest_place_wins():
    rows = [a_row("CN", 1), a_row("210000", 2), a_row("211100", 3), a_row("211103", 4)]
    day = date(2024, 1, 1)

    found = [
        FigureTable(rows).on(day, code)["x.y"].value for code in ("110105", "210200", "211104001000", "211103001000")
    ]

    assert found == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2021, 11, 1), 1710), (date(2024, 4, 30), 1710), (date(2024, 5, 1), 1900), (date(2026, 1, 1), 1900)],
)
def test_a_new_value_holds_from_its_first_day(day, value):
    assert figures_on(day)["wage.minimum_monthly"].value == value


def test_shares_never_pass_through_floating_point():
    assert figures_on(date(2024, 1, 1))["quota.ratio"].value == Decimal("0.015")


def test_two_values_on_one_day_are_refused_with_both_sources():
    rows = [a_row(first=date(2020, 1, 1), source="甲文件"), a_row(first=date(2022, 1, 1), source="乙文件")]

    assert len(problems(rows)) == 1
    assert "甲文件" in problems(rows)[0]
    assert "乙文件" in problems(rows)[0]


def test_a_period_left_out_is_refused_unless_its_reason_is_written_down():
    earlier = a_row(last=date(2020, 12, 31))

    assert "2020-12-31" in problems([earlier, a_row(first=date(2021, 2, 1))])[0]
    assert problems([earlier, a_row(first=date(2021, 2, 1), gap="当年未发通知")]) == []
    assert problems([earlier, a_row(first=date(2021, 1, 1))]) == []


def test_a_value_without_source_is_refused():
    assert "没有依据" in problems([a_row(source=" ")])[0]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "{id: a, label: 甲, scope: CN, value: 1, unit: u, source: s, efective_from: 2020-01-01}",
            "第2行 efective_from：没有这个字段",
        ),
        ("{id: a, label: 甲, scope: CN, value: 1, unit: u}", "第2行 source：必须填写"),
        ("{id: a, label: 甲, scope: CN, unit: u, source: s}", "第2行 value：必须填写"),
        ("{id: a, label: 甲, scope: 盘锦, value: 1, unit: u, source: s}", "第2行 scope：“盘锦”"),
        (
            "{id: a, label: 甲, scope: CN, value: 1, unit: u, source: s, effective_to: 二月}",
            "第2行 effective_to：“二月”不是日期",
        ),
    ],
)
def test_a_faulty_file_names_file_line_and_field(tmp_path, line, fault):
    (tmp_path / "figures.yaml").write_text(f"figures:\n  - {line}\n")

    with pytest.raises(FigureFileError) as refused:
        read_figures(tmp_path / "figures.yaml")

    assert f"figures.yaml {fault}" in str(refused.value)
