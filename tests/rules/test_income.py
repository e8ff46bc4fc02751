"""An income rose, fell, stayed, or is not known; the last is never taken for one of the others."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonggong.rules.income import Basis, Change, change, summary
from tonggong.rules.outcome import percent

HOME, OWN = Basis.HOUSEHOLD, Basis.PERSON


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({(HOME, 2022): 30000, (HOME, 2023): 36000}, Change.UP),
        ({(HOME, 2022): 30000, (HOME, 2023): 24000}, Change.DOWN),
        ({(HOME, 2022): 30000, (HOME, 2023): 30000}, Change.SAME),
        ({}, Change.UNKNOWN),
        ({(HOME, 2023): 36000}, Change.UNKNOWN),
        ({(HOME, 2021): 30000, (HOME, 2023): 36000}, Change.UNKNOWN),
        ({(OWN, 2022): 10000, (HOME, 2023): 36000}, Change.UNKNOWN),
        ({(OWN, 2022): 10000, (OWN, 2023): 9000, (HOME, 2023): 36000}, Change.DOWN),
        ({(OWN, 2022): 10000, (OWN, 2023): 9000, (HOME, 2022): 30000, (HOME, 2023): 36000}, Change.UP),
        ({(HOME, 2022): 0, (HOME, 2023): 100}, Change.UP),
    ],
)
def test_two_years_in_a_row_are_compared_on_one_basis(known, wanted):
    assert change({key: Decimal(yuan) for key, yuan in known.items()}, 2023).value == wanted


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "2022年和2023年的收入没有登记"),
        ({(HOME, 2023): 1}, "2022年的收入没有登记"),
        ({(OWN, 2022): 1, (HOME, 2023): 1}, "两年的收入不是同一口径"),
    ],
)
def test_the_reason_says_what_is_lacking(known, words):
    assert words in change({key: Decimal(yuan) for key, yuan in known.items()}, 2023).because


def test_of_146_98_rose_21_fell_and_27_are_not_known():
    found = summary([Change.UP] * 98 + [Change.DOWN] * 21 + [Change.UNKNOWN] * 27)

    assert (found.total, found.rose.yes, found.rose.no, found.rose.unknown) == (146, 98, 21, 27)
    assert percent(found.rose.lower) == "67.1%"
    assert percent(found.rose.known) == "82.4%"


@given(st.lists(st.sampled_from(Change)))
def test_everybody_is_counted_once(changes):
    found = summary(changes)

    assert found.total == len(changes)
    assert found.rose.unknown == changes.count(Change.UNKNOWN)


@given(st.dictionaries(st.tuples(st.sampled_from(Basis), st.integers(2020, 2024)), st.integers(0, 99).map(Decimal)))
def test_without_one_of_the_two_years_nothing_is_said(known):
    without = {key: yuan for key, yuan in known.items() if key[1] != 2022}

    assert change(without, 2023).value == Change.UNKNOWN
