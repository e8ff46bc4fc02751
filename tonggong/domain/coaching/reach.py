"""Whom somebody may see in coaching: a coach her own cases and whom she was given, staff everybody within reach."""

from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import AssignmentKind
from tonggong.domain.casework.queries.assignments import standing
from tonggong.domain.casework.queries.reach import served, served_among
from tonggong.domain.coaching.models import Coach, FollowUp, SupportCase
from tonggong.domain.employment.models import Spell, SpellQuerySet
from tonggong.domain.persons.models import Person
from tonggong.rules.figures import Figures

STANDS = Coalesce("person__merged_into", "person")  # the key of the person that a row is about, merged or not


def figures(day: Any) -> Figures:
    """Return the city's figures of coaching on a day."""
    row = current()
    return figures_on(day, row.city_code if row else "")


def within(who: Who, rows: QuerySet, path: str = "person") -> QuerySet:
    """Keep rows about persons whom somebody serves; a merged person's row follows the one that stands."""
    people = served(who).order_by().values("pk")
    return rows.filter(Q(**{f"{path}__in": people}) | Q(**{f"{path}__merged_into__in": people}))


def given() -> QuerySet[Any]:
    """Standing assignments of persons to coaches; `stands_for` is the key of the person that stands."""
    return standing(AssignmentKind.COACH)


def given_to(user_id: int) -> QuerySet[Any]:
    """Keys of the persons for whom a user answers as coach."""
    return given().filter(user=user_id).values("stands_for")


def cases(who: Who) -> QuerySet[Any]:
    """Return the cases that somebody may see, with person and coach; `stands_for` is the key of the person that stands."""
    rows = SupportCase.objects.select_related("person__merged_into", "coach").annotate(stands_for=STANDS)
    return _hers(who, rows, Q(coach__user=who.user_id))


def follow_ups(who: Who) -> QuerySet[Any]:
    """Return the follow-ups that somebody may see."""
    rows = FollowUp.objects.select_related("person__merged_into").annotate(stands_for=STANDS)
    mine = SupportCase.objects.filter(coach__user=who.user_id, closed_on=None).annotate(key=STANDS).values("key")
    return _hers(who, rows, Q(stands_for__in=mine))


def _hers(who: Who, rows: QuerySet, own: Q) -> QuerySet:
    if who.may("coaching.manage"):
        return within(who, rows)
    if who.may("coaching.record") and who.user_id is not None:
        # A coach's people are few: whether she serves them is asked of these alone, not of everybody in her county.
        hers = rows.filter(own | Q(stands_for__in=given_to(who.user_id)))
        people = hers.order_by().values_list("stands_for", flat=True).distinct()
        return hers.filter(stands_for__in=among(served_among(who, people)))
    return rows.none()


def coaches(who: Who) -> QuerySet[Coach]:
    """Return the coaches whose county lies within reach; a coach sees herself."""
    rows = who.sees(Coach.objects.select_related("user"), township="county_code")
    if who.may("coaching.manage"):
        return rows
    return rows.filter(user=who.user_id) if who.user_id is not None else rows.none()


def coach_of(who: Who) -> Coach | None:
    """Return the coach that somebody is, None where she is none."""
    return Coach.objects.filter(user=who.user_id).first() if who.user_id is not None else None


def spell_key() -> Coalesce:
    """The thread of a spell, which is its own key where nothing was ever corrected."""
    return Coalesce("thread", F("pk"), output_field=BigIntegerField())


def spells() -> SpellQuerySet:
    """Standing spells with their thread as `key`."""
    return SpellQuerySet(Spell).standing().annotate(key=spell_key())


def spell_of(thread: int | None) -> Spell | None:
    """Return what stands of a job, None where nothing does."""
    return None if thread is None else spells().filter(key=thread).first()


def human(row: Any) -> Person:
    """Return the person that a row is about: the standing one where rows were merged."""
    return row.person.merged_into or row.person
