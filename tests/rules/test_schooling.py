"""School: full-time study keeps somebody from work, part-time study does not; one answer for everybody who asks."""

from datetime import date

import pytest

from tonggong.domain.status.cases import _fact
from tonggong.rules.graduates import read_schooling
from tonggong.rules.schooling import is_attended, is_full_time

JUNE = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("words", "ended_on", "attended"),
    [
        ("盘锦职业技术学院 大专 全日制 在读", None, True),
        ("盘锦职业技术学院 大专 全日制 在读", JUNE, True),
        ("辽宁开放大学 大专 非全日制 在读", JUNE, False),
        ("盘锦职业技术学院 大专 全日制 毕业", JUNE, True),  # up to its last day
        ("盘锦职业技术学院 大专 全日制 毕业", None, False),  # left, nobody knows when
        ("盘锦职业技术学院 大专 全日制 退学", None, False),
    ],
)
def test_who_attends_a_school(words, ended_on, attended):
    assert is_attended(words, ended_on) is attended


@pytest.mark.parametrize("mode", ["全日制", "非全日制"])
def test_the_graduates_ledger_reads_part_time_study_as_status_does(mode):
    words = f"辽宁开放大学 大专 {mode} 在读"
    own = {"school": []}
    _fact(own, "school", words, "", "", "2022-09-01", "2025-06-30")

    assert bool(own["school"]) == read_schooling(words, date(2022, 9, 1), JUNE).is_college == is_full_time(words)
