"""What the ledger knows of a county's institution, item by item: a share, a sentence, and the people who are missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.policy.queries import figures_on
from tonggong.domain.agencies.models import Ground
from tonggong.domain.casework.models import Verification
from tonggong.domain.coaching.models import FollowUp
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.models import Certificate
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.figures import NoPlan, plan_on
from tonggong.domain.reporting.models import Figure
from tonggong.domain.reporting.progress import month_values
from tonggong.domain.reporting.queries import FigureView, figure_seen, latest_figure
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.rules import months
from tonggong.rules.outcome import percent


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of one kind that a figure was counted from, by their keys: all of them, and those not done."""

    kind: str
    whole: list[int]
    lacking: set[int]


@dataclass(frozen=True, slots=True)
class Found:
    """What the ledger says of one item.

    Args:
        share: between 0 and 1 (more where a target is exceeded); None where nothing can be said, and why is in `sentence`.
        missing: persons who are in the whole and not in the part.
        figure: primary key of the kept figure that says it, where one does, and `key`, what it is called by.
        ground: the rows that were counted.
    """

    share: Decimal | None
    sentence: str
    yes: int | None = None
    of: int | None = None
    missing: list[int] = field(default_factory=list)
    figure: int | None = None
    key: str = ""
    ground: Counted | None = None

    def kept(self) -> dict[str, Any]:
        """What stays with the sheet."""
        return {
            "sentence": self.sentence, "yes": self.yes, "of": self.of, "missing": self.missing, "figure": self.figure,
            "key": self.key,
        }  # fmt: skip


Kind = Ground.Kind
WAITING = (Finding.State.OPEN, Finding.State.RETURNED, Finding.State.ANSWERED)


def found(who: Who, figure: str, county_code: str, day: date) -> Found:
    """Ask the ledger. Raises KeyError for a question it does not know: a slip in the sheet's file."""
    return ASKED[figure](who, county_code, day)


def _part(whole: list[int], missing: list[int], what: str) -> Found:
    of, yes = len(whole), len(whole) - len(missing)
    if not of:
        return Found(None, f"{what}：没有对象。", 0, 0)
    share = Decimal(yes) / of
    ground = Counted(Kind.PERSON, whole, set(missing))
    return Found(share, f"{what}：{of}人中{yes}人，{percent(share)}。", yes, of, missing, ground=ground)


def _holders(county_code: str) -> QuerySet[PersonStatus]:
    """Certificate holders of working age."""
    holds = Certificate.objects.standing().filter(person=OuterRef("person"), status="valid")
    return PersonStatus.objects.filter(
        Exists(holds), is_working_age=True, person__county_code=county_code, person__merged_into=None
    ).order_by("person")


def _status_recorded(who: Who, county_code: str, day: date) -> Found:
    said = Verification.objects.standing().filter(person=OuterRef("person"), on__lte=day, is_employed__isnull=False)
    rows = _holders(county_code)
    missing = list(rows.filter(~Exists(said), is_employed=False).values_list("person", flat=True))
    return _part(list(rows.values_list("person", flat=True)), missing, "就业状况已登记")


def _confirmed(who: Who, county_code: str, day: date) -> Found:
    since = months.later(day, -int(figures_on(day, county_code)["employment.stale_months"].value))
    fresh = Verification.objects.standing().filter(person=OuterRef("person"), on__range=(since, day))
    rows = _holders(county_code)
    missing = list(rows.filter(~Exists(fresh)).values_list("person", flat=True))
    return _part(list(rows.values_list("person", flat=True)), missing, "规定期限内核实过")


def _decided(who: Who, county_code: str, day: date) -> Found:
    rows = Finding.objects.filter(county_code=county_code, month__startswith=str(day.year))
    asked = rows.exclude(state__in=[Finding.State.FACT, Finding.State.SETTLED, Finding.State.LAPSED])
    states = dict(asked.order_by("pk").values_list("pk", "state"))
    waits = {pk for pk, state in states.items() if state in WAITING}
    if not states:
        return Found(None, "本年没有要裁定的差异。", 0, 0)
    done = len(states) - len(waits)
    share = Decimal(done) / len(states)
    sentence = f"本年{len(states)}条差异，已裁定{done}条，{percent(share)}。"
    return Found(share, sentence, done, len(states), ground=Counted(Kind.FINDING, list(states), waits))


def _owed(county_code: str, day: date, one: str) -> QuerySet[Owed]:
    rows = Owed.objects.filter(one=one, person__county_code=county_code, person__merged_into=None, left_on=None)
    return rows.filter(period=str(day.year), owed_from__lte=day, is_voluntary=False).order_by("person")


