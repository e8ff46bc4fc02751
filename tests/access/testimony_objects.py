"""The objects that the pages of the worker's own word and of labour complaints name, where the owner is."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Petition
from tonggong.domain.persons.models import Person
from tonggong.domain.testimony.models import Matter, Referral, Statement

_numbers = count(1)
DAY = date(2099, 1, 1)


@kind("matter")
def make_matter(owner: Owner) -> dict[str, Any]:
    """A matter that waits, as somebody where the owner is said her job isn't as recorded."""
    person, spell = a_person(owner), 2_000_000 + next(_numbers)
    Statement.objects.create(
        person=person, spell=spell, sealed=Statement.seal({"answers": ["not_real"]}), voice="self", means="portal",
        said_at=clock.now(), by="本人",
    )  # fmt: skip
    row = Matter.objects.create(person=person, spell=spell, voice="self", opened_at=clock.now(), due_on=DAY)
    return {"matter_id": row.pk}


def a_complaint(owner: Owner, **more: Any) -> Referral:
    """A complaint of somebody where the owner is, of the owner himself where he is one."""
    person = Person.objects.get(pk=owner.person_id) if owner.person_id else a_person(owner)
    petition = Petition.objects.create(
        number=f"240902-{60000 + next(_numbers)}", person=person, kind="labour", about="labour:wages",
        text_sealed=Petition.sealed("没发工资"), by_role="self", asked_at=clock.now(), due_on=DAY,
    )  # fmt: skip
    return Referral.objects.create(
        petition=petition, topic="wages", sealed=Referral.seal({"unit_name": "厂", "contact": ""}), by="于敏",
        by_id=owner.user_id, means="door", refer_by=DAY, **more,
    )  # fmt: skip


@kind("complaint")
def make_complaint(owner: Owner) -> dict[str, Any]:
    """Such a complaint, by its key."""
    return {"complaint_id": a_complaint(owner).pk}


@kind("complaint_number")
def make_complaint_number(owner: Owner) -> dict[str, Any]:
    """Such a complaint, by its receipt number."""
    return {"number": a_complaint(owner).petition.number}


@kind("complaint_receipt")
def make_complaint_receipt(owner: Owner) -> dict[str, Any]:
    """Such a complaint that the owner wrote down, by its receipt number."""
    return make_complaint_number(owner)


@kind("handed_complaint")
def make_handed_complaint(owner: Owner) -> dict[str, Any]:
    """A complaint that was sent to the owner's department."""
    return {"complaint_id": a_complaint(owner, state="sent", office=owner.department, sent_on=date(2024, 9, 3)).pk}
