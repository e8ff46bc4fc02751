"""What is kept of everybody's rows, so that a placement can be seen beside the other staff: sums, and nobody's own number."""

import json

import pytest

from tests.domain.intake_files import citizen_ids
from tests.domain.month_files import FIRM, UNIT, City
from tonggong.base.intake.services import take_in
from tonggong.domain.employers.models import UnitMonth
from tonggong.domain.quota.facts import INSURANCE, WAGES

pytestmark = pytest.mark.django_db
STRANGERS = citizen_ids(6, seed=41)
HEADS = {
    INSURANCE: "姓名,身份证号,联系电话,单位名称,统一社会信用代码,缴费月份,缴费基数,备注",
    WAGES: "姓名,身份证号,联系电话,单位名称,统一社会信用代码,所属月份,收入额,备注",
}
OWN, SHARED = "13900000001", "13900000002"


@pytest.fixture
def city(practice, tmp_path):
    city = City(tmp_path)
    city.register(1)
    city.compare("2024-08")
    return city


def send(city, feed, rows):
    lines = [HEADS[feed]]
    for n, (phone, yuan, remark) in enumerate(rows):
        lines.append(f"路人{n},{STRANGERS[n]},{phone},{FIRM},{UNIT},2024-09,{yuan},{remark}")
    path = city.folder / f"{feed}-{len(list(city.folder.iterdir()))}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    take_in(city.who, feed, path, "2024-09", sender="测试单位")
    city.compare("2024-09")


def kept(feed):
    return UnitMonth.objects.get(unit_code=UNIT, feed=feed, month="2024-09", delivery__state="complete")


def test_who_was_paid_for_afterwards_is_counted(city):
    send(city, INSURANCE, [(OWN, 3000, "补缴"), (OWN, 3000, ""), ("", 3000, "补缴1个月")])

    sums = kept(INSURANCE)
    assert (sums.heads, sums.back_paid) == (3, 2)
    assert (sums.paid, sums.at_minimum) == (None, None)  # an insurance file says no wage


def test_wages_at_the_minimum_to_the_yuan_are_counted_and_those_beside_it_are_not(city):
    send(city, WAGES, [("", 1900, ""), ("", 1901, ""), ("", 1902, ""), ("", 1899, ""), ("", 1898, ""), ("", 5200, "")])

    sums = kept(WAGES)
    assert (sums.heads, sums.paid, sums.at_minimum) == (6, 6, 3)
    assert sums.back_paid is None


def test_a_telephone_of_three_is_kept_by_its_index_and_that_of_one_or_two_is_not(city):
    send(city, WAGES, [(SHARED, 3000, ""), (SHARED, 3000, ""), (SHARED, 3000, ""), (OWN, 3000, ""), (OWN, 3000, "")])

    phones = kept(WAGES).phones
    assert list(phones.values()) == [3]
    assert SHARED not in json.dumps(phones)
    assert SHARED[-4:] not in json.dumps(phones)


def test_what_is_sent_again_takes_the_place_of_what_was_kept(city):
    send(city, INSURANCE, [("", 3000, "补缴"), ("", 3000, "补缴")])
    send(city, INSURANCE, [("", 3000, ""), ("", 3000, "补缴"), ("", 3000, "")])

    sums = kept(INSURANCE)
    assert (sums.heads, sums.back_paid) == (3, 1)
