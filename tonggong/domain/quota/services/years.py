"""The stored answers of a year: of every unit of the city in one run, or of one unit with those counted with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import carried
from tonggong.domain.quota.bodies import Judged, judged
from tonggong.domain.quota.folding import KEPT, Line, Own, Policies, Teller, family, groups, line_of, own_of
from tonggong.domain.quota.models import LeadPlan, LeadResult, YearResult
from tonggong.domain.quota.services.collected import differences, keep_differences
from tonggong.domain.quota.trying import city_code
from tonggong.domain.quota.yearly import policy_day, quotas
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.leading import Lead
from tonggong.rules.quota.reward import award

_EVERY = 200
_BATCH = 500
_PLACE = ("county_code", "township_code", "made_at")
_AWARD = ("award_yuan", "award_because")


@dataclass(frozen=True, slots=True)
class Made:
    """What a run wrote: units, public bodies, and how many plans it opened and closed."""

    units: int
    bodies: int
    opened: int
    closed: int


def counting_day(year: int) -> date:
    """The day on which heads are counted: the year's last, or today while it lasts."""
    return min(policy_day(year), clock.today())


def make_year(who: Who, year: int, tell: Teller | None = None) -> Made:
    """Work out a year for the whole city and keep it; running it again writes the same rows again.

    Raises:
        FigureMissing: the city has not entered a figure that is asked for; what was kept stays.
    """
    day, total = counting_day(year), Unit.objects.count()
    tell = tell or (lambda step, done, total: None)
    tell("读全年的台账", 0, total)
    owns: list[Own] = []
    for found in quotas(year):
        owns.append(own_of(found, day))
        if len(owns) % _EVERY == 0:
            tell("逐个单位计算", len(owns), total)
    tell("写下结果", len(owns), total)
    made = _keep(who, year, day, owns)
    audit.record(
        "change", who=who, subject="quota.YearResult", year=year, units=made.units, bodies=made.bodies,
        plans_opened=made.opened, plans_closed=made.closed,
    )  # fmt: skip
    return made


def make_unit(who: Who, unit: Unit, year: int) -> None:
    """Work out a year again for a unit and those that are counted with it, and keep that.

    Raises: as `make_year`.
    """
    day, parents = counting_day(year), parents_of_units()
    keys = sorted(family([unit.same_as_id or unit.pk], parents))
    keys += Unit.objects.filter(same_as__in=keys).values_list("pk", flat=True)
    codes = list(Unit.objects.filter(pk__in=keys).values_list("code", flat=True))
    _keep(who, year, day, [own_of(found, day) for found in quotas(year, codes=codes)], keys)
    audit.record("change", who=who, subject="quota.YearResult", ids=[unit.pk], year=year)


def parents_of_units() -> dict[int, int]:
    """The parent of each unit that has one, by key; a parent's former code stands for the unit that carries it."""
    same = dict(Unit.objects.exclude(same_as=None).values_list("pk", "same_as_id"))
    rows = Unit.objects.exclude(parent=None).values_list("pk", "parent_id")
    return {unit: same.get(parent, parent) for unit, parent in rows if unit not in same}


def _keep(who: Who, year: int, day: date, owns: list[Own], keys: list[int] | None = None) -> Made:
    """Replace what is kept of a year: of all units, or of some."""
    now, policies = clock.now(), Policies(year)
    by_key = {own.unit.id: own for own in owns}
    lines: list[tuple[Line, int | None]] = []
    whole: list[tuple[Line, list[str]]] = []
    former: dict[str, list[str]] = defaultdict(list)
    for old, code in carried().items():
        former[code].append(old)
    for head, members in groups(owns, parents_of_units()).items():
        line = line_of(members, policies)
        whole.append((line, [code for own in members for code in (own.unit.code, *former.get(own.unit.code, ()))]))
        lines.append((line, None))
        lines += [(line_of([own], policies), head) for own in members[1:]]
    towns = _towns(list(by_key))
    results = [_result(year, line, head, towns, now) for line, head in lines]
    try:
        bodies = list(judged(day, by_key, keys))
    except FigureMissing:  # the duty to lead came in 2021
        bodies = []
    leads = [_lead(year, day, one, by_key.get(one.unit.pk), now) for one in bodies]
    codes = None if keys is None else list(Unit.objects.filter(pk__in=keys).values_list("code", flat=True))
    against = differences(year, whole, now, codes)
    with transaction.atomic():
        keep_differences(who, year, against, codes)
        _replace(YearResult, year, results, (*KEPT, "part_of", *_AWARD, *_PLACE), keys)
        _replace(LeadResult, year, leads, (*_LEAD, *_PLACE), keys)
        opened, closed = _settle_plans(year, bodies, keys)
    return Made(len(results), len(leads), opened, closed)


