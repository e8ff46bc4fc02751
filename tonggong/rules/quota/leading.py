"""Public bodies that must lead: whose duty it is, who broke it, and the plan that is owed then (带头安排残疾人就业)."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import TypeVar

from tonggong.rules import months
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step, percent
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.levy import Levy
from tonggong.rules.quota.numbers import percent_of, percent_reached, plain

K = TypeVar("K", bound=Hashable)


class Lead(StrEnum):
    """Where a body stands with its duty to lead."""

    NO_DUTY = "no_duty"
    UNKNOWN = "unknown"  # its posts or its level are not known
    RATIO_MET = "ratio_met"
    FULFILLED = "fulfilled"  # below the ratio, with as many persons as it must have
    BREACH = "breach"


LEAD_LABELS = {
    Lead.NO_DUTY: "不在带头安排之列",
    Lead.UNKNOWN: "编制数或层级没有来源",
    Lead.RATIO_MET: "已达到比例",
    Lead.FULFILLED: "已带头安排",
    Lead.BREACH: "应带头安排而没有安排",
}


@dataclass(frozen=True, slots=True)
class Body:
    """A public body on a day.

    `level`: central, province, city, county or township, "" where unknown. `posts`: established posts (编制数), None where
    unknown. `placed`: persons with a disability, heads and not weighted places, whether in a post, by contract or
    dispatched. `quota`: its levy, which knows the ratio; None where its staff is unknown.
    """

    key: Hashable
    name: str
    kind: UnitKind
    level: str
    posts: int | None
    placed: int
    is_school: bool = False
    is_member: bool = False  # 残工委成员单位
    quota: Levy | None = None


def lead_of(body: Body, figures: Figures) -> Outcome[Lead]:
    """Whether a body must lead, and whether it does.

    Raises:
        FigureMissing: the day lies before the rule of 2021.
    Source: 残联发〔2021〕51号; 国办发〔2025〕23号.
    """
    owed = _owed(body, figures)
    if owed.value is not None:
        return Outcome(owed.value, owed.steps)
    if body.quota is not None and body.quota.required <= body.quota.counted:
        text = f"应安排{plain(body.quota.required)}人，已安排{plain(body.quota.counted)}人，达到比例。"
        return Outcome(Lead.RATIO_MET, (*owed.steps, Step(text, body.quota.terms.ratio.source)))
    least = figures["leadby.min_persons"]
    fulfils = body.placed >= least.value
    text = f"没有达到比例，已安排{body.placed}人，{'不少于' if fulfils else '少于'}{plain(least.value)}人。"
    return Outcome(Lead.FULFILLED if fulfils else Lead.BREACH, (*owed.steps, Step(text, least.source)))


def _owed(body: Body, figures: Figures) -> Outcome[Lead | None]:
    """None where it must lead, with the reason; else why not."""
    ids = {
        UnitKind.ORGAN: "leadby.organ_establishment_threshold",
        UnitKind.INSTITUTION: "leadby.institution_establishment_threshold",
    }
    levels, schools = figures["leadby.levels"], figures["leadby.schools_excepted"]

    def says(value: Lead | None, text: str, source: str) -> Outcome[Lead | None]:
        return Outcome(value, (Step(text, source),))

    if body.kind not in ids:
        return says(Lead.NO_DUTY, f"{KIND_LABELS[body.kind]}不在带头安排之列。", levels.source)
    if body.is_school and body.kind is UnitKind.INSTITUTION and schools.value:
        return says(Lead.NO_DUTY, "中小学、幼儿园除外。", schools.source)
    if not body.level:
        return says(Lead.UNKNOWN, "单位层级没有来源。", levels.source)
    if body.level not in levels.value:
        return says(Lead.NO_DUTY, "县区以下单位由县区统筹，不逐个要求。", levels.source)
    least = figures[ids[body.kind]]
    if body.posts is None:
        return says(Lead.UNKNOWN, "编制数没有来源。", least.source)
    if body.posts < least.value:
        return says(Lead.NO_DUTY, f"编制{body.posts}人，不到{plain(least.value)}人。", least.source)
    persons = plain(figures["leadby.min_persons"].value)
    text = f"{KIND_LABELS[body.kind]}编制{body.posts}人，达到{plain(least.value)}人，应至少安排{persons}人。"
    return says(None, text, least.source)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A body in the list with where it stands."""

    body: Body
    lead: Outcome[Lead]


_ORDER = {lead: n for n, lead in enumerate((Lead.BREACH, Lead.UNKNOWN, Lead.FULFILLED, Lead.RATIO_MET, Lead.NO_DUTY))}


def ranked(bodies: Iterable[Body], figures: Figures) -> list[Ranked]:
    """Who should be spoken to first: members of the committee without placement, then breaches, the largest first.

    Members head the list whatever their size. Raises as `lead_of`.
    """
    found = [Ranked(body, lead_of(body, figures)) for body in bodies]
    return sorted(
        found,
        key=lambda one: (
            not (one.body.is_member and one.body.placed == 0),
            _ORDER[one.lead.value],
            -(one.body.posts or 0),
            one.body.name,
            str(one.body.key),
        ),
    )


# ---------------------------------------------------------------- cadres of the federations


@dataclass(frozen=True, slots=True)
class Cadres:
    """Whether a federation's cadres reach the share, and how many persons are missing; None where it has no cadres."""

    is_met: bool | None
    missing: int


