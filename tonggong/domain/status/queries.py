"""Questions about who is who and what is owed to whom; answered from what is kept."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import AssignmentKind
from tonggong.domain.casework.models import Assignment
from tonggong.domain.plan.queries import plans
from tonggong.domain.status import facts
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.rules import ages, hardship, target
from tonggong.rules.coverage import Coverage
from tonggong.rules.four_ones import One

WAYS = ("county", "town", "worker")
NOBODY = ""  # the key of those whom no worker answers for
_PLACE = {"county": "county_code", "township": "township_code", "town": "township_code"}


def forget() -> None:
    """Forget what the reading of facts remembers (between tests)."""
    facts.forget()


def status_of(person_id: int) -> PersonStatus | None:
    """The kept answers for one person, None for who has none (a family member)."""
    return PersonStatus.objects.filter(pk=person_id).first()


@dataclass(frozen=True, slots=True)
class AgeFor:
    """Whether somebody is of working age for one use, and why."""

    title: str
    fits: bool
    because: str


def ages_of(person_id: int, day: date) -> list[AgeFor]:
    """Whether one person is of working age for each use on a day; worked out from the facts, as the rule says.

    Returns: nothing for a family member who is only part of a household.
    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    batch = facts.read(facts.Scope(keys=(person_id,)))
    if person_id not in batch.asked:
        return []
    case = batch.cases[person_id]
    wish = target.latest_wish(case.said, day)
    pension = min((span.started_on for span in case.pension if span.started_on), default=None)
    found = ages.by_use(
        case.sex, case.born_on, day, figures_on(day, batch.people[person_id].county_code), case.retire_category,
        wants_work=wish is not None and wish.wish in target.WANTS, pension_from=pension,
    )  # fmt: skip
    return [AgeFor(ages.USE_LABELS[use], outcome.value, outcome.because) for use, outcome in found]


def statuses(who: Who) -> QuerySet[PersonStatus]:
    """The kept answers of everybody within reach; `person` is to be joined where a name is wanted."""
    return who.sees(PersonStatus.objects.filter(person__merged_into=None), "person")


@dataclass(frozen=True, slots=True)
class KeptPeriod:
    """A period for which it is kept what is owed; both days included."""

    key: str
    first: date
    last: date
    is_current: bool

    @property
    def name(self) -> str:
        """The period in words."""
        return f"{self.key}年" if self.key.isdigit() else self.key

    def day(self, today: date) -> date:
        """The day by which the period is to be read: today, or its last day when it is over."""
        return min(today, self.last)


def periods() -> list[KeptPeriod]:
    """The periods for which it is kept what is owed, the current one first; one period more where counties differ."""
    found = Owed.objects.order_by("-is_current", "-period").values_list("period", "is_current").distinct()
    return [KeptPeriod(key, *_days_of(key), is_current) for key, is_current in found]


def _days_of(key: str) -> tuple[date, date]:
    if key.isdigit():
        return date(int(key), 1, 1), date(int(key), 12, 31)
    plan = plans().get(key__startswith=key)
    return plan.first_day, plan.last_day


def _in_period(period: str | None) -> dict[str, Any]:
    return {"is_current": True} if period is None else {"period": period}


def owed(who: Who, one: str | None = None, period: str | None = None) -> QuerySet[Owed]:
    """What people within reach are owed in a period; one of the four, or all.

    Args:
        period: the key of one of `periods`; None is the current one.
    """
    rows = who.sees(Owed.objects.filter(person__merged_into=None, **_in_period(period)), "person")
    return rows.filter(one=one) if one else rows


def in_base(rows: QuerySet[Owed]) -> QuerySet[Owed]:
    """Those that count: nobody who left, nobody over the age on her own wish."""
    return rows.filter(left_on=None, is_voluntary=False)


def open_owed(who: Who, one: str | None = None, period: str | None = None) -> QuerySet[Owed]:
    """What is owed and not done, the earliest due first; voluntary ones too."""
    return owed(who, one, period).filter(left_on=None, done_on=None).order_by("due_on", "person_id", "one")


def overdue(who: Who, day: date, one: str | None = None, period: str | None = None) -> QuerySet[Owed]:
    """What is not done though its day has passed."""
    return open_owed(who, one, period).filter(due_on__lt=day)


def unverified(who: Who, period: str | None = None) -> QuerySet[Owed]:
    """Those of whom nobody knows in this period whether they want work."""
    return in_base(owed(who, One.VERIFICATION.value, period)).filter(done_on=None).order_by("due_on", "person_id")