def _four_ones(who: Who, county_code: str, day: date) -> Found:
    shares: list[Decimal] = []
    missing: set[int] = set()
    every: list[int] = []
    lacking: set[int] = set()
    for one in ("verification", "assessment", "need", "service"):
        rows = _owed(county_code, day, one)
        whole = list(rows.values_list("pk", flat=True))
        open_rows = dict(rows.filter(Q(done_on=None) | Q(done_on__gt=day)).values_list("pk", "person"))
        every += whole
        lacking |= open_rows.keys()
        missing |= set(open_rows.values())
        if whole:
            shares.append(Decimal(len(whole) - len(open_rows)) / len(whole))
    if not shares:
        return Found(None, "四个一：没有应办的人。", 0, 0)
    mean = sum(shares, Decimal(0)) / len(shares)
    text = f"四个一：四项各为{'、'.join(percent(s) for s in shares)}，平均{percent(mean)}。"
    done, ground = len(every) - len(lacking), Counted(Kind.OWED, sorted(every), lacking)
    return Found(mean, text, done, len(every), sorted(missing), ground=ground)


def _served(who: Who, county_code: str, day: date) -> Found:
    rows = _owed(county_code, day, "service")
    lacking = list(rows.filter(Q(done_on=None) | Q(done_on__gt=day)).values_list("person", flat=True))
    return _part(list(rows.values_list("person", flat=True)), lacking, "有就业需求的人得到有结果的服务")


def _followed(who: Who, county_code: str, day: date) -> Found:
    rows = FollowUp.objects.filter(
        person__county_code=county_code, due_on__range=(date(day.year, 1, 1), day), closed_on=None
    )
    whole: list[int] = []
    late: set[int] = set()
    missing: set[int] = set()
    for pk, person, due_on, done_on in rows.order_by("pk").values_list("pk", "person", "due_on", "done_on"):
        whole.append(pk)
        if done_on is None or done_on > due_on:
            late.add(pk)
            missing.add(person)
    if not whole:
        return Found(None, "今年没有到期的就业跟进。", 0, 0)
    in_time = len(whole) - len(late)
    share = Decimal(in_time) / len(whole)
    sentence = f"今年到期{len(whole)}次跟进，按时{in_time}次，{percent(share)}。"
    ground = Counted(Kind.FOLLOW_UP, whole, late)
    return Found(share, sentence, in_time, len(whole), sorted(missing), ground=ground)


def _view(who: Who, key: str, county_code: str, day: date) -> FigureView | None:
    """The figure kept last by a day, cut to the county."""
    kept = Figure.objects.filter(key=key, as_of__lte=day).order_by("-as_of").values_list("as_of", flat=True).first()
    if kept is None:
        return None
    try:
        newest = latest_figure(who, key, kept)
        return figure_seen(who, newest, county_code) if newest else None
    except (NoPlan, LookupError):
        return None


def _against(view: FigureView | None, goal: int | None, value: int | None, what: str) -> Found:
    if view is None or value is None:
        return Found(None, f"{what}：还没有算出指标。")
    if not goal:
        return Found(None, f"{what}：本县区没有目标数。", value, None, [], view.id, view.key)
    share = Decimal(value) / goal
    return Found(
        share, f"{what}：目标{goal}人，{view.as_of}为{value}人，{percent(share)}。", value, goal, [], view.id, view.key
    )


def _target(who: Who, key: str, county_code: str, day: date, what: str) -> Found:
    view = _view(who, key, county_code, day)
    goal = plans.goal(plan_on(view.as_of), key, county_code) if view else None
    return _against(view, goal.target if goal else None, int(view.value or 0) if view else None, what)


def _new_jobs(who: Who, county_code: str, day: date) -> Found:
    return _target(who, "plan.new_jobs", county_code, day, "新增就业")


def _trained_plan(who: Who, county_code: str, day: date) -> Found:
    return _target(who, "plan.trained", county_code, day, "培训")


def _trained(who: Who, county_code: str, day: date) -> Found:
    """This year's training: the months of the plan's figure that lie in the year, against the year's part of the target."""
    view = _view(who, "plan.trained", county_code, day)
    if view is None:
        return _against(None, None, None, "本年培训")
    split = next(iter(plans.targets(plan_on(view.as_of), "plan.trained")), None)
    goal = split.by_county_year.get((county_code, day.year)) if split else None
    of_month = month_values(view.figure, county_code)
    value = sum(number for month, number in of_month.items() if month.startswith(str(day.year)))
    return _against(view, goal, value, "本年培训")


def _retained(who: Who, county_code: str, day: date) -> Found:
    view = _view(who, "employment.retained_6m", county_code, day)
    if view is None or view.value is None:
        return Found(None, "满6个月稳定就业：还没有到期的人。", figure=view.id if view else None)
    share = view.value / 100
    text = f"满6个月稳定就业：{view.denominator or 0}人中{view.numerator or 0}人，{percent(share)}。"
    return Found(share, text, view.numerator, view.denominator, [], view.id, view.key)


ASKED: dict[str, Callable[[Who, str, date], Found]] = {
    "status_recorded": _status_recorded,
    "confirmed": _confirmed,
    "decided": _decided,
    "four_ones": _four_ones,
    "served": _served,
    "followed": _followed,
    "new_jobs": _new_jobs,
    "trained": _trained,
    "trained_plan": _trained_plan,
    "retained": _retained,
}
