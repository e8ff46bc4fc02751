"""The practice city's agreements, licences and bank pay: the same city writes the same bytes, with what is planted in them."""

from datetime import date
from decimal import Decimal

from tonggong.practice.dispatched import MOST, STRANGERS, Firm, Sent, write_dispatched

AGENCIES = [Firm("91A", "甲劳务派遣"), Firm("91B", "乙劳务派遣")]
USERS = [Firm("91C", "丙厂"), Firm("91D", "丁厂")]


def sent(count: int = 5) -> list[Sent]:
    wages = {"2024-10": Decimal(2600), "2024-11": Decimal(2700)}
    return [
        Sent(f"人{n}", f"21110319900101{n:04d}", AGENCIES[n % 2], date(2023, 1 + n % 12, 1), wages)
        for n in range(count)
    ]


def rows(path) -> list[list[str]]:
    lines = [line.split(",") for line in path.read_text("gb18030").splitlines()]
    return lines[2 if lines[0][0].startswith("填报单位") else 1 :]


def test_the_same_city_writes_the_same_bytes_in_whatever_order_it_is_told(tmp_path):
    first = write_dispatched(7, "2024-12", sent(), USERS, tmp_path / "a")
    second = write_dispatched(7, "2024-12", sent()[::-1], USERS, tmp_path / "b")
    other = write_dispatched(8, "2024-12", sent(), USERS, tmp_path / "c")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert [path.read_bytes() for path in first] != [path.read_bytes() for path in other]


def test_half_are_counted_by_the_user_one_licence_is_renewed_and_one_wage_came_back(tmp_path):
    licences, agreements, bank = (rows(path) for path in write_dispatched(7, "2024-12", sent(), USERS, tmp_path))

    assert [row[10] for row in agreements[:5]].count("用工单位") == 3
    assert (len(agreements), agreements[-1][10]) == (5 + STRANGERS + 1, "未约定")
    assert [(row[6], row[7]) for row in licences[:3]] == [("有效", ""), ("注销", "2024-10-31"), ("有效", "")]
    assert (licences[2][1], licences[2][4]) == (licences[1][1], "2024-11-01")  # nobody is sent out without one
    assert [row[8] for row in bank].count("退票") == 1
    assert len(bank) == 5 * 2 + 1 + STRANGERS + 1


def test_where_nobody_is_sent_out_nothing_is_written_and_of_many_only_some(tmp_path):
    assert write_dispatched(7, "2024-12", [], USERS, tmp_path) == []
    assert write_dispatched(7, "2024-12", sent(), [], tmp_path) == []
    _, agreements, _ = write_dispatched(7, "2024-12", sent(60), USERS, tmp_path)
    assert len(rows(agreements)) == MOST + STRANGERS + 1
