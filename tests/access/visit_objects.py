"""The objects that the pages of visits name: an entry with its receipt, and what two people said differently."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock


@kind("entry")
def make_entry(owner: Owner) -> dict[str, Any]:
    """A visit to somebody where the owner is, with its receipt."""
    from tonggong.domain.casework.models import EntryReceipt, Visit

    key, person, now = uuid4(), a_person(owner), clock.now()
    visit = Visit.objects.create(
        key=key, person=person, method="home", started_at=now, on=date(2024, 9, 3), outcome=1, known_from=now
    )
    Visit.objects.filter(pk=visit.pk).update(thread=visit.pk)
    EntryReceipt.objects.create(key=key, person=person, by="试验", received_at=now, content_index=b"0" * 16)
    return {"key": key}


@kind("entry_conflict")
def make_conflict(owner: Owner) -> dict[str, Any]:
    """A phone number that a visit and the ledger say differently."""
    from tonggong.domain.casework.models import EntryConflict

    row = EntryConflict.objects.create(
        key=uuid4(), person=a_person(owner), field="phone", said_sealed=EntryConflict.sealed("{}"), ledger_words="尾号 1111",
        said_words="尾号 2222", by="试验", at=clock.now(),
    )  # fmt: skip
    return {"conflict_id": row.pk}
