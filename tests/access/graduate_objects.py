"""The objects of the graduates' room: a class, a graduate where the owner is, what was done with a college, a delivery."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock

_senders = count(1)


@kind("class_year")
def make_class(owner: Owner) -> dict[str, Any]:
    """A class; everybody has one."""
    return {"year": 2024}


@kind("graduate")
def make_graduate(owner: Owner) -> dict[str, Any]:
    """A graduate of the owner's place."""
    from tonggong.domain.persons.models import PersonFact

    person = a_person(owner)
    PersonFact.objects.create(
        person=person, kind="school", value="试验学院 大专 全日制 毕业", started_on=date(2021, 9, 1),
        ended_on=date(2024, 6, 30), known_from=clock.now(),
    )  # fmt: skip
    return {"year": 2024, "person_id": person.pk}


@kind("college_activity")
def make_activity(owner: Owner) -> dict[str, Any]:
    """Something that the owner's place did with a college."""
    from tonggong.domain.graduates.models import CollegeActivity

    today = clock.today()
    row = CollegeActivity.objects.create(
        college="试验学院", kind="policy", on=today, by="试验", at=clock.now(), county_code=owner.county_code,
        township_code=owner.township_code,
    )  # fmt: skip
    return {"activity_id": row.pk}


@kind("school_delivery")
def make_delivery(owner: Owner) -> dict[str, Any]:
    """A compared delivery of pupils by an office that the owner answers for."""
    from tonggong.base.divisions.models import Department
    from tonggong.base.intake.models import Delivery
    from tonggong.domain.plan.models import ExpectedFeed

    Department.objects.get_or_create(key=owner.department, defaults={"name": owner.department, "short_name": "试验"})
    sender, now = f"试验{next(_senders)}", clock.now()
    ExpectedFeed.objects.create(
        feed="school-enrolment", sender=sender, department_id=owner.department, period="month", due_day=8
    )
    row = Delivery.objects.create(
        feed="school-enrolment", month="2024-09", sender=sender, state="complete", received_at=now, received_by="试验",
        changed_at=now, compared_at=now,
    )  # fmt: skip
    return {"delivery_id": row.pk}
