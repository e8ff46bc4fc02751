"""The objects of campaigns, aid and posts: a campaign of the owner's county, a name on it, a registration, a post, a term."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock

_units = count(1)


def _campaign(owner: Owner) -> Any:
    from tonggong.domain.campaigns.models import Campaign

    today = clock.today()
    return Campaign.objects.create(
        kind="survey", title="试验", rule="working_age", reach=owner.county_code[:6], starts_on=today - timedelta(9), ends_on=today,
        listed_on=today, by="试验", at=clock.now(),
    )  # fmt: skip


def _status(person: Any) -> None:
    from tonggong.domain.status.models import PersonStatus

    PersonStatus.objects.create(
        person=person, day=clock.today(), is_working_age=True, is_employed=False, is_target=True, target_reason="target",
        is_rural=False, is_monitored=False, is_graduate=False, is_injured_only=False, rule_version="t", computed_at=clock.now(),
    )  # fmt: skip


@kind("campaign")
def make_campaign(owner: Owner) -> dict[str, Any]:
    """A campaign of the owner's county."""
    return {"campaign_id": _campaign(owner).pk}


@kind("campaign_target")
def make_target(owner: Owner) -> dict[str, Any]:
    """A name on such a campaign."""
    from tonggong.domain.campaigns.models import CampaignTarget

    row = CampaignTarget.objects.create(
        campaign=_campaign(owner), person=a_person(owner), county_code=owner.county_code, township_code=owner.township_code,
        added_on=clock.today(),
    )  # fmt: skip
    return {"target_id": row.pk}


@kind("aid_person")
def make_aid_person(owner: Owner) -> dict[str, Any]:
    """Somebody of the owner's place whose answers are kept."""
    person = a_person(owner)
    _status(person)
    return {"person_id": person.pk}


@kind("aid_registration")
def make_registration(owner: Owner) -> dict[str, Any]:
    """A registration of somebody of the owner's place."""
    from tonggong.domain.campaigns.models import AidRegistration

    row = AidRegistration.objects.create(
        person=a_person(owner), kind="unemployed", on=clock.today(), evidence="证", fact=1, known_from=clock.now()
    )
    return {"registration_id": row.pk}


def _post(owner: Owner) -> Any:
    from tonggong.domain.campaigns.models import PublicPost

    return PublicPost.objects.create(
        title="保洁", form="41", unit_code=f"91211100MA0TST{next(_units):03d}X", unit_name="试验单位", funding="试验", headcount=2,
        county_code=owner.county_code, township_code=owner.township_code, since=date(2021, 1, 1), by="试验", at=clock.now(),
    )  # fmt: skip


@kind("public_post")
def make_post(owner: Owner) -> dict[str, Any]:
    """Posts at a unit of the owner's place."""
    return {"post_id": _post(owner).pk}


@kind("post_term")
def make_term(owner: Owner) -> dict[str, Any]:
    """Such posts with somebody of the owner's place."""
    return {"post_id": _post(owner).pk, "person_id": a_person(owner).pk}
