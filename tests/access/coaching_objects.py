"""The objects that the pages of job coaching name: a coach, a case, a follow-up, an institution, where the owner is."""

from datetime import date, time
from itertools import count
from typing import Any
from uuid import uuid4

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock

_numbers = count(1)
DAY = date(2024, 3, 1)


def _coach(owner: Owner) -> Any:
    from tonggong.domain.coaching.models import Coach

    hers = Coach.objects.filter(user=owner.user_id).first() if owner.user_id else None
    return hers or Coach.objects.create(
        user_id=owner.user_id, name="试验辅导员", employer="试验", kind="federation", county_code=owner.county_code,
        started_on=DAY, by="试验", at=clock.real_now(),
    )  # fmt: skip


def _case(owner: Owner) -> Any:
    from tonggong.domain.coaching.models import SupportCase

    return SupportCase.objects.create(
        person=a_person(owner), coach=_coach(owner), stage_since=DAY, opened_on=DAY, by="试验", at=clock.real_now()
    )


@kind("coach")
def make_coach(owner: Owner) -> dict[str, Any]:
    """A coach of the owner's county; the owner's own entry in the register where he is one."""
    return {"coach_id": _coach(owner).pk}


@kind("support_case")
def make_case(owner: Owner) -> dict[str, Any]:
    """A case of somebody where the owner is, by the owner as coach."""
    return {"case_id": _case(owner).pk}


@kind("coach_session")
def make_session(owner: Owner) -> dict[str, Any]:
    """A session in such a case."""
    from tonggong.domain.coaching.models import Session

    case = _case(owner)
    row = Session.objects.create(
        key=uuid4(), case=case, coach=case.coach, on=DAY, started_at=time(9), ended_at=time(10), place="workplace",
        stage="S1", activity="teach", by="试验", at=clock.real_now(),
    )  # fmt: skip
    return {"session_id": row.pk}


@kind("follow_up")
def make_follow_up(owner: Owner) -> dict[str, Any]:
    """A contact owed to the person of such a case."""
    from tonggong.domain.coaching.models import FollowUp

    row = FollowUp.objects.create(
        person=_case(owner).person, spell=1_000_000 + next(_numbers), point=7, started_on=DAY, due_on=date(2024, 3, 8)
    )
    return {"follow_up_id": row.pk}


@kind("given_person")
def make_given_person(owner: Owner) -> dict[str, Any]:
    """A person without a case who was given to the owner as coach."""
    from tonggong.domain.casework.models import Assignment

    person = a_person(owner)
    if owner.user_id:
        Assignment.objects.create(
            person=person, kind="coach", user_id=owner.user_id, started_on=DAY, by="试验", at=clock.real_now()
        )
    return {"person_id": person.pk}


def _institution(owner: Owner) -> Any:
    from tonggong.domain.coaching.models import InstitutionCoach
    from tonggong.domain.employers.models import Unit

    unit = Unit.objects.create(
        code=f"52211122CO{next(_numbers):08d}", name="试验家园", county_code=owner.county_code,
        township_code=owner.township_code,
    )  # fmt: skip
    return unit, InstitutionCoach.objects.create(
        unit_code=unit.code, coach=_coach(owner), started_on=DAY, by="试验", at=clock.real_now()
    )


@kind("institution")
def make_institution(owner: Owner) -> dict[str, Any]:
    """A sheltered institution of the owner's place."""
    return {"unit_id": _institution(owner)[0].pk}


@kind("institution_coach")
def make_institution_coach(owner: Owner) -> dict[str, Any]:
    """A coach who answers for such an institution."""
    return {"given_id": _institution(owner)[1].pk}
