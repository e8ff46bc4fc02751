"""The objects of the room of cooperation: partners, meetings, cases, filed reports, mailings, where the owner is."""

from datetime import date
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tonggong.base.installation import clock

_numbers = count(1)


def _signed() -> dict[str, Any]:
    return {"by": "试验", "at": clock.now()}


def _partner(owner: Owner) -> Any:
    from tonggong.domain.cooperation.models import Partner

    return Partner.objects.create(
        name=f"试验商会{next(_numbers)}",
        kind="chamber",
        county_code=owner.county_code,
        began_on=date(2022, 1, 1),
        **_signed(),
    )


@kind("partner")
def make_partner(owner: Owner) -> dict[str, Any]:
    """A partner of the owner's county."""
    return {"partner_id": _partner(owner).pk}


@kind("partner_step")
def make_partner_step(owner: Owner) -> dict[str, Any]:
    """The same and what is written down of it."""
    return {"partner_id": _partner(owner).pk, "what": "contact"}


@kind("partner_entry")
def make_entry(owner: Owner) -> dict[str, Any]:
    """A contact with such a partner."""
    from tonggong.domain.cooperation.models import Contact

    row = Contact.objects.create(partner=_partner(owner), on=clock.today(), how="phone", said="试验", **_signed())
    return {"kind": "contact", "entry_id": row.pk}


def _meeting(owner: Owner) -> Any:
    from tonggong.domain.cooperation.models import Meeting

    return Meeting.objects.create(
        title="试验会", county_code=owner.county_code, on=clock.today(), place="试验", state="held", **_signed()
    )


@kind("meeting")
def make_meeting(owner: Owner) -> dict[str, Any]:
    """A meeting of the owner's county."""
    return {"meeting_id": _meeting(owner).pk}


@kind("meeting_step")
def make_meeting_step(owner: Owner) -> dict[str, Any]:
    """The same and what is written down of it."""
    return {"meeting_id": _meeting(owner).pk, "what": "topic"}


@kind("meeting_decision")
def make_decision(owner: Owner) -> dict[str, Any]:
    """Something that such a meeting decided."""
    from tonggong.domain.cooperation.models import Decision

    row = Decision.objects.create(meeting=_meeting(owner), text="试验", owner="试验", due_on=clock.today(), **_signed())
    return {"decision_id": row.pk}


def _unit(owner: Owner) -> Any:
    from tonggong.domain.employers.models import Unit

    return Unit.objects.create(code=f"91211100COOP{next(_numbers):05d}X", name="试验厂", county_code=owner.county_code)


def _story(owner: Owner) -> Any:
    from tonggong.domain.cooperation.models import Story, StoryConsent
    from tonggong.domain.cooperation.queries.stories import content_hash

    row = Story.objects.create(
        number=f"2020-{next(_numbers)}", kind="unit", unit=_unit(owner), county_code=owner.county_code, shown_name="试验厂",
        title="试验", text="试验", content_hash=content_hash("试验", "试验", "试验厂", b"x", ""), picture=b"x",
        picture_type="image/png", state="published", published_at=clock.now(), **_signed(),
    )  # fmt: skip
    StoryConsent.objects.create(
        story=row, content_hash=row.content_hash, given_by="unit", given_on=clock.today(), how="试验", places=["portal"],
        **_signed(),
    )  # fmt: skip
    return row


@kind("story")
def make_story(owner: Owner) -> dict[str, Any]:
    """A typical case of the owner's county."""
    return {"story_id": _story(owner).pk}


@kind("story_step")
def make_story_step(owner: Owner) -> dict[str, Any]:
    """The same and a step with it."""
    return {"story_id": _story(owner).pk, "what": "down"}


@kind("told_story")
def make_told_story(owner: Owner) -> dict[str, Any]:
    """A case that everybody may read, by its number."""
    return {"number": _story(owner).number}


@kind("reporting_unit")
def make_unit(owner: Owner) -> dict[str, Any]:
    """A unit of the owner's county whose passage can be made."""
    from tonggong.base.intake.models import Delivery
    from tonggong.domain.employers.models import UnitMonth

    unit, now = _unit(owner), clock.now()
    delivery = Delivery.objects.create(
        feed="social-insurance", month=f"{clock.today().year - 1}-03", sender=f"试验{unit.pk}", state="complete", received_at=now,
        changed_at=now, received_by="试验",
    )  # fmt: skip
    UnitMonth.objects.create(
        unit_code=unit.code, month=delivery.month, feed="social-insurance", delivery=delivery, heads=10
    )
    return {"unit_id": unit.pk}


@kind("filed_report")
def make_report(owner: Owner) -> dict[str, Any]:
    """A report that such a unit filed."""
    from tonggong.domain.cooperation.models import CsrFiling

    row = CsrFiling.objects.create(
        unit=_unit(owner), year=2022, kind="social", filed_on=date(2023, 3, 1), evidence="试验", **_signed()
    )
    return {"filing_id": row.pk}


@kind("letter_mailing")
def make_mailing(owner: Owner) -> dict[str, Any]:
    """Letters to the units of the owner's county."""
    from tonggong.base.privacy import seal_bytes
    from tonggong.domain.cooperation.models import Mailing

    row = Mailing.objects.create(
        year=2023, reach=owner.county_code[:6], made_on=clock.today(), package=seal_bytes("cooperation.mailing", b"zip"),
        done_at=clock.now(), **_signed(),
    )  # fmt: skip
    return {"mailing_id": row.pk}
