"""The objects of the rural families' room: a row of the exchange that waits or came back, a list, a difference."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock

_needs = count(1)


def _row(owner: Owner, **known: Any) -> dict[str, Any]:
    from tonggong.domain.rural.models import ExchangeRow

    row = ExchangeRow.objects.create(person=a_person(owner), need=next(_needs), changed_at=clock.now(), **known)
    return {"row_id": row.pk}


@kind("sent_row")
def make_sent(owner: Owner) -> dict[str, Any]:
    """A row that waits for its answer."""
    return _row(owner, state="sent")


@kind("returned_row")
def make_returned(owner: Owner) -> dict[str, Any]:
    """A row that came back."""
    return _row(owner, state="returned", reason="户编号不对")


@kind("rural_list")
def make_list(owner: Owner) -> dict[str, Any]:
    """A list that the owner's county handed out."""
    from tonggong.base.privacy import seal_bytes
    from tonggong.domain.rural.exchange import SEALED
    from tonggong.domain.rural.models import Batch

    row = Batch.objects.create(
        version="2021", rows=0, content_sealed=seal_bytes(SEALED, b"PK"), reach=owner.county_code[:6], by="试验", at=clock.now()
    )  # fmt: skip
    return {"batch_id": row.pk}


@kind("capacity_difference")
def make_difference(owner: Owner) -> dict[str, Any]:
    """Somebody of whom both sides say otherwise."""
    from tonggong.domain.casework.models import Verification
    from tonggong.domain.persons.models import PersonFact

    person, now = a_person(owner), clock.now()
    PersonFact.objects.create(
        person=person,
        kind="monitored",
        value="边缘易致贫户；劳动技能：丧失劳动力",
        started_on=date(2023, 1, 1),
        known_from=now,
    )
    Verification.objects.create(
        person=person, on=date(2024, 1, 5), method="home", answered_by="self", reason=7, known_from=now
    )
    return {"person_id": person.pk}
