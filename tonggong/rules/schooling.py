"""What the education department's words about a stay at a school mean; status, graduates and reporting all ask here."""

from datetime import date

PART_TIME = "非全日制"
LEFT = frozenset({"毕业", "退学"})


def is_full_time(words: str) -> bool:
    """Whether study keeps somebody from work: everything but what is called part-time (非全日制)."""
    return PART_TIME not in words


def is_attended(words: str, ended_on: date | str | None) -> bool:
    """Whether a stay counts as being in school on its days: full-time, and not a school left on a day that nobody knows."""
    return is_full_time(words) and (ended_on is not None or not any(word in words for word in LEFT))
