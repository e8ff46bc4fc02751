"""What several pages of the desk ask in the same way."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.web.components import words

_NUMBER = re.compile(r"(?<![\d,.])(\d[\d,.]*%?)(?![\d,.])")
_WORD = re.compile(r"[\u4e00-\u9fff]")


def spaced(text: str) -> str:
    """Write the numbers of a sentence as pages do: 快58人 becomes 快 58 人; days and months stay together."""

    def write(found: re.Match[str]) -> str:
        number, end = found[1], found.end()
        after = text[end : end + 1]
        if after in ("年", "月", "日"):
            return number
        before = text[found.start() - 1 : found.start()]
        shown = words.grouped(int(number)) if number.isdigit() else number
        return f"{' ' if _WORD.match(before) else ''}{shown}{' ' if _WORD.match(after) else ''}"

    return _NUMBER.sub(write, text)


def link(name: str, *arguments: object) -> str:
    """Return the address of a page, "" where no desk has it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def figure_url(who: Who, key: str, **asked: object) -> str:
    """Return the page of the rows behind a figure, "" for whoever may not see rows."""
    if not who.may("figures.rows"):
        return ""
    said = {name: value for name, value in asked.items() if value not in (None, "")}
    return f"{reverse('committee:figure', args=[key])}{f'?{urlencode(said)}' if said else ''}"


def is_month(text: str) -> str:
    """Return a month of an address. Raises Http404 when it is none."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise Http404
    return text


class WrongDay(ValueError):
    """What stands in an address as a day is none."""


def is_day(text: str) -> date | None:
    """Return a day of an address, None where it names none. Raises WrongDay when it is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongDay(f"“{text[:20]}”不是日期，请写成 2024-09-30 这样。") from None


def note_view(who: Who, people: Iterable[int]) -> None:
    """Write down whose rows were shown; nothing where nobody was."""
    ids = sorted(set(people))
    if ids:
        audit.record("view", who=who, subject="persons.Person", ids=ids)
