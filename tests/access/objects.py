"""Makes, for the walk of all pages, an object of each kind that addresses name, belonging to somebody.

A new kind: a function of the owner that makes the rows and returns the keyword arguments of the address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tonggong.base.accounts.models import Post


@dataclass(frozen=True, slots=True)
class Owner:
    """To whom an object belongs: where it lies, and what it is tied to. Which of these counts depends on the kind."""

    county_code: str
    township_code: str
    department: str
    unit_code: str
    provider: str
    person_id: int | None = None
    user_id: int | None = None


Maker = Callable[[Owner], dict[str, Any]]
KINDS: dict[str, Maker] = {}


def kind(name: str) -> Callable[[Maker], Maker]:
    """Register how an object of a kind is made."""

    def keep(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return keep


@kind("post")
def make_post(owner: Owner) -> dict[str, Any]:
    """One of the owner's own posts."""
    post = Post.objects.create(
        user_id=owner.user_id, role="system_admin", department="试验", valid_from=date(2021, 1, 1), appointed_by="试验"
    )
    return {"post_id": post.pk}


def _delivery(owner: Owner, **more: Any) -> Any:
    """A delivery of an office that the owner answers for."""
    from tonggong.base.divisions.models import Department
    from tonggong.base.installation import clock
    from tonggong.base.intake.models import Delivery
    from tonggong.domain.plan.models import ExpectedFeed

    Department.objects.get_or_create(key=owner.department, defaults={"name": owner.department, "short_name": "试验"})
    sender = f"{owner.county_code}{owner.department}"
    ExpectedFeed.objects.get_or_create(
        feed="deaths",
        sender=sender,
        defaults={"county_code": owner.county_code, "department_id": owner.department, "period": "month", "due_day": 8},
    )
    now = clock.now()
    return Delivery.objects.create(
        feed="deaths", month="2024-09", sender=sender, state="complete", received_at=now, changed_at=now,
        received_by="试验", **more,
    )  # fmt: skip


def _file(owner: Owner, **more: Any) -> Any:
    from tonggong.base.intake.models import SourceFile

    delivery = _delivery(owner, rows=1, refused=1)
    layout = {
        "header": [["姓名"]],
        "columns": [{"heading": "姓名", "field": "name", "title": "姓名", "why": "列名相同"}],
    }
    return SourceFile.objects.create(
        delivery=delivery,
        name="deaths.csv",
        fingerprint=b"0" * 16,
        layout=layout,
        received_at=delivery.received_at,
        **more,
    )


def _finding(owner: Owner) -> Any:
    from tonggong.domain.comparison.models import Finding

    file = _file(owner)
    return Finding.objects.create(
        month="2024-09", feed="deaths", delivery=file.delivery, source_file=file, source_row=2,
        content=owner.county_code.encode()[:16], result="ended", state="open", cause="death", name="试验",
        county_code=owner.county_code, township_code=owner.township_code, found_at=file.received_at,
    )  # fmt: skip


@kind("month")
def make_month(owner: Owner) -> dict[str, Any]:
    """A month of work."""
    return {"month_of": "2024-09"}


@kind("month_result")
def make_month_result(owner: Owner) -> dict[str, Any]:
    """One result of a month's comparison."""
    return {"month_of": "2024-09", "result": "ended"}


@kind("finding")
def make_finding(owner: Owner) -> dict[str, Any]:
    """A finding about somebody where the owner is."""
    return {"finding_id": _finding(owner).pk}


@kind("source_row")
def make_source_row(owner: Owner) -> dict[str, Any]:
    """The row of a file that such a finding comes from."""
    finding = _finding(owner)
    return {"file_id": finding.source_file_id, "row": finding.source_row}


@kind("delivery")
def make_delivery(owner: Owner) -> dict[str, Any]:
    """What an office of the owner's sent."""
    return {"delivery_id": _delivery(owner).pk}


@kind("refused_file")
def make_refused_file(owner: Owner) -> dict[str, Any]:
    """A file of such an office of which a row goes back."""
    import pyarrow as pa

    from tonggong.base.intake import vault

    rows = pa.table({"source_row": [2], "~0": ["张"], "reasons": ["[]"]})
    file = _file(owner, vault_refused=vault.put(rows))
    return {"delivery_id": file.delivery_id, "file_id": file.pk}


@kind("upload")
def make_upload(owner: Owner) -> dict[str, Any]:
    """An upload that waits for the owner's own yes."""
    from tonggong.base.installation import clock
    from tonggong.base.jobs.models import Run

    now = clock.real_now()
    run = Run.objects.create(
        kind="upload",
        subject="deaths",
        title="试验",
        state="prepared",
        by="试验",
        by_id=owner.user_id,
        asked_at=now,
        seen_at=now,
    )
    return {"run_id": run.pk}


from tests.access import agency_objects as agency_objects  # noqa: E402 - it registers its kinds here
from tests.access import assessment_objects as assessment_objects  # noqa: E402
from tests.access import campaign_objects as campaign_objects  # noqa: E402
from tests.access import coaching_objects as coaching_objects  # noqa: E402
from tests.access import cooperation_objects as cooperation_objects  # noqa: E402
from tests.access import declaration_staff_objects as declaration_staff_objects  # noqa: E402
from tests.access import desk_objects as desk_objects  # noqa: E402
from tests.access import graduate_objects as graduate_objects  # noqa: E402
from tests.access import inspection_objects as inspection_objects  # noqa: E402
from tests.access import own_declaration_objects as own_declaration_objects  # noqa: E402
from tests.access import people_objects as people_objects  # noqa: E402
from tests.access import plan_objects as plan_objects  # noqa: E402
from tests.access import plan_step_objects as plan_step_objects  # noqa: E402
from tests.access import portal_objects as portal_objects  # noqa: E402
from tests.access import post_objects as post_objects  # noqa: E402
from tests.access import relief_objects as relief_objects  # noqa: E402
from tests.access import rural_objects as rural_objects  # noqa: E402
from tests.access import testimony_objects as testimony_objects  # noqa: E402
from tests.access import today_objects as today_objects  # noqa: E402
from tests.access import visit_objects as visit_objects  # noqa: E402
