"""The objects that the pages of suspicions and cases name: one of each, of a unit where the owner is."""

from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock


def _suspected(owner: Owner, year: int) -> Any:
    from tonggong.domain.inspection.models import Screening, Suspected

    run = Screening.objects.create(year=year, rule_version="试验", placements=1, by="试验", at=clock.now())
    fact = {"text": "试验", "rows": [["参保缴费", None, None, "2024-03", None]]}
    hit = {"code": "F01", "clue": "two_units", "points": 60, "counts": 60, "evidence": [fact], "innocent": []}
    return Suspected.objects.create(
        year=year, person=a_person(owner), unit_code=owner.unit_code, county_code=owner.county_code,
        township_code=owner.township_code, score=60, level="check", codes=" F01 ", fingerprint="试验", first_seen=run,
        last_seen=run, content={"hits": [hit], "silent": [], "steps": []},
    )  # fmt: skip


def _case(owner: Owner) -> Any:
    from tonggong.domain.inspection.models import Case, Question, Subject

    suspected = _suspected(owner, 2023)
    case = Case.objects.filter(unit_code=owner.unit_code, year=2023).first() or Case.objects.create(
        unit_code=owner.unit_code, unit_name="试验单位", year=2023, county_code=owner.county_code,
        township_code=owner.township_code, reason="试验", owner="试验", opened_by="试验", opened_at=clock.now(),
    )  # fmt: skip
    Subject.objects.create(case=case, suspected=suspected, by="试验", at=clock.now())
    Question.objects.create(case=case, asked="unit", text="试验？", due_on=clock.today(), by="试验", at=clock.now())
    return case


@kind("suspicion")
def make_suspicion(owner: Owner) -> dict[str, Any]:
    """A suspicion of a placement at a unit of the owner's."""
    return {"suspicion_id": _suspected(owner, 2024).pk}


@kind("inspection_case")
def make_inspection_case(owner: Owner) -> dict[str, Any]:
    """A case of a unit of the owner's."""
    return {"case_id": _case(owner).pk}


@kind("inspection_case_step")
def make_inspection_case_step(owner: Owner) -> dict[str, Any]:
    """A step of such a case."""
    return {"case_id": _case(owner).pk, "step": "task"}


@kind("own_check")
def make_own_check(owner: Owner) -> dict[str, Any]:
    """A case in which the owner's unit was asked something."""
    return {"case_id": _case(owner).pk}
