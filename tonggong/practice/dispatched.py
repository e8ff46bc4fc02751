"""The practice city's labour office and a bank: who is sent where and who counts him, which agencies have a licence, what was paid.

Half of the agreements let the user count; one agency's licence ended in the autumn and was renewed the next day; one wage
came back and was paid again. Most rows of the bank and some agreements are about people who are none of ours.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from tonggong.rules import months
from tonggong.rules.identifiers import id_check_digit

AGREEMENTS, LICENCES, BANK = "dispatch-agreements", "dispatch-licences", "bank-payments"
BANK_NAME = "盘锦农商银行"
MOST, STRANGERS = 24, 6
FROM_MONTH, ENDED = 4, (10, 31)  # agreements of users begin in April; month and day on which a licence ended
_AGREEMENT = (
    "序号", "协议编号", "劳务派遣单位名称", "劳务派遣单位统一社会信用代码", "用工单位名称", "用工单位统一社会信用代码", "姓名", "公民身份号码",
    "派遣起始日期", "派遣终止日期", "按比例就业计入方", "签订日期",
)  # fmt: skip
_LICENCE = ("序号", "统一社会信用代码", "单位名称", "许可证编号", "发证日期", "有效期至", "许可状态", "注销日期")
_BANK = ("序号", "单位代码", "单位名称", "姓名", "身份证号", "代发月份", "代发金额(元)", "入账日期", "代发结果")


@dataclass(frozen=True)
class Firm:
    """A unit by its code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Sent:
    """Somebody whom an agency sends out: since when, and the wages of the year by month, in yuan."""

    name: str
    citizen_id: str
    agency: Firm
    started_on: date
    wages: dict[str, Decimal]


def write_dispatched(seed: int, month: str, sent: Sequence[Sent], users: Sequence[Firm], folder: Path) -> list[Path]:
    """Write the three files of a month and return their paths; none where nobody is sent out or no user is there.

    The same seed, persons and units write the same bytes. A row of each file can't be read.
    """
    if not sent or not users:
        return []
    rng, year = np.random.default_rng([seed, 16]), int(month[:4])
    known = sorted(sent, key=lambda one: (one.agency.code, one.started_on, one.citizen_id))[:MOST]
    agencies = sorted({one.agency for one in sent}, key=lambda firm: firm.code)
    place = folder / month
    place.mkdir(parents=True, exist_ok=True)
    strangers = _strangers(rng)
    return [
        _write(place / f"{LICENCES}.csv", "", _LICENCE, _licences(agencies, year)),
        _write(place / f"{AGREEMENTS}.csv", "", _AGREEMENT, _agreements(known, strangers, users, year)),
        _write(place / f"{BANK}.csv", f"填报单位：{BANK_NAME}", _BANK, _payments(known, strangers, month)),
    ]


def _strangers(rng: np.random.Generator) -> list[tuple[str, str]]:
    """Names and numbers of people of whom no register knows."""
    fronts = [f"370102{1980 + n}0311{serial:03d}" for n, serial in enumerate(rng.integers(1, 1000, STRANGERS).tolist())]
    return [(f"外来{'甲乙丙丁戊己'[n]}", front + id_check_digit(front)) for n, front in enumerate(fronts)]


def _licences(agencies: Sequence[Firm], year: int) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for n, one in enumerate(agencies):
        renewed = n == len(agencies) - 1 and n > 0
        ended = date(year, *ENDED)
        said = ("注销", ended.isoformat()) if renewed else ("有效", "")
        number, until = f"2111{year - 1}{n + 1:04d}", f"{year + 1}-12-31"
        rows.append((n + 1, one.code, one.name, number, f"{year - 1}-01-01", until, *said))
        if renewed:  # whom it sends out is sent out under a licence in every month
            begin = (ended + timedelta(1)).isoformat()
            rows.append((n + 2, one.code, one.name, f"2111{year}{n + 1:04d}", begin, f"{year + 3}-10-31", "有效", ""))
    first = agencies[0]
    return [*rows, (len(rows) + 1, first.code, first.name, "2111原件", f"{year - 4}-01-01", "长期", "有效", "")]


def _agreements(
    sent: Sequence[Sent], strangers: Sequence[tuple[str, str]], users: Sequence[Firm], year: int
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for n, one in enumerate(sent):
        user, by_user = users[n % len(users)], n % 2 == 0
        begin = max(one.started_on, date(year, FROM_MONTH, 1) if by_user else date(year - 1, 1, 1))
        said = (begin.isoformat(), f"{year}-12-31", "用工单位" if by_user else "派遣单位", begin.isoformat())
        rows.append(
            (
                n + 1,
                f"派{year}-{n + 1:03d}",
                one.agency.name,
                one.agency.code,
                user.name,
                user.code,
                one.name,
                one.citizen_id,
                *said,
            )
        )
    agency, user = sent[0].agency, users[0]
    for n, (name, number) in enumerate(strangers, len(rows) + 1):
        said = (f"{year}-01-01", f"{year}-12-31", "派遣单位", f"{year}-01-01")
        rows.append((n, f"派{year}-{n:03d}", agency.name, agency.code, user.name, user.code, name, number, *said))
    unsaid = (
        "",
        "待补",
        agency.name,
        agency.code,
        user.name,
        user.code,
        *strangers[0],
        f"{year}-02-01",
        f"{year}-12-31",
        "未约定",
        "",
    )
    return [*rows, unsaid]


def _payments(sent: Sequence[Sent], strangers: Sequence[tuple[str, str]], month: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    returned = False
    for one in sent:
        for of, yuan in sorted(one.wages.items()):
            paid_on = months.first_day(months.shift(of, 1)).replace(day=10)
            said = (one.agency.code, one.agency.name, one.name, one.citizen_id, of, yuan)
            if not returned:  # an account that was closed: it came back, and was paid again a week later
                rows.append((*said, paid_on.isoformat(), "退票"))
                paid_on, returned = paid_on.replace(day=17), True
            rows.append((*said, paid_on.isoformat(), "代发成功"))
    firm = sent[0].agency
    for name, number in strangers:
        day = months.first_day(months.shift(month, 1)).replace(day=10).isoformat()
        rows.append((firm.code, firm.name, name, number, month, "3650.00", day, "代发成功"))
    rows.append((firm.code, firm.name, *strangers[0], "十二月", "3650.00", "", "代发成功"))
    return [(n, *row) for n, row in enumerate(rows, 1)]


def _write(path: Path, title: str, headings: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        if title:
            out.writerow([title, *([""] * (len(headings) - 1))])
        out.writerow(headings)
        out.writerows(rows)
    return path