def _towns(keys: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in in_chunks(keys):
        found |= dict(Unit.objects.filter(pk__in=chunk).values_list("pk", "township_code"))
    return found


def _result(year: int, line: Line, head: int | None, towns: Mapping[int, str], now: datetime) -> YearResult:
    return YearResult(
        unit_id=line.unit.id, year=year, county_code=line.unit.county_code, township_code=towns.get(line.unit.id, ""),
        part_of_id=head, made_at=now, **{name: getattr(line, name) for name in KEPT},
        **dict(zip(_AWARD, _award(line, year) if head is None else (None, ""), strict=True)),
    )  # fmt: skip


def _award(line: Line, year: int) -> tuple[Decimal | None, str]:
    """What a unit above its quota is awarded and why; no amount where the city has entered no formula that can be read."""
    if line.levy is None or not line.levy.excess:
        return None, ""
    place = line.unit.county_code or city_code()
    try:
        found = award(line.levy, year, figures_of(place))
    except (FigureMissing, ValueError) as why:
        return None, f"还不能算：{why}"[:400]
    return found.value, found.because[:400]


_LEAD = (
    "on", "kind", "placed", "level", "posts", "posts_on", "is_school", "is_member", "headcount", "counted", "is_below",
    "lead", "because",
)  # fmt: skip


def _lead(year: int, day: date, one: Judged, own: Own | None, now: datetime) -> LeadResult:
    body, levy = one.body, own.levy if own else None
    return LeadResult(
        unit=one.unit, year=year, county_code=one.unit.county_code, township_code=one.unit.township_code, on=day,
        kind=body.kind.value, placed=body.placed, level=body.level, posts=body.posts, posts_on=one.posts_on,
        is_school=body.is_school, is_member=body.is_member, headcount=levy.headcount if levy else None,
        counted=levy.counted if levy else None, is_below=levy.required > levy.counted if levy else None,
        lead=one.lead.value.value, because=one.lead.because[:400], made_at=now,
    )  # fmt: skip


def _replace(model: Any, year: int, rows: list[Any], columns: Iterable[str], keys: list[int] | None) -> None:
    """Write rows over those of the year, keep their keys, and take away those of units that have none any more."""
    model.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["unit", "year"],
        update_fields=list(dict.fromkeys(columns)),
    )
    old: QuerySet[Any] = model.objects.filter(year=year)
    if keys is not None:
        old = old.filter(unit__in=keys)
    kept = {row.unit_id for row in rows}
    gone = [pk for pk, unit in old.values_list("pk", "unit_id") if unit not in kept]
    for chunk in in_chunks(gone):
        model.objects.filter(pk__in=chunk).delete()


def _settle_plans(year: int, bodies: list[Judged], keys: list[int] | None) -> tuple[int, int]:
    """Open a plan for each breach that has none and close those of bodies that lead now; only by the latest year."""
    latest = LeadResult.objects.aggregate(last=Max("year"))["last"]
    if latest is None or year < latest:
        return 0, 0
    today = clock.today()
    open_plans: dict[int, LeadPlan] = {plan.unit_id: plan for plan in LeadPlan.objects.filter(ended_on=None)}
    fresh, over = [], []
    for one in bodies:
        plan = open_plans.get(one.unit.pk)
        if one.lead.value is Lead.BREACH and plan is None:
            fresh.append(LeadPlan(unit=one.unit, breach_on=today))
        elif plan is not None and one.lead.value not in (Lead.BREACH, Lead.UNKNOWN):
            over.append(plan.pk)
    LeadPlan.objects.bulk_create(fresh)
    for chunk in in_chunks(over):
        LeadPlan.objects.filter(pk__in=chunk).update(ended_on=today)
    return len(fresh), len(over)
