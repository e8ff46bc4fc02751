"""Objects that only what is posted names: a coach beside one's own, a job that is held, a pass, a question of a case."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.access.cooperation_objects import _partner
from tests.access.inspection_objects import _case
from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tests.access.today_objects import make_listed_worker
from tonggong.base.installation import clock

_numbers = count(1)


@kind("further_coach")
def make_further_coach(owner: Owner) -> dict[str, Any]:
    """An active coach of the owner's county who is not the owner."""
    from tonggong.domain.coaching.models import Coach

    row = Coach.objects.create(
        name=f"另一位{next(_numbers)}", employer="试验", kind="federation", county_code=owner.county_code,
        started_on=date(2024, 3, 1), by="试验", at=clock.real_now(),
    )  # fmt: skip
    return {"coach_id": row.pk}


@kind("worker_with_list")
def make_worker_with_list(owner: Owner) -> dict[str, Any]:
    """A township worker of the owner's town who answers for somebody there."""
    from tonggong.domain.casework.models import Assignment

    found = make_listed_worker(owner)
    Assignment.objects.create(
        person=a_person(owner), kind="worker", started_on=date(2024, 3, 1), by="试验", at=clock.real_now(), **found
    )
    return found


@kind("held_spell")
def make_held_spell(owner: Owner) -> dict[str, Any]:
    """A job of the person whom the page shows; of another person where the owner is another."""
    from tonggong.domain.employment.models import Spell
    from tonggong.domain.persons.models import Person

    here = Person.objects.filter(township_code=owner.township_code).order_by("-pk").first()
    row = Spell.objects.create(
        person=here or a_person(owner), form="14", started_on=date(2024, 1, 2), unit_name="试验公司", evidence_level="C",
        known_from=clock.real_now(),
    )  # fmt: skip
    return {"spell": row.pk}


@kind("own_pass")
def make_own_pass(owner: Owner) -> dict[str, Any]:
    """A pass that the person herself gave."""
    from tonggong.domain.casework.models import AccommodationPass

    now = clock.real_now()
    row = AccommodationPass.objects.create(
        person_id=owner.person_id, token_hash=f"{owner.person_id:032}".encode(), shown_to="试验公司", created_at=now,
        until=now + timedelta(days=1), by="试验",
    )  # fmt: skip
    return {"pass_id": row.pk}


@kind("partner_linked")
def make_partner_linked(owner: Owner) -> dict[str, Any]:
    """A partner of the owner's county, to which a job is tied."""
    return {"partner_id": _partner(owner).pk, "what": "linked"}


@kind("case_withdraw")
def make_case_withdraw(owner: Owner) -> dict[str, Any]:
    """A case of a unit of the owner's, in which an entry is withdrawn."""
    return {"case_id": _case(owner).pk, "step": "withdraw"}


@kind("case_question")
def make_case_question(owner: Owner) -> dict[str, Any]:
    """A question of the case of the owner's unit; of another unit's case where the owner is elsewhere."""
    from tonggong.domain.inspection.models import Case

    elsewhere = Case.objects.filter(unit_code=owner.unit_code).exclude(county_code=owner.county_code).exists()
    if elsewhere:
        owner = replace(owner, unit_code=f"91{owner.county_code[:6]}MA0ASK1111")
    return {"key": _case(owner).questions.latest("pk").pk}
