"""The objects that the pages of persons and units name: a person, a pair of them, a merge, a unit, where the owner is."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.installation import clock
from tonggong.base.privacy import blind_index, seal

_numbers = count(1)


def a_person(owner: Owner, **more: Any) -> Any:
    """A certificate holder who lives where the owner is."""
    from tonggong.domain.persons.models import Person

    number = f"21112219850501{next(_numbers):03d}X"
    values = {
        "kind": "holder", "citizen_id_sealed": seal("person.citizen_id", number), "name": "试验甲", "sex": "1",
        "citizen_id_index": blind_index("citizen_id", number), "born_on": date(1985, 5, 1), "county_code": owner.county_code,
        "township_code": owner.township_code, "first_known_at": clock.real_now(),
    }  # fmt: skip
    return Person.objects.create(**{**values, **more})


@kind("person")
def make_person(owner: Owner) -> dict[str, Any]:
    """A person of the owner's place, the owner's own where he is one."""
    return {"person_id": owner.person_id or a_person(owner).pk}


@kind("person_pair")
def make_person_pair(owner: Owner) -> dict[str, Any]:
    """Two rows that may be one person."""
    return {"person_id": a_person(owner).pk, "other_id": a_person(owner).pk}


@kind("merge")
def make_merge(owner: Owner) -> dict[str, Any]:
    """Two rows that were merged."""
    from tonggong.domain.persons.models import Merge

    kept = a_person(owner)
    gone = a_person(owner, merged_into=kept)
    row = Merge.objects.create(kept=kept, gone=gone, moved={}, reason="试验", by="试验", at=clock.real_now())
    return {"merge_id": row.pk}


@kind("unit")
def make_unit(owner: Owner) -> dict[str, Any]:
    """A unit of the owner's place."""
    from tonggong.domain.employers.models import Unit

    code = f"91211122TEST{next(_numbers):06d}"
    row = Unit.objects.create(
        code=code, name="试验公司", county_code=owner.county_code, township_code=owner.township_code
    )
    return {"unit_id": row.pk}


@kind("levy_difference")
def make_levy_difference(owner: Owner) -> dict[str, Any]:
    """A difference between the estimate and what was collected of a unit of the owner's place."""
    from tonggong.domain.quota.models import LevyDifference

    row = LevyDifference.objects.create(
        unit_id=make_unit(owner)["unit_id"], unit_code=f"91211122TEST{next(_numbers):06d}", unit_name="试验公司", year=2023,
        county_code=owner.county_code, township_code=owner.township_code, kind="late", estimate_yuan=100, paid_yuan=0,
        because="试验。", made_at=clock.now(),
    )  # fmt: skip
    return {"difference_id": row.pk}


@kind("lead_plan")
def make_lead_plan(owner: Owner) -> dict[str, Any]:
    """A plan that a unit of the owner's place owes."""
    from tonggong.domain.quota.models import LeadPlan

    row = LeadPlan.objects.create(unit_id=make_unit(owner)["unit_id"], breach_on=clock.today())
    return {"plan_id": row.pk}


@kind("hire_case")
def make_hire_case(owner: Owner) -> dict[str, Any]:
    """A hire at a unit of the owner's place that waits."""
    from tonggong.domain.hires.models import HireCase

    row = HireCase.objects.create(
        year=2024, unit_id=make_unit(owner)["unit_id"], identity=b"0" * 16, name="试验", county_code=owner.county_code,
        township_code=owner.township_code, kind="organ", match="unknown", state="open", because="试验", made_at=clock.now(),
    )  # fmt: skip
    return {"case_id": row.pk}


@kind("pay_check")
def make_pay_check(owner: Owner) -> dict[str, Any]:
    """A check of the pay of somebody of the owner's place."""
    from tonggong.domain.employment.models import PayCheck

    row = PayCheck.objects.create(
        quarter="2024Q3", person=a_person(owner), unit_code="91211100MA0TESTX1A", pay="below_post", state="open",
        because="试验", made_at=clock.now(),
    )  # fmt: skip
    return {"check_id": row.pk}
