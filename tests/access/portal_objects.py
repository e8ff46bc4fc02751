"""Objects of the own door and of those who answer: a stored paper, a petition."""

from datetime import date
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.installation import clock
from tonggong.domain.casework.files import sealed
from tonggong.domain.casework.models import Paper, Petition
from tonggong.domain.persons.models import Person


def _whose(owner: Owner) -> Person:
    from tests.access.people_objects import a_person  # its module reads the kinds, this one's among them

    return Person.objects.get(pk=owner.person_id) if owner.person_id else a_person(owner)


@kind("paper")
def make_paper(owner: Owner) -> dict[str, Any]:
    """A stored paper of somebody where the owner is, of the owner himself where he is one."""
    data = b"\x89PNG"
    row = Paper.objects.create(
        person=_whose(owner), kind="contract", title="合同", media_type="image/png", size=len(data),
        content_hash=sealed.content_hash(data), place=sealed.put(data, lambda two: []), on=date(2024, 9, 2),
        known_from=clock.now(),
    )  # fmt: skip
    return {"paper_id": row.pk}


def a_petition(owner: Owner) -> Petition:
    """A petition that waits, of somebody where the owner is."""
    return Petition.objects.create(
        number=f"240902-{10000 + Petition.objects.count()}", person=_whose(owner), kind="correction", about="phone",
        text_sealed=Petition.sealed("电话换了"), by_role="self", asked_at=clock.now(), due_on=date(2099, 1, 1),
    )  # fmt: skip


@kind("petition")
def make_petition(owner: Owner) -> dict[str, Any]:
    """Such a petition, by its key."""
    return {"petition_id": a_petition(owner).pk}


@kind("petition_number")
def make_petition_number(owner: Owner) -> dict[str, Any]:
    """Such a petition, by its receipt number."""
    return {"number": a_petition(owner).number}
