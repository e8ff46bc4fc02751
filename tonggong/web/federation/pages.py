"""What several pages of the desk ask in the same way."""

import re
from collections.abc import Iterable

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import is_practice
from tonggong.base.intake.queries import months_delivered
from tonggong.domain.comparison import queries as comparison
from tonggong.rules import months
from tonggong.rules.masking import mask_name, mask_names


def is_month(text: str) -> str:
    """Return a month of an address. Raises Http404 when it is none."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise Http404
    return text


def known_months() -> list[str]:
    """Months that there is something of, latest first; a real installation also works on the month just past."""
    found = {*comparison.months_known(), *months_delivered()}
    if not is_practice() or not found:
        found.add(months.shift(months.of(clock.today()), -1))
    return sorted(found, reverse=True)


def name_for(who: Who, name: str) -> str:
    """Return a name as somebody may read it on the pages of differences: whole for who works on the ledger, else masked."""
    return name if who.may("ledger.read") else mask_name(name)


def text_for(who: Who, text: str, names: Iterable[str]) -> str:
    """Return what somebody wrote (a reason, a note, an answer) as somebody may read it: where names are masked, these too.

    Args:
        names: the known names of whom the page shows.
    """
    return text if who.may("ledger.read") else mask_names(text, names)


def link(name: str, *arguments: object) -> str:
    """Return the address of a page, "" where no desk has it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def note_view(who: Who, people: Iterable[int | None]) -> None:
    """Write down whose rows were shown; nothing where nobody was."""
    ids = sorted({pk for pk in people if pk})
    if ids:
        audit.record("view", who=who, subject="persons.Person", ids=ids)
