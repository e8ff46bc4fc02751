"""The objects that the pages of the ability assessment name: an assessment, a screen of a draft, a pass."""

from datetime import date, timedelta
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.installation import clock


def an_assessment(owner: Owner, **more: Any) -> Any:
    """A draft of the owner's about a person of his place."""
    from tests.access.people_objects import a_person
    from tonggong.domain.casework.models import Assessment

    row = Assessment.objects.create(
        person=a_person(owner), depth="D1", purpose="four_ones", on=date(2024, 1, 5), asked=["near_vision", "grip"],
        assessor_id=owner.user_id, known_from=clock.real_now(), **more,
    )  # fmt: skip
    Assessment.objects.filter(pk=row.pk).update(thread=row.pk)
    return row


@kind("assessment")
def make_assessment(owner: Owner) -> dict[str, Any]:
    """An assessment of the owner's."""
    return {"thread": an_assessment(owner).pk}


@kind("assessment_part")
def make_assessment_part(owner: Owner) -> dict[str, Any]:
    """The first screen of a draft of the owner's."""
    return {"thread": an_assessment(owner).pk, "part": "sense"}


@kind("pass")
def make_pass(owner: Owner) -> dict[str, Any]:
    """A pass of a person of the owner's place."""
    from tests.access.people_objects import a_person
    from tonggong.domain.casework.models import AccommodationPass

    person, now = a_person(owner), clock.real_now()
    row = AccommodationPass.objects.create(
        person=person, token_hash=f"{person.pk:032}".encode(), shown_to="试验公司", created_at=now,
        until=now + timedelta(days=1), by="试验",
    )  # fmt: skip
    return {"pass_id": row.pk}
