"""A rural family that may fall back into poverty: its people are looked after before the others."""

from typing import Any

from django.db.models import Q, QuerySet

from tonggong.base.prepared import prepared
from tonggong.domain.rural.signals import warned_of
from tonggong.domain.status.models import PersonStatus
from tonggong.domain.worklist.reasons.asked import PEOPLE, Asked, Hit, Reason, day_words
from tonggong.rules.poverty import Level


@prepared
def _rural() -> QuerySet[Any, Any]:
    rows = PersonStatus.objects.filter(Q(is_rural=True) | Q(is_monitored=True), person__in=PEOPLE)
    return rows.values_list("person_id")


def alerts(asked: Asked) -> dict[int, Hit]:
    """Families with two kinds of signal within some weeks; one alone is watched on the families' own page."""
    found: dict[int, Hit] = {}
    own = {pk for (pk,) in _rural(people=asked.ids)}
    for one in warned_of(own, asked.day, asked.figures) if own else ():
        if one.level.value != Level.ALERT:
            continue
        near = "；".join(f"{day_words(signal.on, asked.day)}{title}" for signal, title, _name in one.named)
        fact = f"rural.Alert:{one.family.key}-{one.last_on:%Y%m%d}-{len(one.signals)}"  # something more asks anew
        for person in one.family.holders:
            if person.pk in own:
                found[person.pk] = Hit(f"返贫预警：{near}", one.last_on, fact, None, one.last_on)
    return found


REASONS = (Reason("poverty_alert", "返贫预警", alerts, by_contact=True, is_ticked=True),)
