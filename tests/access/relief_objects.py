"""The objects of reliefs: a channel, a relief of somebody of the owner's place."""

from datetime import date
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock


@kind("relief_channel")
def make_channel(owner: Owner) -> dict[str, Any]:
    """A channel, which is everybody's."""
    return {"channel": "fees"}


@kind("relief_record")
def make_record(owner: Owner) -> dict[str, Any]:
    """A relief of somebody of the owner's place."""
    from tonggong.domain.reliefs.models import Relief

    row = Relief.objects.create(
        channel="fees", kind="店面免费", person=a_person(owner), county_code=owner.county_code, township_code=owner.township_code,
        started_on=date(2024, 1, 1), ground="试验", known_from=clock.real_now(),
    )  # fmt: skip
    Relief.objects.filter(pk=row.pk).update(thread=row.pk)
    return {"what": "grants", "thread": row.pk}
