"""Questions about a campaign's list: whose name stands on it, who answers, what came of it, by county, town and worker."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.campaigns.models import Campaign, CampaignTarget
from tonggong.domain.casework.choices import AssignmentKind, StepState
from tonggong.domain.casework.models import Assignment, PlanEvent
from tonggong.domain.casework.queries.reach import served
from tonggong.rules.campaigns import Promise, Tally, promise
from tonggong.rules.contacts import BY_PHONE, FOUND, MET

PROMISED = "走访时答应"  # how recording names the step of a plan that it made
WAYS = {"county": "county_code", "town": "township_code", "worker": "answers"}
NOBODY = ""


def campaigns(who: Who) -> QuerySet[Campaign]:
    """Campaigns that touch somebody's reach, the latest first."""
    if not who.reach:
        return Campaign.objects.none()
    above = [who.reach[:n] for n in range(1, len(who.reach) + 1)]
    return Campaign.objects.filter(Q(reach__in=above) | Q(reach__startswith=who.reach)).order_by("-starts_on", "-pk")


def is_ones_own(who: Who, row: Campaign) -> bool:
    """Whether a campaign lies wholly within somebody's reach: then it may be changed and closed."""
    return bool(who.reach) and row.reach.startswith(who.reach)


def rows_of(row: Campaign) -> QuerySet[Any]:
    """The names of a campaign, each with `stands`: the person that stands for it; of two rows of one person one counts."""
    rows = CampaignTarget.objects.filter(campaign=row)
    same = CampaignTarget.objects.filter(campaign=row)
    own = same.filter(person=OuterRef("person__merged_into"))
    earlier = same.filter(person__merged_into=OuterRef("person__merged_into"), pk__lt=OuterRef("pk"))
    rows = rows.filter(Q(person__merged_into=None) | (~Exists(own) & ~Exists(earlier)))
    return rows.annotate(stands=Coalesce("person__merged_into", "person"))


def of_people(rows: QuerySet[Any], person_ids: Sequence[int]) -> QuerySet[Any]:
    """Names of some persons, those kept under a row that was merged into theirs too."""
    these = among(person_ids)
    return rows.filter(Q(person__in=these) | Q(person__merged_into__in=these))


def seen(who: Who, row: Campaign) -> QuerySet[Any]:
    """The names within somebody's reach, by where they were when the list was made."""
    return who.sees(rows_of(row))


def with_owner(rows: QuerySet[Any], row: Campaign) -> QuerySet[Any]:
    """Names with `answers`: the worker who answers for her now, of a closed campaign the one of then."""
    if row.closed_on is not None:
        return rows.annotate(answers=F("owner"))
    standing = Assignment.objects.filter(kind=AssignmentKind.WORKER, ended_on=None)
    return rows.annotate(
        answers=Coalesce(
            Subquery(standing.filter(person=OuterRef("stands")).values("user")[:1]),
            Subquery(standing.filter(person=OuterRef("person")).values("user")[:1]),
        )
    )


@dataclass(frozen=True, slots=True)
class Group:
    """What came of the names of one county, town or worker."""

    key: str
    name: str
    tally: Tally


def progress(who: Who, row: Campaign, by: str) -> list[Group]:
    """What came of the first list's names, a row for each county, town or worker; joiners stand apart.

    Raises:
        KeyError: `by` is none of WAYS.
        FigureMissing: the score of feeling needed is not set.
    """
    rows = with_owner(seen(who, row).filter(is_joiner=False), row)
    return _groups(row, rows, by)


def joiners(who: Who, row: Campaign) -> Tally:
    """What came of those who came later."""
    found = _groups(row, seen(who, row).filter(is_joiner=True), "")
    return found[0].tally if found else Tally(0, {})


def leavers(who: Who, row: Campaign) -> int:
    """How many names no longer are what the rule asks for; they keep their row."""
    return seen(who, row).exclude(left_on=None).count()


def total(groups: Iterable[Group]) -> Tally:
    """What came of several groups together."""
    tallies = [one.tally for one in groups]
    outcomes: Counter[int] = Counter()
    for one in tallies:
        outcomes.update(one.outcomes)
    return Tally(
        sum(t.targets for t in tallies), dict(outcomes), sum(t.scored for t in tallies), sum(t.felt for t in tallies),
        sum(t.kept for t in tallies), sum(t.late for t in tallies), sum(t.ahead for t in tallies),
    )  # fmt: skip


def _groups(row: Campaign, rows: QuerySet[Any], by: str) -> list[Group]:
    least = int(figures_on(row.ends_on, row.reach.ljust(12, "0"))["campaign.felt_from"].value)
    group = F(WAYS[by]) if by else None
    keyed = rows.annotate(group=group) if group is not None else rows.annotate(group=F("campaign"))
    counted = keyed.order_by().values("group", "outcome").annotate(
        n=Count("pk"), scored=Count("satisfied"), felt=Count("pk", filter=Q(satisfied__gte=least)),
    )  # fmt: skip
    targets: Counter[str] = Counter()
    outcomes: dict[str, dict[int, int]] = {}
    scored: Counter[str] = Counter()
    felt: Counter[str] = Counter()
    for one in counted.values_list("group", "outcome", "n", "scored", "felt"):
        key = NOBODY if one[0] is None else str(one[0])
        targets[key] += one[2]
        if one[1] is not None:
            outcomes.setdefault(key, {})[one[1]] = one[2]
        if one[1] == MET:
            scored[key] += one[3]
            felt[key] += one[4]
    promises = _promises(row, keyed)
    name = _names(by, targets)
    found = [
        Group(
            key, name(key),
            Tally(targets[key], outcomes.get(key, {}), scored[key], felt[key], promises[key, Promise.KEPT],
                  promises[key, Promise.LATE], promises[key, Promise.AHEAD]),
        )
        for key in targets
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.key == NOBODY, one.key if by != "worker" else one.name))


