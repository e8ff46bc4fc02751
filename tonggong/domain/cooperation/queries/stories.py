"""Typical cases: what everybody may read at this moment, and which of those that were once told may be told no more."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.cooperation.choices import Place, StoryState
from tonggong.domain.cooperation.models import Story, StoryConsent
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys

MOST = 200  # persons to choose from; a larger unit's are found by the number of their page


def content_hash(title: str, text: str, shown_name: str, picture: bytes | None, picture_words: str) -> str:
    """What a consent is given to: the very words, the name and the picture."""
    digest = hashlib.sha256()
    for part in (title.encode(), text.encode(), shown_name.encode(), bytes(picture or b""), picture_words.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def stories(who: Who) -> QuerySet[Story]:
    """Cases within reach, the latest first, without their pictures."""
    rows = who.sees(Story.objects.defer("picture"), township="county_code")
    return rows.select_related("unit").order_by("-pk")


def story(who: Who, pk: int) -> Story | None:
    """One case within reach."""
    return stories(who).filter(pk=pk).first()


def placed_at(who: Who, code: str, day: date) -> list[Spell]:
    """The persons within reach who work at a unit on a day, one spell each, the latest that began first; at most `MOST`."""
    rows = Spell.objects.standing().on(day).filter(unit_code__in=codes_under(code), person__merged_into=None)
    rows = who.sees(rows.filter(person__kind=Kind.HOLDER).select_related("person"), "person")
    found = {row.person_id: row for row in rows.order_by("started_on", "pk")}
    return sorted(found.values(), key=lambda row: (row.started_on, row.pk), reverse=True)[:MOST]


def public_stories(place: str = Place.PORTAL) -> list[Story]:
    """What may be read at a place now, the latest first: asked anew each time, so a consent taken back works at once."""
    rows = Story.objects.public().defer("picture").order_by("-published_at", "-pk")
    agreed = StoryConsent.objects.standing().filter(story__in=rows).values_list("story", "places")
    allowed = {pk for pk, places in agreed if place in places}
    return [row for row in rows if row.pk in allowed]


def public_story(number: str) -> Story | None:
    """One case that everybody may read now, with its picture; None where there is none or it was taken back."""
    if all(row.number != number for row in public_stories()):
        return None
    return Story.objects.filter(number=number).first()


def no_more_told(numbers: Iterable[str]) -> set[str]:
    """Of cases that a paper named, those that may be named no more: their references are struck out there."""
    wanted = set(numbers)
    return wanted - {row.number for row in public_stories(Place.CIRCULAR)} if wanted else set()


def words_for_no_more(numbers: Iterable[str]) -> dict[str, str]:
    """Of cases that a paper named, what stands behind the struck reference of each that may be named no more, by number."""
    gone = no_more_told(numbers)
    states = dict(Story.objects.filter(number__in=gone).values_list("number", "state"))
    said = (StoryState.WITHDRAWN, StoryState.TAKEN_DOWN)
    return {one: str(StoryState(states[one]).label) if states.get(one) in said else "不再发布" for one in gone}


def standing_consent(row: Story) -> StoryConsent | None:
    """The consent that stands; None where there is none."""
    return StoryConsent.objects.standing().filter(story=row).first()


def covers(consent: StoryConsent | None, row: Story) -> bool:
    """Whether a consent is one to what the case says now."""
    return consent is not None and consent.withdrawn_at is None and consent.content_hash == row.content_hash


def consents(row: Story) -> QuerySet[StoryConsent]:
    """Every consent to a case, those taken back too, the latest first."""
    return row.consents.order_by("-pk")


def stories_of(person: Person) -> QuerySet[Story]:
    """The cases that tell of a person, for herself and her guardian."""
    return Story.objects.filter(person__in=own_keys(person)).defer("picture").order_by("-pk")
