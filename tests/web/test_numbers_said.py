"""Numbers as people write them into a box."""

import re
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonggong.web.components.amounts import number_said

UNITS = ("人", "元")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120", "120"), ("１２０", "120"), ("120人", "120"), ("1,200", "1200"), ("１，２００", "1200"), ("6.5万", "65000"),
        ("一万二", "12000"), ("一万零二", "10002"), ("一万二千", "12000"), ("1万2", "12000"), ("1万2千元", "12000"),
        ("一百二", "120"), ("一百二十", "120"), ("三百零五", "305"), ("十", "10"), ("十二", "12"), ("二十", "20"),
        ("一二〇", "120"), ("两百", "200"), ("壹佰贰拾", "120"), ("一百万", "1000000"), ("-5", "-5"), ("负三", "-3"),
        ("0", "0"), ("〇", "0"), (" 1 200 元 ", "1200"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_meant(text, number):
    assert number_said(text, UNITS) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "人",
        "很多",
        "万",
        "百",
        "一二百",
        "二十三百",
        "1e5",
        "120-130",
        ".5",
        "1.2.3",
        "NaN",
        "Infinity",
        "1,20",
        "9" * 31,
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        number_said(text, UNITS)


@given(st.integers(0, 10**9))
def test_every_way_of_writing_a_number_in_figures_says_it(number):
    assert number_said(f"{number}") == number_said(f"{number:,}") == number_said(f"{number}人", UNITS) == number


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    with suppress(ValueError):
        assert number_said(text, UNITS).is_finite()
