"""Public bodies as the rules of leading by example take them, and what is kept of their answer (带头安排)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.employers.models import Unit, UnitFact
from tonggong.domain.quota.choices import level_of
from tonggong.domain.quota.folding import Own
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome
from tonggong.rules.quota.kinds import UnitKind, kind_of
from tonggong.rules.quota.leading import Body, Lead, lead_of

PUBLIC = (UnitKind.ORGAN, UnitKind.INSTITUTION)
GONE = ("注销", "撤销", "吊销")


class Posts(NamedTuple):
    """Established posts of a unit and the day of which they are said."""

    number: int
    on: date | None


class Judged(NamedTuple):
    """A body with its answer."""

    unit: Unit
    body: Body
    posts_on: date | None
    lead: Outcome[Lead]


def posts_on(day: date, units: list[int] | None = None) -> dict[int, Posts]:
    """Established posts as of a day, by unit: the last said of that day or before it, else the first said after it.

    A statement that was ended counts for its own time where a later one follows it; one that was taken back doesn't.
    """
    rows = UnitFact.objects.filter(kind=UnitFact.Kind.POSTS).order_by("known_from", "pk")
    if units is not None:
        rows = rows.filter(unit__in=units)
    said: dict[int, list[tuple[date, int, bool]]] = defaultdict(list)
    for unit, value, start, until in rows.values_list("unit_id", "value", "started_on", "known_until").iterator():
        if value.isdecimal():
            said[unit].append((start or date.min, int(value), until is None))
    found: dict[int, Posts] = {}
    for unit, every in said.items():
        latest = max((start for start, _, stands in every if stands), default=date.min)
        held = sorted((one for one in every if one[2] or one[0] < latest), key=lambda one: one[0])
        if held:
            start, count, _ = next((one for one in reversed(held) if one[0] <= day), held[0])
            found[unit] = Posts(count, start if start != date.min else None)
    return found


def judged(day: date, owns: Mapping[int, Own], units: list[int] | None = None) -> Iterator[Judged]:
    """Every public body of the register, and every member of the committee of another kind, with its answer on a day.

    Args:
        owns: what a year's ledger says of units, by key; who is not there placed nobody, and its staff is unknown.
    Raises:
        FigureMissing: the day lies before the duty to lead.
    """
    rows = Unit.objects.filter(
        Q(code__startswith="11")
        | Q(code__startswith="12")
        | Q(economic_kind__in=["机关", "事业单位"])
        | Q(is_committee_member=True)
    )
    if units is not None:
        rows = rows.filter(pk__in=units)
    posts = posts_on(day, units)
    figures: dict[str, Figures] = {}
    for unit in rows.filter(same_as=None).exclude(status__in=GONE).order_by("pk"):
        kind = kind_of(unit.code, unit.economic_kind)
        if kind not in PUBLIC and not unit.is_committee_member:
            continue
        if unit.county_code not in figures:
            figures[unit.county_code] = figures_on(day, unit.county_code or _city())
        own, known = owns.get(unit.pk), posts.get(unit.pk)
        body = Body(
            key=unit.pk,
            name=unit.name,
            kind=kind,
            level=level_of(unit.level),
            posts=known.number if known else None,
            placed=own.placed if own else 0,
            is_school=unit.is_school,
            is_member=unit.is_committee_member,
            quota=own.levy if own else None,
        )
        yield Judged(unit, body, known.on if known else None, lead_of(body, figures[unit.county_code]))


def _city() -> str:
    found = divisions.city()
    return found.code if found else ""
