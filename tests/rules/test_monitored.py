"""What the monitoring list says of a family member is kept as one line and read back whole."""

import pytest

from tonggong.rules.monitored import MOST, Monitored, read, written

FULL = Monitored(
    "边缘易致贫户", household="211100310802", village="胡家镇第1村", risk="因病、因残", relation="子", skill="弱劳动力或半劳动力",
    work_months=7, post="保洁员", post_months=3, work_region="县内", health="残疾", work_unit="禾丰合作社",
)  # fmt: skip


def test_everything_that_was_written_is_read_back():
    assert read(written(FULL)) == FULL


def test_the_kind_alone_is_a_whole_line():
    assert written(Monitored("突发严重困难户")) == "突发严重困难户"
    assert read("突发严重困难户") == Monitored("突发严重困难户")


@pytest.mark.parametrize("months", [0, 7, 12])
def test_no_months_of_work_differ_from_a_list_that_says_nothing(months):
    assert read(written(Monitored("脱贫不稳定户", work_months=months))).work_months == months
    assert read(written(Monitored("脱贫不稳定户"))).work_months is None


def test_marks_of_the_line_within_a_value_do_not_tear_it():
    one = Monitored("脱贫不稳定户", risk="因病：大病；因学")
    assert read(written(one)) == Monitored("脱贫不稳定户", risk="因病，大病，因学")


def test_what_does_not_fit_is_left_out_whole_and_the_least_needed_first():
    one = Monitored("脱贫不稳定户", household="2111", skill="普通劳动力", work_unit="很长的企业名称" * 40)
    assert len(written(one)) <= MOST
    assert read(written(one)) == Monitored("脱贫不稳定户", household="2111", skill="普通劳动力")


def test_a_part_that_nobody_knows_is_passed_over():
    assert read("脱贫不稳定户；新栏目：某值；村：第2村") == Monitored("脱贫不稳定户", village="第2村")