def _names(by: str, keys: Iterable[str]) -> Any:
    if by == "worker":
        known = dict(User.objects.filter(pk__in=[int(key) for key in keys if key]).values_list("pk", "name"))
        return lambda key: known.get(int(key), key) if key else "没有负责人"
    return (lambda key: divisions.name_of(key) if key else "住址不明") if by else (lambda key: "")


def _promises(row: Campaign, keyed: QuerySet[Any]) -> Counter[tuple[str, Promise]]:
    """What became of the services promised on visits inside the campaign."""
    begin = datetime.combine(row.starts_on, time(0), clock.SHANGHAI)
    end = datetime.combine(row.ends_on + timedelta(1), time(0), clock.SHANGHAI)
    made = PlanEvent.objects.filter(what=PROMISED, at__gte=begin, at__lt=end, step__isnull=False)
    made = made.exclude(step__state=StepState.DROPPED)
    steps = made.values_list(Coalesce("plan__person__merged_into", "plan__person"), "step__due_on", "step__done_on")
    found = list(steps)
    if not found:
        return Counter()
    day, people = clock.today(), sorted({person for person, _due, _done in found})
    groups: dict[int, str] = {}
    for chunk in in_chunks(people):
        for stands, group in of_people(keyed, chunk).values_list("stands", "group"):
            groups[stands] = NOBODY if group is None else str(group)
    return Counter((groups[person], promise(due, done, day)) for person, due, done in found if person in groups)


# --- names -------------------------------------------------------------------------------------------------------------

OWED = Q(is_joiner=False, left_on=None, outcome=None)  # an outcome is due of these before a campaign is closed
STATES = {
    "without": "还没有结果",
    "owed": "办结前要有结果",
    "found": "找到了",
    "met": "见到",
    "phone": "电话联系上",
    "lost": "没找到或拒绝",
    "joiner": "后来加入",
    "left": "不再符合",
    "nobody": "没有负责人",
    "all": "全部",
}


def names(
    who: Who, row: Campaign, state: str = "all", *, place: str = "", worker: int | None = None, unassigned: bool = False
) -> QuerySet[Any]:
    """The names within reach by what came of them, those without an outcome first.

    Args:
        place: a county or township of 12 digits; "" is the whole reach.
        worker: whose names; None is everybody's.
        unassigned: only names for whom nobody answers.
    Raises:
        KeyError: `state` is none of STATES.
    """
    rows = with_owner(seen(who, row), row)
    if place:
        way = "county_code" if place.endswith("000000") else "township_code"
        rows = rows.filter(**{way: place})
    if worker is not None:
        rows = rows.filter(answers=worker)
    if unassigned:
        rows = rows.filter(answers=None)
    first = Q(is_joiner=False)
    narrowed = {
        "without": first & Q(outcome=None), "owed": OWED, "found": first & Q(outcome__in=FOUND), "met": first & Q(outcome=MET),
        "phone": first & Q(outcome=BY_PHONE), "lost": first & ~Q(outcome=None) & ~Q(outcome__in=FOUND), "joiner": Q(is_joiner=True),
        "left": Q(left_on__isnull=False), "nobody": first & Q(answers=None), "all": Q(),
    }[state]  # fmt: skip
    return rows.filter(narrowed).select_related("person", "person__merged_into").order_by(
        F("outcome").asc(nulls_first=True), "township_code", "pk"
    )  # fmt: skip


def mine(who: Who) -> list[tuple[Campaign, list[Any]]]:
    """Running campaigns with the names for whom somebody answers herself, those without an outcome first."""
    if who.user_id is None:
        return []
    running = campaigns(who).filter(closed_on=None).exclude(listed_on=None)
    found = [(row, list(_of_worker(row, who.user_id))) for row in running]
    return [(row, rows) for row, rows in found if rows]


def _of_worker(row: Campaign, user_id: int) -> QuerySet[Any]:
    rows = with_owner(rows_of(row), row).filter(answers=user_id)
    rows = rows.select_related("person", "person__merged_into")
    return rows.order_by(F("outcome").asc(nulls_first=True), "person__name", "pk")


def target(who: Who, pk: int) -> Any | None:
    """One name of a campaign, of a person whom somebody serves; None says no more than that."""
    found = CampaignTarget.objects.filter(pk=pk).select_related("campaign").first()
    if found is None:
        return None
    one = rows_of(found.campaign).filter(pk=pk).select_related("person", "person__merged_into", "campaign").first()
    return one if one is not None and served(who).filter(pk=one.stands).exists() else None


def workers(rows: Iterable[Any]) -> dict[int, str]:
    """The names of those who answer for some names of a list."""
    return dict(User.objects.filter(pk__in={one.answers for one in rows if one.answers}).values_list("pk", "name"))


def person_of(one: Any) -> Any:
    """The person that stands for a name."""
    return one.person.merged_into or one.person
