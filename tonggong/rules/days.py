"""Days and months as a clerk writes them."""

from datetime import date


def in_words(day: date) -> str:
    """A day as 2024年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_in_words(month: str) -> str:
    """A month, YYYY-MM, as 2024年3月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"
