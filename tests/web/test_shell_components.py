"""How components write, mark, draw."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from tonggong.base.installation import clock
from tonggong.web.components import charts, differences, parts, words
from tonggong.web.components.forms import AmountField, DayField, MonthField, WholeField


def rendered(text: str, **values: object) -> str:
    return Template("{% load tonggong %}" + text).render(Context(values))


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("{{ v|number }}", 2167, "2,167"),
        ("{{ v|number }}", None, "—"),
        (
            "{{ v|days }}",
            "2024-03-01核对：想就业。满12个月为2025-03。",
            "2024年3月1日核对：想就业。满12个月为2025年3月。",
        ),
        ("{{ v|days }}", "电话 0427-2024-13，2024-19", "电话 0427-2024-13，2024-19"),
        ("{{ v|edition }}", "2026-11-candidate-1", "2026年11月试行第 1 版"),
        ("{{ v|number }}", 0, "0"),
        ("{{ v|counted:'人' }}", 2167, "2,167 人"),
        ("{{ v|percent }}", Decimal("0.015"), "1.5%"),
        ("{{ v|percent }}", 0.4765, "47.7%"),
        ("{{ v|yuan }}", Decimal("56700"), "56,700.00 元"),
        ("{{ v|yuan }}", Decimal("0.005"), "0.01 元"),
        ("{{ v|day }}", date(2024, 6, 30), "2024年6月30日"),
        ("{{ v|day }}", datetime(2024, 6, 30, 17, 0, tzinfo=UTC), "2024年7月1日"),
        ("{{ v|month }}", "2024-09", "2024年9月"),
        ("{{ v|clock_time }}", datetime(2024, 6, 30, 10, 4, tzinfo=UTC), "18:04"),
        ("{% masked v %}", "211102197801013421", "<span class='tail'>身份证尾号 3421</span>"),
    ],
)
def test_numbers_and_days_are_written_as_the_office_writes_them(text, value, written):
    assert rendered(text, v=value) == written


def test_a_day_of_this_year_goes_without_its_year():
    with clock.pretend(datetime(2024, 10, 12, tzinfo=UTC)):
        assert words.short_day(date(2024, 6, 30)) == "6月30日"
        assert words.short_day(date(2023, 6, 30)) == "2023年6月30日"


def test_a_figure_opens_its_rows_and_says_so():
    page = rendered("{% figure 783 '/rows/' unit='人' label='新增就业' %}")

    assert "href='/rows/'" in page
    assert "783<span class='vh'> 人，新增就业，看明细</span>" in page


def test_a_figure_without_rows_wears_no_mark_of_one_that_opens():
    assert "class='figure" not in rendered("{% figure 783 '' unit='人' %}")


def test_what_is_written_by_people_is_never_taken_for_markup():
    nasty = "<script>alert(1)</script>"

    for text in ("{% figure v '/x' label=v %}", "{% tag 'done' v %}", "{% evidence v v v %}", "{% note 'info' %}{{ v }}{% endnote %}", "{% masked v v %}"):  # fmt: skip
        assert "<script>" not in rendered(text, v=nasty), text
    assert "<script>" not in "".join(differences.marked(nasty, nasty + "x"))


def test_only_what_differs_is_marked():
    before, after = differences.marked("盘锦诚信物业管理有限公司", "盘锦诚信物业服务有限公司")

    assert before == "盘锦诚信物业<del><span class='vh'>（少）</span>管理</del>有限公司"
    assert after == "盘锦诚信物业<ins><span class='vh'>（多）</span>服务</ins>有限公司"


@given(st.text(alphabet="甲乙丙丁<&", max_size=8), st.text(alphabet="甲乙丙丁<&", max_size=8))
def test_marks_lose_no_character(before, after):
    import html
    import re

    left, right = differences.marked(before, after)
    plain = [html.unescape(re.sub(r"<span class='vh'>.*?</span>|<[^>]+>", "", side)) for side in (left, right)]

    assert plain == [before, after]


def test_rows_that_differ_come_first():
    rows = [parts.SideRow("姓名", "王", "王", is_same=True), parts.SideRow("基数", "4,020", "4,180", "多 160 元")]
    page = rendered("{% both_sides d %}", d=parts.BothSides(rows))

    assert page.index("基数") < page.index("姓名")
    assert "≠ 多 160 元" in page
    assert "＝ 一致" in page


@given(st.lists(st.integers(0, 90_000), min_size=1, max_size=14), st.integers(0, 90_000) | st.none())
def test_no_bar_leaves_the_plot(values, target):
    chart = parts.BarChart(
        "一句话。", [parts.Bar(str(n), v) for n, v in enumerate(values)], ("月", "人"), target=target
    )
    drawn = charts.draw_bars(chart)

    for bar in drawn["bars"]:
        top, height = float(bar.top[:-1]), float(bar.height[:-1])
        assert 0 <= top <= 100
        assert abs(top + height - 100) < 0.02
    assert 2 <= len(drawn["lines"]) <= 8


def test_a_chart_has_a_table_with_the_same_figures():
    chart = parts.BarChart(
        "九月最多。", [parts.Bar("8月", 30, url="/8/"), parts.Bar("9月", 1027)], ("月份", "新增就业")
    )
    page = rendered("{% bar_chart c %}", c=chart)

    assert page.count("1,027") == 2
    assert "以表格查看" in page
    assert 'aria-label="8月，30 人，看明细"' in page


@pytest.mark.parametrize("should", [0, 10, 400, 790, 800])
def test_the_ruler_says_in_words_what_it_draws(should):
    ruler = charts.draw_ruler(parts.Ruler(783, 800, should=should, forecast=849))

    assert ruler["name"] == f"完成 783 人，目标 800 人；按计划现在应达 {should} 人；期末预计 849 人。"
    assert ruler["target"] == "94.23%"
    assert ruler["should"]["anchor"] in ("start", "middle", "end")


def test_a_ruler_with_nothing_done_and_no_target_still_stands():
    assert charts.draw_ruler(parts.Ruler(0, 0))["done"] == "0.00%"


def test_a_division_without_a_field_on_the_map_stands_in_the_table():
    shape = {"width": 10, "height": 10, "fields": [{"code": "1", "points": [[0, 0], [9, 0], [9, 9]], "label": [5, 5]}]}
    fields = [parts.MapField("1", "甲县", 3, 4, "已完成"), parts.MapField("2", "开发区", 5, None, "不分县")]
    page = rendered("{% city_map c %}", c=parts.CityMap("一句话。", shape, fields))

    assert page.count("<polygon") == 1
    assert "开发区" in page


class _Numbers(forms.Form):
    people = WholeField(label="人数", required=False, min_value=1)
    yuan = AmountField(label="金额", required=False, max_digits=6, decimal_places=2)


@pytest.mark.parametrize(("written", "people"), [("12,000", 12000), ("１２", 12), (" 7 ", 7), ("", None)])
def test_a_number_is_understood_however_it_is_written(written, people):
    form = _Numbers({"people": written, "yuan": written})

    assert form.is_valid() is (written != "12,000")  # six digits with two decimals hold no 12000
    assert form.cleaned_data["people"] == people


@pytest.mark.parametrize("written", ["一万二", "12000元", "1.2万"])
def test_what_is_no_number_is_named_and_stays_in_its_field(written):
    form = _Numbers({"people": written, "yuan": written})
    page = rendered("{% field f.people %}{% field f.yuan %}", f=form)

    assert f"“{written}”不是整数，请用数字写，例如 12000" in page
    assert f"“{written}”不是数字，请用数字写，例如 12000" in page
    assert page.count('type="text" name="') == page.count(f'value="{written}"') == 2  # a number box would swallow it


def test_a_number_out_of_its_limits_says_which():
    form = _Numbers({"people": "0", "yuan": "1.234"})

    assert form.errors == {"people": ["不能小于 1"], "yuan": ["小数点后最多 2 位"]}


class _Form(forms.Form):
    on = DayField(label="开始")
    month = MonthField(label="月份", required=False)


@pytest.mark.parametrize(
    "written", ["2024年9月5日", "2024-09-05", "2024/9/5", "20240905", "２０２４年９月５日", "2024.9.5"]
)
def test_a_day_is_understood_however_it_is_written(written):
    form = _Form({"on": written})

    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2024, 9, 5)


@pytest.mark.parametrize("written", ["2024年13月1日", "九月五日", "2024-02-30", "5/9/2024"])
def test_a_day_that_is_none_says_how_to_write_it(written):
    form = _Form({"on": written})

    assert form.errors["on"] == [f"“{written}”不是日期，请写成 2024年9月30日 这样"]


def test_a_month_is_kept_as_the_ledger_keeps_it():
    form = _Form({"on": "20240905", "month": "2024年9月"})

    assert form.is_valid()
    assert form.cleaned_data["month"] == "2024-09"


def test_a_field_is_tied_to_its_hint_and_its_error():
    page = rendered("{% form_errors f %}{% field f.on %}", f=_Form({"on": "x"}))

    assert 'aria-describedby="id_on_hint id_on_problem"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_on_problem"' in page
    assert 'href="#id_on"' in page
    assert 'value="x"' in page


def test_a_long_row_of_bars_names_only_as_many_as_have_room():
    weeks = [parts.Bar(f"{month}/28", 10, short=f"{month}/28") for month in range(10, 26)]
    drawn = charts.draw_bars(parts.BarChart("一句", weeks, ("周", "数"), "%"))["bars"]
    few = charts.draw_bars(parts.BarChart("一句", weeks[:8], ("周", "数"), "%"))["bars"]

    assert [bar.hidden for bar in few] == [()] * 8
    for name, room in charts.ROOM.items():
        named = [bar for bar in drawn if ("apart-wide" if name == "wide" else "apart") not in bar.hidden]
        assert named[-1] is drawn[-1]
        assert len(named) * 6 <= room
    page = rendered("{% bar_chart c %}", c=parts.BarChart("一句", weeks, ("周", "数"), "%"))
    assert page.count("axis short") - page.count("axis short apart") == len(named)
