"""Questions about a year's hires: cases within reach, their counts by county or kind, a unit's own reports."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.own import own_unit
from tonggong.domain.employers.queries import keys_of
from tonggong.domain.hires.choices import COUNTS, State
from tonggong.domain.hires.facts import PUBLIC, people_by_identity
from tonggong.domain.hires.models import HireCase, HireReport
from tonggong.rules.quota.kinds import kind_of

# What a number counts, and so what it opens.
GROUPS = {
    "": Q(),
    "reported": Q(reported_on__isnull=False),
    "counts": Q(state__in=COUNTS),
    "agreed": Q(state=State.AGREED),
    "open": Q(state=State.OPEN),
    "left_out": Q(state=State.LEFT_OUT),
    "decided": Q(state__in=[State.COUNTED, State.LEFT_OUT]),
}


@dataclass(frozen=True, slots=True)
class Sums:
    """A line of the statistic of hires; each number is that of the cases its group opens."""

    all: int = 0
    reported: int = 0
    agreed: int = 0
    counts: int = 0
    open: int = 0
    left_out: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def years(who: Who) -> list[int]:
    """The years that were checked, the latest first."""
    return list(who.sees(HireCase.objects.all()).order_by("-year").values_list("year", flat=True).distinct())


def cases(
    who: Who, year: int, group: str = "", *, county: str = "", kind: str = "", level: str | None = None, match: str = ""
) -> QuerySet[HireCase]:
    """Cases of a year within reach, by key. Raises KeyError: there is no such group."""
    rows = who.sees(HireCase.objects.filter(GROUPS[group], year=year)).exclude(state=State.GONE)
    if county:
        rows = rows.filter(county_code=county)
    if kind:
        rows = rows.filter(kind=kind)
    if match:
        rows = rows.filter(match=match)
    if level is not None:
        rows = rows.filter(level=level)
    return rows.select_related("unit__same_as", "report").order_by("pk")


def case(who: Who, pk: int) -> HireCase | None:
    """One case within reach."""
    rows = who.sees(HireCase.objects.filter(pk=pk)).select_related(
        "unit__same_as", "report", "report_file__delivery", "hire_file__delivery"
    )
    return rows.first()


def statistic(who: Who, year: int) -> dict[tuple[str, str, str], Sums]:
    """The year's hires by (level, kind, county)."""
    rows = cases(who, year).select_related(None).order_by().values("level", "kind", "county_code")
    found = rows.annotate(
        number=Count("pk"), reported=Count("pk", filter=GROUPS["reported"]), agreed=Count("pk", filter=GROUPS["agreed"]),
        counts=Count("pk", filter=GROUPS["counts"]), waiting=Count("pk", filter=GROUPS["open"]),
        left_out=Count("pk", filter=GROUPS["left_out"]),
    )  # fmt: skip
    return {
        (row["level"], row["kind"], row["county_code"]): Sums(
            row["number"], row["reported"], row["agreed"], row["counts"], row["waiting"], row["left_out"]
        )
        for row in found
    }


def by_match(who: Who, year: int) -> dict[str, int]:
    """How many cases of a year there are of each result."""
    rows = cases(who, year).select_related(None).order_by().values_list("match").annotate(Count("pk"))
    return dict(rows)


def may_report_own(who: Who) -> bool:
    """Whether somebody speaks for a registered public body: only those report hires here."""
    unit = own_unit(who)
    return unit is not None and kind_of(unit.code, unit.economic_kind) in PUBLIC


def own_reports(who: Who) -> QuerySet[HireReport]:
    """What is reported of the unit that somebody speaks for, what was taken back with it; of no other unit."""
    unit = own_unit(who)
    return HireReport.objects.filter(unit__in=keys_of(unit) if unit else ()).order_by("-at", "-pk")


def states_of(reports: list[HireReport]) -> dict[int, State]:
    """What came of reports, by key; nothing for one that was not checked yet."""
    rows = HireCase.objects.filter(report__in=[one.pk for one in reports]).values_list("report_id", "state")
    return {key: State(state) for key, state in rows if key is not None}


def people_of(reports: list[HireReport]) -> list[int]:
    """Whom of the ledger some reports name, for the trail of views."""
    known = people_by_identity({bytes(one.citizen_id_index) for one in reports})
    return sorted({person for person, _name in known.values()})
