"""Days as a clerk writes them."""

from datetime import date


def in_words(day: date) -> str:
    """A day as 2024年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
