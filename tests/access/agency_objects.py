"""The objects of the room of service institutions: a sheet, an agency, what was given, where the owner is."""

from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.installation import clock

_years = count(2014)
_numbers = count(1)


@kind("score_sheet")
def make_sheet(owner: Owner) -> dict[str, Any]:
    """A sheet of the owner's county."""
    return {"sheet_id": _sheet(owner).pk}


@kind("score_item")
def make_item(owner: Owner) -> dict[str, Any]:
    """A sheet of the owner's county and one of its items."""
    return {"sheet_id": _sheet(owner).pk, "item": "D2"}


def _sheet(owner: Owner) -> Any:
    from tonggong.domain.agencies.models import ScoreRow, ScoreSheet
    from tonggong.domain.agencies.standard import raw_standard

    year = 2014 + next(_years) % 1000
    row = ScoreSheet.objects.create(
        year=year, county_code=owner.county_code, agency="试验中心", standard=raw_standard(), frozen_on=clock.today()
    )
    ScoreRow.objects.create(sheet=row, item="D2", place=1, found={"missing": [], "sentence": "没有。"})
    return row


@kind("provider_agency")
def make_provider(owner: Owner) -> dict[str, Any]:
    """An agency of the owner's county."""
    return {"provider_id": _provider(owner).pk}


def _provider(owner: Owner) -> Any:
    from tonggong.domain.agencies.models import Provider

    return Provider.objects.create(
        name=f"试验机构{next(_numbers)}", kind="social", county_code=owner.county_code, began_on=clock.today()
    )


@kind("agency_entry")
def make_entry(owner: Owner) -> dict[str, Any]:
    """Something that an agency of the owner's county was given."""
    from tonggong.domain.agencies.models import Support

    row = Support.objects.create(
        provider=_provider(owner), kind="grant", on=clock.today(), what="试验", by="试验", at=clock.now()
    )
    return {"kind": "support", "row_id": row.pk}
