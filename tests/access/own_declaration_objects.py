"""The objects of a unit of its own: a file that it sent, a correction that it asked for, a hire that it reported."""

from typing import Any
from uuid import uuid4

from tests.access.objects import Owner, kind
from tonggong.base.installation import clock
from tonggong.base.privacy import seal_bytes


def _declaration(owner: Owner) -> Any:
    from tonggong.domain.declaration.models import Declaration
    from tonggong.domain.employers.models import Unit

    unit, _ = Unit.objects.get_or_create(
        code=owner.unit_code, defaults={"name": "试验单位", "county_code": owner.county_code}
    )
    known = {"county_code": owner.county_code, "opened_at": clock.now(), "opened_by": "试验"}
    return Declaration.objects.get_or_create(unit=unit, year=clock.today().year - 1, defaults=known)[0]


@kind("own_evidence")
def make_own_evidence(owner: Owner) -> dict[str, Any]:
    """A file of the declaration of the owner's unit."""
    from tonggong.domain.declaration.models import Evidence

    row = Evidence.objects.create(
        declaration=_declaration(owner), title="凭据", media_type="image/jpeg", at=clock.now(),
        sealed=seal_bytes("declaration.evidence", b"photo"),
    )  # fmt: skip
    return {"evidence_id": row.pk}


@kind("own_declared_item")
def make_own_item(owner: Owner) -> dict[str, Any]:
    """A correction of the declaration of the owner's unit."""
    from tonggong.domain.declaration.models import Item

    row = _declaration(owner)
    item = Item.objects.create(
        declaration=row,
        kind="heads",
        first_month=f"{row.year}-01",
        last_month=f"{row.year}-01",
        amount=9,
        reason="试验",
    )
    return {"item_id": item.pk}


@kind("own_hire")
def make_own_hire(owner: Owner) -> dict[str, Any]:
    """A hire that the owner's unit reported."""
    from tonggong.domain.employers.models import Unit
    from tonggong.domain.hires.models import HireReport

    unit, _ = Unit.objects.get_or_create(
        code=owner.unit_code, defaults={"name": "试验单位", "county_code": owner.county_code}
    )
    row = HireReport.objects.create(
        year=2024, unit=unit, citizen_id_sealed=b"0", citizen_id_index=uuid4().bytes, name="试验", hired_on="2024-03-01",
        ground="通知", by="试验", at=clock.now(),
    )  # fmt: skip
    return {"report_id": row.pk}
