"""Small numbers stay closed on public pages."""

from hypothesis import given
from hypothesis import strategies as some

from tonggong.rules.small_cells import LEAST, closed


@given(some.lists(some.integers(0, 40), max_size=8))
def test_no_number_below_five_but_nought_is_shown(counts):
    assert all(shown is None or shown == 0 or shown >= LEAST for shown in closed(counts))


@given(some.lists(some.integers(0, 40), min_size=2, max_size=8))
def test_a_closed_number_is_never_the_only_one_missing_from_a_known_total(counts):
    hidden = [count for count, shown in zip(counts, closed(counts), strict=True) if shown is None]
    others = [count for count in counts if count >= LEAST]

    assert len(hidden) != 1 or not others


def test_the_smallest_other_part_is_closed_with_a_lone_small_one():
    assert closed([3, 20, 9, 0]) == [None, 20, None, 0]


def test_large_numbers_are_all_shown():
    assert closed([5, 20, 9]) == [5, 20, 9]