def cadres(total: int, with_disability: int, figures: Figures) -> Outcome[Cadres]:
    """A federation's cadres with a disability against the share that it must have (县级以上残联机关干部队伍).

    Raises:
        ValueError: more with a disability than there are, or negative numbers.
        FigureMissing: the day lies before the rule.
    """
    if not 0 <= with_disability <= total:
        raise ValueError("残疾人干部数不能是负数，也不能多于干部总数。")
    share = figures["leadby.dpf_cadre_ratio"]
    if not total:
        return Outcome(Cadres(None, 0), (Step("没有干部人数。", share.source),))
    needed = int((total * share.value).to_integral_value(ROUND_CEILING))
    missing = max(needed - with_disability, 0)
    reached = percent(Decimal(with_disability) / total)
    if missing:
        # Rounded to one place a share just below may read as the share itself.
        reached = (
            percent_reached(Decimal(with_disability), Decimal(total)) if reached == percent(share.value) else reached
        )
    text = f"干部{total}人，残疾人干部{with_disability}人，占{reached}，"
    text += f"没有达到{percent_of(share.value)}，差{missing}人。" if missing else f"达到{percent_of(share.value)}。"
    return Outcome(Cadres(not missing, missing), (Step(text, share.source),))


# ---------------------------------------------------------------- state enterprises


def heads_of(keys: Iterable[K], parent_of: Callable[[K], K | None]) -> dict[K, K]:
    """For each unit the one under which it is counted: the highest parent among the units themselves, else it alone.

    So a holding is counted once and not again with its branches. A circle of parents ends where it would begin again.
    """
    among = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    found: dict[K, K] = {}
    for key in among:
        path = [key]
        while (above := parent_of(path[-1])) is not None and above not in path:
            path.append(above)
        circle = [one for one in path[path.index(above) :] if one in among] if above is not None else []
        # In a circle everybody is above everybody: the first of the list stands for all.
        found[key] = min(circle, key=among.__getitem__) if circle else [one for one in path if one in among][-1]
    return found


def ranked_ratios(ratios: Mapping[K, Decimal]) -> list[tuple[int, K]]:
    """Keys by their ratio, the highest first; equal ones share a place (1, 1, 3)."""
    ordered = sorted(ratios.items(), key=lambda one: (-one[1], str(one[0])))
    found: list[tuple[int, K]] = []
    for n, (key, ratio) in enumerate(ordered, 1):
        same = found and ratios[found[-1][1]] == ratio
        found.append((found[-1][0] if same else n, key))
    return found


# ---------------------------------------------------------------- the plan of who placed nobody


class Filing(StrEnum):
    """Whether the plan that a breach calls for is there."""

    FILED = "filed"
    FILED_LATE = "filed_late"
    OPEN = "open"
    OVERDUE = "overdue"


class Light(StrEnum):
    """Whether a plan will be kept in time."""

    DONE = "done"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder: when, how many days before the term, and whom it reaches."""

    on: date
    days_before: int
    to: tuple[str, ...]


def plan_due(breach_on: date, figures: Figures) -> date:
    """The last day on which the plan may be filed."""
    return breach_on + timedelta(int(figures["leadby.plan_days"].value))


def filing_of(breach_on: date, filed_on: date | None, day: date, figures: Figures) -> Outcome[Filing]:
    """Whether the plan is filed, in time or late, or still owed on a day."""
    rule, due = figures["leadby.plan_days"], plan_due(breach_on, figures)
    if filed_on is not None and filed_on <= day:
        late = filed_on > due
        text = f"{filed_on}报送计划，期限{due}" + ("，已逾期。" if late else "。")
        return Outcome(Filing.FILED_LATE if late else Filing.FILED, (Step(text, rule.source),))
    if day > due:
        return Outcome(Filing.OVERDUE, (Step(f"计划应在{due}前报送，已逾期{(day - due).days}天。", rule.source),))
    return Outcome(Filing.OPEN, (Step(f"计划应在{due}前报送，还有{(due - day).days}天。", rule.source),))


def reminders(breach_on: date, figures: Figures) -> tuple[Reminder, ...]:
    """When a body is reminded of the plan it owes, the first first; the last one goes higher."""
    due = plan_due(breach_on, figures)
    rows = sorted(figures["leadby.reminders"].value.items(), key=lambda row: -int(row[0]))
    return tuple(Reminder(due - timedelta(int(days)), int(days), tuple(to)) for days, to in rows)


def light_of(deadline: date, rounds: Iterable[date], is_done: bool, day: date, figures: Figures) -> Outcome[Light]:
    """The light of a plan on a day: without any recruiting round it turns amber and red as the deadline comes near.

    Args:
        deadline: when somebody must have been placed (`leadby.deadline`, or the plan's own).
        rounds: days on which recruiting rounds were filed.
        is_done: whether somebody is placed.
    """
    rule = figures["leadby.light_months"]
    amber, red = (months.later(deadline, -int(rule.value[name])) for name in ("amber", "red"))
    begun = sorted(one for one in rounds if one <= day)

    def says(light: Light, text: str) -> Outcome[Light]:
        return Outcome(light, (Step(text, rule.source),))

    if is_done:
        return says(Light.DONE, "已安排。")
    if day > deadline:
        return says(Light.RED, f"{deadline}到期，没有完成。")
    left = f"离{deadline}还有{(deadline - day).days}天"
    if begun:
        return says(Light.GREEN, f"{begun[-1]}已报招录批次，{left}。")
    if day >= red:
        return says(Light.RED, f"到{red}没有招录批次，{left}。")
    if day >= amber:
        return says(Light.AMBER, f"到{amber}没有招录批次，{left}。")
    return says(Light.GREEN, f"还没有招录批次，{left}。")