def owed_of(person_id: int, period: str | None = None) -> list[Owed]:
    """What one person is owed, in the order of the four."""
    order = list(One)
    return sorted(
        Owed.objects.filter(person=person_id, **_in_period(period)), key=lambda row: order.index(One(row.one))
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Coverage of one county, town or worker; `key` is the code or the account's number, `name` its words."""

    key: str
    name: str
    coverage: Coverage


def coverage(who: Who, by: str = "county", day: date | None = None, period: str | None = None) -> list[Group]:
    """How far the four ones reach within reach, a row for each county, town (township) or worker, by name of the place.

    Args:
        by: county, town (or township) or worker.
        day: for what is overdue; None leaves it at 0.
        period: the key of one of `periods`; None is the current one.
    """
    rows = owed(who, period=period)
    if by == "worker":
        answers = Assignment.objects.filter(person=OuterRef("person"), kind=AssignmentKind.WORKER, ended_on=None)
        rows = rows.annotate(group=Subquery(answers.values("user")[:1]))
    else:
        rows = rows.annotate(group=F(f"person__{_PLACE[by]}"))
    found = _counted(rows, day)
    names = _names(by, found)
    groups = [Group(key, names(key), one) for key, one in found.items()]
    return sorted(groups, key=lambda group: (group.key == NOBODY, group.key if by != "worker" else group.name))


def coverage_of(person_ids: Iterable[int], day: date) -> tuple[Coverage, dict[One, int]]:
    """How far the four ones reach among some people in the current period, and what of each is overdue; two queries."""
    rows = Owed.objects.filter(person__in=among(person_ids), person__merged_into=None, is_current=True)
    rows = rows.annotate(group=Value(NOBODY))
    late = in_base(rows).filter(done_on=None, due_on__lt=day).order_by().values_list("one").annotate(n=Count("pk"))
    overdue = {One(one): number for one, number in late}
    return _counted(rows, day).get(NOBODY, Coverage()), {one: overdue.get(one, 0) for one in One}


def _counted(rows: QuerySet[Any], day: date | None) -> dict[str, Coverage]:
    """The coverage of each `group` among what is owed: the one way in which lists, boards and pages count."""
    state = Case(
        When(is_voluntary=True, then=Value("voluntary")),
        When(left_on__isnull=False, then=Value("left")),
        When(done_on__isnull=False, then=Value("done")),
        When(Q(due_on__lt=day) if day else Q(pk=None), then=Value("overdue")),
        default=Value("open"),
        output_field=CharField(),
    )
    counts: dict[str, Counter[tuple[str, str]]] = {}
    counted = rows.annotate(state=state).order_by().values_list("group", "one", "state").annotate(n=Count("pk"))
    for group, one, how, number in counted:
        counts.setdefault(_key(group), Counter())[one, how] += number
    whole = in_base(rows).order_by().values("group", "person").annotate(n=Count("pk"), did=Count("done_on"))  # type: ignore[misc]
    complete = Counter(_key(group) for group in whole.filter(n=F("did")).values_list("group", flat=True))
    return {key: _coverage(count, complete[key]) for key, count in counts.items()}


def _key(group: object) -> str:
    return NOBODY if group is None else str(group)


def _names(by: str, keys: Iterable[str]) -> Callable[[str], str]:
    if by != "worker":
        return lambda key: divisions.name_of(key) if key else "住址不明"
    users = [int(key) for key in keys if key]
    known = dict(Assignment.objects.filter(user__in=users).order_by().values_list("user_id", "user__name").distinct())
    return lambda key: known.get(int(key), key) if key else "没有负责人"


def _coverage(count: Counter[tuple[str, str]], complete: int) -> Coverage:
    def base(one: One) -> int:
        return sum(count[one.value, how] for how in ("done", "overdue", "open"))

    return Coverage(
        base=base(One.VERIFICATION),
        verified=count[One.VERIFICATION.value, "done"],
        wanting=base(One.ASSESSMENT),
        assessed=count[One.ASSESSMENT.value, "done"],
        registered=count[One.NEED.value, "done"],
        served=count[One.SERVICE.value, "done"],
        complete=complete,
        overdue=sum(number for (_one, how), number in count.items() if how == "overdue"),
        voluntary=sum(n for (one, how), n in count.items() if how == "voluntary" and one == One.VERIFICATION),
    )


def total(groups: Iterable[Group]) -> Coverage:
    """The coverage of several groups together."""
    found = [group.coverage for group in groups]
    return Coverage(*(sum(getattr(one, field.name) for one in found) for field in fields(Coverage)))


def names_of_worker(rows: QuerySet[Owed], user_id: int | None) -> QuerySet[Owed]:
    """Of what is owed, that to the people for whom a worker answers; None is nobody's people."""
    standing = Assignment.objects.filter(kind=AssignmentKind.WORKER, ended_on=None)
    if user_id is None:
        return rows.exclude(person__in=standing.values("person"))
    return rows.filter(person__in=standing.filter(user=user_id).values("person"))


def hardship_names(codes: Iterable[str]) -> list[str]:
    """The groups in words, in the lists' order."""
    wanted = set(codes)
    return [group.name for code, group in hardship.groups().items() if code in wanted]
