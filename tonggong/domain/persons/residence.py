"""Where somebody lives on a day, as it was said: the one answer for reach, lists, forms and pages.

A person lives in the township of the fact that has begun and has not ended on the day; of several the one said last. Of
whom nothing is said, she lives where her certificate is kept (按常住地服务，没有说明的按证件所在地).
"""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import PersonFact


def living(day: date | Any) -> QuerySet[PersonFact]:
    """Return the standing facts that say where persons live on a day; `value` is the township's code of 12 digits.

    Args:
        day: a date, or a `Given` of a prepared query.
    """
    facts = PersonFact.objects.standing().filter(kind=Circumstance.RESIDENCE).exclude(value="")
    return facts.filter(Q(started_on=None) | Q(started_on__lte=day)).filter(Q(ended_on=None) | Q(ended_on__gt=day))


def holds_on(started_on: date | None, ended_on: date | None, day: date) -> bool:
    """Say of one such fact, already read, what `living` asks of the table."""
    return (started_on is None or started_on <= day) and (ended_on is None or ended_on > day)


def home_of(person: int, day: date) -> str:
    """Return the township in which somebody lives on a day; "" where nothing is said."""
    return living(day).filter(person=person).order_by("-pk").values_list("value", flat=True).first() or ""
