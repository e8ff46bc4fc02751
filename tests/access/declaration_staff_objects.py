"""The objects that the staff's pages of declarations name: one of each step, of a unit where the owner is."""

from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock

_numbers = count(1)


def _declaration(owner: Owner, state: str = "submitted") -> Any:
    from tonggong.domain.declaration.models import Declaration
    from tonggong.domain.employers.models import Unit

    where = {"county_code": owner.county_code, "township_code": owner.township_code}
    unit = Unit.objects.create(code=f"91211100MA0D{next(_numbers):05d}X", name="试验单位", **where)
    decided = {"decided_on": clock.today(), "decided_by": "试验", "decided_by_id": 0} if state == "passed" else {}
    return Declaration.objects.create(
        unit=unit, year=2023, state=state, opened_at=clock.now(), opened_by="试验", submitted_at=clock.now(),
        due_on=clock.today(), reason="试验", **where, **decided,
    )  # fmt: skip


def _item(owner: Owner) -> Any:
    from tonggong.base.privacy import seal_bytes
    from tonggong.domain.declaration.models import Evidence, Item

    declaration = _declaration(owner, "reviewing")
    sealed = seal_bytes("declaration.evidence", b"%PDF-1.4 test")
    evidence = Evidence.objects.create(
        declaration=declaration, title="凭据", media_type="application/pdf", sealed=sealed, at=clock.now()
    )
    return Item.objects.create(
        declaration=declaration, kind="on_duty", person=a_person(owner), first_month="2023-01", last_month="2023-03",
        reason="试验", evidence=evidence,
    )  # fmt: skip


@kind("declaration")
def make_declaration(owner: Owner) -> dict[str, Any]:
    """A declaration that was submitted."""
    return {"declaration_id": _declaration(owner).pk}


@kind("declaration_step")
def make_declaration_step(owner: Owner) -> dict[str, Any]:
    """The first step of such a one."""
    return {"declaration_id": _declaration(owner).pk, "step": "take"}


@kind("declaration_item")
def make_declaration_item(owner: Owner) -> dict[str, Any]:
    """A thing of a declaration under review."""
    item = _item(owner)
    return {"declaration_id": item.declaration_id, "item_id": item.pk}


@kind("declaration_evidence")
def make_declaration_evidence(owner: Owner) -> dict[str, Any]:
    """The paper that lies with such a thing."""
    item = _item(owner)
    return {"declaration_id": item.declaration_id, "evidence_id": item.evidence_id}


@kind("decided_declaration")
def make_decided_declaration(owner: Owner) -> dict[str, Any]:
    """A decided one."""
    return {"declaration_id": _declaration(owner, "passed").pk}


@kind("objected_declaration")
def make_objected_declaration(owner: Owner) -> dict[str, Any]:
    """A decided one to which the unit objects."""
    from tonggong.domain.declaration.models import Objection

    declaration = _declaration(owner, "passed")
    Objection.objects.create(
        declaration=declaration, reason="试验", made_at=clock.now(), made_by="试验", due_on=clock.today()
    )
    return {"declaration_id": declaration.pk}
