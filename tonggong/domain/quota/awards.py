"""Questions about the award for placing more than the quota (超比例奖励): the list of a year and its sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum

from tonggong.base.accounts.who import Who
from tonggong.base.policy.queries import figures_on
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.queries import results
from tonggong.domain.quota.trying import city_code
from tonggong.domain.quota.yearly import policy_day
from tonggong.rules.figures import Figure

GIVEN, NONE = "given", "none"


@dataclass(frozen=True, slots=True)
class Award:
    """Units above the quota: how many, by how many weighted persons, and what they are awarded."""

    units: int
    excess: Decimal
    yuan: Decimal


def awards(who: Who, year: int, county: str = "", which: str = "") -> QuerySet[YearResult]:
    """The units of a year above their quota, by key; `GIVEN` with an award, `NONE` without one, "" both."""
    rows = results(who, year).exclude(award_because="")
    if county:
        rows = rows.filter(county_code=county)
    if which == GIVEN:
        rows = rows.filter(award_yuan__gt=0)
    elif which == NONE:
        rows = rows.exclude(award_yuan__gt=0)
    return rows


def sums(who: Who, year: int, which: str = GIVEN) -> Mapping[str, Award]:
    """Sums by county, and of all under ""; each of exactly the units that `awards` shows for it."""
    rows = awards(who, year, which=which).order_by().values("county_code")
    found: dict[str, Award] = {}
    for row in rows.annotate(n=Count("pk"), excess=Sum(F("counted") - F("required")), yuan=Sum("award_yuan")):
        found[row["county_code"]] = Award(row["n"], row["excess"] or Decimal(0), row["yuan"] or Decimal(0))
    parts = list(found.values())
    found[""] = Award(
        sum(one.units for one in parts),
        sum((one.excess for one in parts), Decimal(0)),
        sum((one.yuan for one in parts), Decimal(0)),
    )
    return found


def formula(year: int, county: str = "") -> Figure | None:
    """The place's formula of a year; None where it has entered none."""
    day: date = policy_day(year)
    found = figures_on(day, county or city_code()).get("overquota.reward")
    return found if found is not None and found.value is not None else None
