"""What somebody has to look at: reliefs whose review is due or that end before it, licences to be renewed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_of, figures_on
from tonggong.domain.reliefs.models import LicenceApplication, Relief
from tonggong.domain.reliefs.queries.records import stated
from tonggong.rules.figures import FigureMissing
from tonggong.rules.outcome import Outcome
from tonggong.rules.reliefs.licences import Renewal, RenewalDue, Result, decision_due, renewal
from tonggong.rules.reliefs.reviews import ReviewDue, review


@dataclass(frozen=True, slots=True)
class Due:
    """A record with how it stands. `on`: the day that decides, for the order; None first."""

    row: Any
    found: Outcome[Any]
    on: date | None


def review_of(row: Relief, day: date) -> Outcome[ReviewDue]:
    """How a relief stands with its review on a day. Raises FigureMissing."""
    return review(row.until, row.review_on, day, figures_on(day, row.county_code or _city()))


def renewal_of(row: LicenceApplication, day: date) -> Outcome[RenewalDue] | None:
    """How a licence stands with its renewal on a day; None where none was granted. Raises FigureMissing."""
    if row.result != Result.GRANTED or row.valid_until is None:
        return None
    return renewal(row.valid_until, day, figures_on(day, row.county_code or _city()))


def decision_of(row: LicenceApplication) -> Outcome[date] | None:
    """By when an application that waits has to be decided; None where it waits no more or nobody knows its holidays."""
    if row.result != Result.PENDING:
        return None
    try:
        return decision_due(row.applied_on, figures_of(row.county_code or _city()))
    except FigureMissing:
        return None


def reviews_due(who: Who, day: date) -> list[Due]:
    """Reliefs that somebody has to look at on a day, the earliest first.

    What a licence brought is left out: it ends with the licence, whose renewal has a list of its own.
    """
    rows = stated(who, "grants").filter(started_on__lte=day).exclude(channel="tobacco")
    found = [
        Due(row, outcome, outcome.value.on) for row in rows if (outcome := review_of(row, day)).value.needs_somebody
    ]
    return sorted(found, key=lambda one: (one.on or date.min, one.row.pk))


def renewals_due(who: Who, day: date) -> list[Due]:
    """Licences whose renewal is to be asked for by now, or whose day for it is past, the earliest first."""
    found = []
    for row in stated(who, "licences").filter(result=Result.GRANTED.value).exclude(valid_until=None):
        outcome = renewal_of(row, day)
        if outcome is not None and outcome.value.state is not Renewal.NOT_YET:
            found.append(Due(row, outcome, outcome.value.ask_by))
    return sorted(found, key=lambda one: (one.on or date.min, one.row.pk))


def _city() -> str:
    city = divisions.city()
    return city.code if city else ""
