"""Giving and taking back consent, by the person, her guardian, or the worker to whom she said it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.choices import ConsentPurpose, PaperKind, Present
from tonggong.domain.casework.models import Consent
from tonggong.domain.casework.queries.consents import BY_LAW, has_consent
from tonggong.domain.casework.queries.papers import papers_of
from tonggong.domain.casework.services.papers import remove_rows
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys


class ConsentByLaw(ValueError):
    """What rests on the law can't be withdrawn; the message says so."""


def acting_as(who: Who) -> str:
    """Return as whom somebody speaks through her own door: 本人 or 监护人."""
    return Present.GUARDIAN if who.role == "guardian" else Present.SELF


@transaction.atomic
def give(
    who: Who,
    person: Person,
    purposes: Iterable[str],
    given_by: str,
    how: str = "",
    visit_key: UUID | str | None = None,
    on: date | None = None,
) -> list[Consent]:
    """Write down what somebody agreed to; what stands already stays as it is. Returns what is new.

    Args:
        given_by: one of Present. how: in words, as "走访时口头" or "网上".
    Raises:
        ValueError: a purpose that there isn't.
    """
    new = []
    for purpose in dict.fromkeys(ConsentPurpose(p) for p in purposes):
        if purpose in BY_LAW or has_consent(person, purpose):
            continue
        new.append(
            Consent.objects.create(
                person=person, purpose=purpose, given_by=Present(given_by), given_on=on or clock.today(), how=how[:60],
                visit_key=UUID(str(visit_key)) if visit_key else None, by=who.name, at=clock.now(),
            )
        )  # fmt: skip
    if new:
        said = [c.purpose for c in new]
        audit.record("change", who=who, subject="persons.Person", ids=[person.pk], step="consent given", purposes=said)
        facts_changed([person.pk])
    return new


@transaction.atomic
def withdraw(who: Who, person: Person, purpose: str, withdrawn_by: str) -> int:
    """Take a consent back, with its effect: photos of visits are removed, other services find no consent from now on.

    Args:
        withdrawn_by: one of Present; who wrote it down is kept beside it.
    Returns:
        How many stored photos were removed.
    Raises:
        ConsentByLaw: it rests on the law. ValueError: a purpose that there isn't.
    """
    purpose = ConsentPurpose(purpose)
    if purpose in BY_LAW:
        raise ConsentByLaw(f"“{purpose.label}”是依法做的，不靠同意，撤不了。")
    rows = Consent.objects.filter(person__in=own_keys(person), purpose=purpose, withdrawn_on=None)
    said = f"{Present(withdrawn_by).label}（{who.name}）"[:60]
    if not rows.update(withdrawn_on=clock.today(), withdrawn_by=said):
        return 0
    audit.record(
        "change", who=who, subject="persons.Person", ids=[person.pk], step="consent withdrawn", purpose=purpose
    )
    removed = (
        [p for p in papers_of(person) if p.kind == PaperKind.VISIT_PHOTO] if purpose == ConsentPurpose.PHOTO else []
    )
    if removed:
        remove_rows(who, person, removed, "本人撤回同意")
    facts_changed([person.pk])
    return len(removed)
