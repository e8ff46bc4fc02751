"""Days as numbers since 1970-01-01, months as numbers since year 0, and the ways offices write both."""

import numpy as np

OPEN = np.int32(2_000_000_000)
"""The day on which something ends that has not ended."""

EXCEL_EPOCH = 25569  # serial number of 1970-01-01 in a spreadsheet


def month_number(text: str) -> int:
    """`YYYY-MM` as a count of months; raises ValueError when it is none."""
    year, month = text.split("-")
    if len(year) != 4 or len(month) != 2 or not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} is no month written YYYY-MM")
    return int(year) * 12 + int(month) - 1


def month_text(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def first_day(month: int) -> int:
    return int(np.datetime64(month - 1970 * 12, "M").astype("M8[D]").astype(np.int64))


def last_day(month: int) -> int:
    return first_day(month + 1) - 1


def month_of(day: int) -> int:
    """The number of the month in which a day lies."""
    return int(np.int64(day).astype("M8[D]").astype("M8[M]").astype(int)) + 1970 * 12


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def ymd(days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    stamps = days.astype("M8[D]")
    months = stamps.astype("M8[M]")
    number = months.astype(np.int64)
    return number // 12 + 1970, number % 12 + 1, (stamps - months.astype("M8[D]")).astype(np.int64) + 1


def add_years(days: np.ndarray, years) -> np.ndarray:
    """The same day some years later, never past the 28th, so that it always exists."""
    year, month, of_month = ymd(days)
    months = (year + years - 1970) * 12 + month - 1
    return months.astype("M8[M]").astype("M8[D]").astype(np.int64) + np.minimum(of_month, 28) - 1


def written(days: np.ndarray, style: str) -> np.ndarray:
    """Days in an office's style (None where open or unknown): iso, slash, zh, plain, dot, swapped, serial, month."""
    days = np.asarray(days)
    distinct, where = np.unique(days, return_inverse=True)
    texts = np.empty(len(distinct), object)
    for n, one in enumerate(distinct.tolist()):
        texts[n] = None if one >= OPEN or one < -40000 else _write(one, style)
    return texts[where]


def _write(one: int, style: str) -> str:
    if style == "serial":
        return str(one + EXCEL_EPOCH)
    year, month, of_month = (int(part) for part in str(np.datetime64(one, "D")).split("-"))
    return {
        "iso": f"{year}-{month:02d}-{of_month:02d}",
        "slash": f"{year}/{month}/{of_month}",
        "zh": f"{year}年{month}月{of_month}日",
        "plain": f"{year}{month:02d}{of_month:02d}",
        "dot": f"{year}.{month:02d}.{of_month:02d}",
        "swapped": f"{year}/{of_month}/{month}" if of_month <= 12 else f"{year}/{month}/{of_month}",
        "month": f"{year}-{month:02d}",
        "month_zh": f"{year}年{month}月",
    }[style]


def written_month(month: int, style: str) -> str:
    year, of_year = month // 12, month % 12 + 1
    return {
        "iso": f"{year}-{of_year:02d}",
        "plain": f"{year}{of_year:02d}",
        "zh": f"{year}年{of_year}月",
        "slash": f"{year}/{of_year:02d}",
        "dot": f"{year}.{of_year:02d}",
    }[style]
