"""Show a full number, for a stated reason, and leave a trace of it."""

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.domain.persons.models import Person

LEAST = 4


class ReasonMissing(Exception):
    """A full number is shown only for a reason that somebody else can understand."""


def show_full_number(who: Who, person: Person, reason: str) -> str:
    """Return the full citizen ID of a person, after writing who wanted it and why.

    Raises:
        ReasonMissing: no reason, or one of fewer than four characters.
    """
    _write_down(who, person, reason, "citizen id")
    return person.citizen_id


def show_full_phone(who: Who, person: Person, reason: str) -> str:
    """Return the full phone number of a person, "" where there is none. As `show_full_number`."""
    _write_down(who, person, reason, "phone")
    return person.phone or ""


def _write_down(who: Who, person: Person, reason: str, what: str) -> None:
    reason = reason.strip()
    if len(reason) < LEAST:
        raise ReasonMissing("请写明为什么要看完整号码，至少 4 个字。")
    with transaction.atomic():
        audit.record("unmask", who=who, subject="persons.Person", ids=[person.pk], reason=reason, what=what)
