"""How numbers, days and times are written on a Chinese page (one place, so that every page writes them alike)."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from tonggong.base.installation import clock

Number = int | float | Decimal
DAY = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d-])")
EDITION = re.compile(r"(\d{4})-(\d{2})-candidate-(\d+)")


def grouped(value: Number, places: int | None = None) -> str:
    """Return a number with thousands commas: 2,167; with `places` exactly that many decimals, halves rounded up."""
    if places is None:
        return f"{value:,}"
    step = Decimal(1).scaleb(-places)
    return f"{Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP):,}"


def percent(ratio: Number, places: int = 1) -> str:
    """Return a ratio (0.477) as 47.7%."""
    return f"{grouped(Decimal(str(ratio)) * 100, places)}%"


def counted(value: Number, unit: str) -> str:
    """Return a number with its unit: 2,167 人."""
    return f"{grouped(value)} {unit}"


def yuan(value: Number) -> str:
    """Return an amount of money in yuan: 56,700.00 元."""
    return f"{grouped(value, 2)} 元"


def long_day(day: date) -> str:
    """Return 2024年6月30日. An instant is taken as the day it is in China."""
    day = _day(day)
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """Return 6月30日 for a day of this year, else with its year."""
    day = _day(day)
    return f"{day.month}月{day.day}日" if day.year == clock.today().year else long_day(day)


def month_name(month: str) -> str:
    """Return "2024-09" as 2024年9月."""
    year, number = month.split("-")
    return f"{int(year)}年{int(number)}月"


def time_of_day(instant: datetime) -> str:
    """Return 18:04, in China."""
    return instant.astimezone(clock.SHANGHAI).strftime("%H:%M")


def moment(instant: datetime) -> str:
    """Return 10月11日 18:04, in China, with the year where it is another one."""
    return f"{short_day(instant)} {time_of_day(instant)}"


def with_days(sentence: str) -> str:
    """Return sentences as on a page: 2024-09-30 as 2024年9月30日, and no blank after a full stop, which is wide already."""
    return DAY.sub(
        lambda found: f"{int(found[1])}年{int(found[2])}月" + (f"{int(found[3])}日" if found[3] else ""), sentence
    ).replace("。 ", "。")


def edition(version: str) -> str:
    """Return a version's name in words: "2026-11-candidate-1" as 2026年11月试行第 1 版; another as it is."""
    found = EDITION.fullmatch(version)
    return f"{int(found[1])}年{int(found[2])}月试行第 {int(found[3])} 版" if found else version


def _day(day: date) -> date:
    return clock.day_of(day) if isinstance(day, datetime) else day
