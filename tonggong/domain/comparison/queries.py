"""Questions about findings and months; they change nothing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import counties
from tonggong.domain.comparison.models import Decision, Finding, Month, SignOff
from tonggong.domain.comparison.withdrawal import fact_tables
from tonggong.domain.employment.models import Spell, SpellEvidence
from tonggong.domain.persons.models import Person

State, Result = Finding.State, Finding.Result

CAUSES = {
    "insurance-stopped": "连续没有缴费",
    "reported-end": "单位申报离职",
    "death": "死亡登记",
    "certificate-stopped:cancelled": "证件注销",
    "certificate-stopped:frozen": "证件冻结",
    "register-person": "登记表号码不同",
    "school-and-work": "在校又在业",
    "unit-closed": "单位已注销",
    "unit-renamed": "单位更名",
    "start-differs": "开始日期不同",
    "still-there": "离岗后仍有记录",
    "two-full-time": "两家单位同时全职",
    "wage-under-minimum": "工资低于最低工资",
    "certificate-expired": "证件无效",
    "dead": "去世后仍有记录",
    "under-16": "未到就业年龄",
    "who-is-it": "可能是这个人",
    "not-in-ledger": "台账里没有这个人",
    "same-person": "两条台账像同一人",
    "dispatch-decided": "派遣协议和认定不一致",
    "dispatch-senders": "派遣协议两家说法不同",
    "dispatch-two": "同时两份派遣协议",
    "bank-decided": "银行退回和认定不一致",
    "petition-work_end": "本人说工作已结束",
    "petition-work_none": "本人说没做过这份工作",
}
# Causes that name one unit ask the same question of everybody there; only those are decided together.
ONE_QUESTION = ("unit-renamed:", "unit-closed:", "wage-under-minimum:", "start-differs:")


def cause_title(cause: str) -> str:
    """The words for a cause."""
    return CAUSES.get(cause) or CAUSES.get(cause.split(":", 1)[0], cause)


def is_one_question(cause: str) -> bool:
    """Whether all findings of a cause can be decided together."""
    return cause.startswith(ONE_QUESTION)


def findings(who: Who, month: str | None = None) -> QuerySet[Finding]:
    """Findings within reach, of one month or of all."""
    rows = who.sees(Finding.objects.exclude(state=State.LAPSED))
    return rows.filter(month=month) if month else rows


def open_findings(month: str) -> QuerySet[Finding]:
    """Findings of a month that keep it from being closed: undecided, or returned and not answered."""
    return Finding.objects.filter(month=month, state__in=[State.OPEN, State.RETURNED])


def queue(who: Who, month: str | None = None) -> QuerySet[Finding]:
    """What waits for a decision within reach, grouped by cause, the largest question first come last by key."""
    rows = who.sees(Finding.objects.filter(state=State.OPEN))
    rows = rows.filter(month=month) if month else rows
    return rows.select_related("person", "delivery", "source_file").order_by("cause", "pk")


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Findings of one cause that wait: shown together in the queue."""

    cause: str
    title: str
    count: int
    is_one_question: bool


def queue_groups(who: Who, month: str | None = None) -> list[CauseGroup]:
    """The queue's groups, the ones that can be decided together first, then by size."""
    rows = queue(who, month).select_related(None).order_by().values_list("cause").annotate(n=Count("id"))
    groups = [CauseGroup(c, cause_title(c), n, is_one_question(c)) for c, n in rows]
    return sorted(groups, key=lambda g: (not g.is_one_question, -g.count, g.cause))


def returned_to(who: Who, sender_names: list[str]) -> QuerySet[Finding]:
    """Findings sent back to offices, which they have to answer: a liaison's list."""
    rows = Finding.objects.filter(state=State.RETURNED, delivery__sender__in=sender_names)
    return rows.select_related("delivery", "source_file", "person").order_by("month", "pk")


def counts(who: Who, month: str) -> dict[str, int]:
    """Findings of a month by result, within reach."""
    rows = findings(who, month).order_by().values_list("result").annotate(Count("id"))
    found = dict(rows)
    return {r.value: found.get(r.value, 0) for r in Result}


def open_count(who: Who) -> int:
    """How many findings wait for a decision within reach."""
    return queue(who).count()


@dataclass(frozen=True, slots=True)
class CountyProgress:
    """How far a county is with its part of a month."""

    county_code: str
    county: str
    total: int
    open: int
    returned: int
    sign_off: SignOff | None

    @property
    def decided(self) -> int:
        """Findings that were decided."""
        return self.total - self.open - self.returned


def progress_by_county(month: str) -> list[CountyProgress]:
    """For each county what had to be decided and what is left."""
    asked = Finding.objects.filter(month=month).exclude(state__in=[State.SETTLED, State.FACT, State.LAPSED])
    rows = {
        code: (total, left, back)
        for code, total, left, back in asked.order_by()
        .values_list("county_code")
        .annotate(
            total=Count("id"),
            left=Count("id", filter=Q(state=State.OPEN)),
            back=Count("id", filter=Q(state=State.RETURNED)),
        )
    }
    signed = {s.county_code: s for s in SignOff.objects.filter(month_id=month, withdrawn_at=None)}
    found = [CountyProgress(d.code, d.name, *rows.pop(d.code, (0, 0, 0)), signed.get(d.code)) for d in counties()]
    for code, numbers in rows.items():  # findings that no county owns: the city's own
        found.append(CountyProgress(code, "市本级", *numbers, None))
    return found


def month_row(month: str) -> Month | None:
    """What is known of a month's work."""
    return Month.objects.filter(pk=month).first()


def months_known() -> list[str]:
    """Months that have been compared, latest first."""
    return list(Month.objects.exclude(compared_at=None).order_by("-month").values_list("month", flat=True))


def decisions_of(finding: Finding) -> QuerySet[Decision]:
    """Who decided a finding, when and why, with what was taken back."""
    return finding.decisions.select_related("chosen_person").order_by("at")


def is_own_word(finding: Finding) -> bool:
    """Say whether the finding is what a person says against a file: believing it believes her."""
    return finding.plan.get("act") == "own_word"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the ledger whom a row may mean, and what speaks for it."""

    person: Person
    reasons: list[str]
    tier: str
    score: int


def candidates(finding: Finding) -> list[Candidate]:
    """Whom a row that nobody could place may mean, the likeliest first."""
    named = finding.plan.get("candidates") or []
    people = Person.objects.in_bulk([c["person"] for c in named])
    return [
        Candidate(people[c["person"]], c.get("reasons") or [], c.get("tier", ""), c.get("score") or 0)
        for c in named
        if c["person"] in people
    ]


def merge_pair(finding: Finding) -> tuple[Person, Person] | None:
    """The row that would be kept and the one that would go, of a finding that two rows are one person."""
    if finding.plan.get("act") != "merge":
        return None
    people = Person.objects.in_bulk([finding.plan["kept"], finding.plan["gone"]])
    return (people[finding.plan["kept"]], people[finding.plan["gone"]]) if len(people) == 2 else None


def waiting(who: Who, month: str | None = None, county_code: str = "") -> list[tuple[int, str, str, str, int | None]]:
    """The queue as (finding, cause, name, feed, person), in the order in which it is shown; one query."""
    rows = queue(who, month).select_related(None)
    if county_code:
        rows = rows.filter(county_code=county_code)
    found = list(rows.values_list("pk", "cause", "name", "feed", "person_id"))
    sizes = Counter(cause for _pk, cause, *_ in found)
    return sorted(found, key=lambda r: (not is_one_question(r[1]), -sizes[r[1]], r[1], r[0]))


def asked(who: Who, month: str | None = None, county_code: str = "") -> tuple[int, int]:
    """How many findings had to be decided by a person within reach, and how many are."""
    decidable = [State.OPEN, State.ACCEPTED, State.REJECTED, State.RETURNED, State.ANSWERED]
    rows = who.sees(Finding.objects.filter(state__in=decidable))
    rows = rows.filter(month=month) if month else rows
    if county_code:
        rows = rows.filter(county_code=county_code)
    found = rows.aggregate(total=Count("id"), open=Count("id", filter=Q(state__in=[State.OPEN, State.RETURNED])))
    return found["total"], found["total"] - found["open"]


def last_decision(who: Who) -> Decision | None:
    """One's own last decision that stands: what 撤销上一条 takes back."""
    if who.user_id is None:
        return None
    rows = Decision.objects.filter(by_id=who.user_id, by=who.name, undone_at=None).select_related("finding")
    return rows.order_by("-pk").first()


def people_of_row(who: Who, file_id: int, row: int) -> list[int] | None:
    """Whom of one's own people a row of a file speaks of; [] when of a unit only; None when the row is not one's to see."""
    found = findings(who).filter(source_file_id=file_id, source_row=row).values_list("person_id", flat=True)
    people = {pk for pk in found if pk}
    is_known = bool(len(found))
    for model in fact_tables():
        rows: QuerySet[Any] = model._default_manager.filter(source_file_id=file_id, source_row=row)
        if any(f.name == "person" for f in model._meta.fields):
            people.update(who.sees(rows, "person").values_list("person_id", flat=True))
        elif any(f.name == "county_code" for f in model._meta.fields):
            is_known = is_known or who.sees(rows, township="county_code").exists()  # a town sees no unit
        else:
            is_known = is_known or (bool(who.reach) and rows.exists())
    threads = SpellEvidence.objects.filter(source_file_id=file_id, source_row=row).values("thread")
    spells = Spell.objects.filter(Q(pk__in=threads) | Q(thread__in=threads))
    people.update(who.sees(spells, "person").values_list("person_id", flat=True))
    return sorted(people) if people or is_known else None


def unmatched_by_delivery(month: str) -> dict[int, int]:
    """How many rows of each delivery of a month fit nobody: one measure of its quality."""
    rows = Finding.objects.filter(month=month, result=Result.UNMATCHED).exclude(state=State.LAPSED)
    return dict(rows.order_by().values_list("delivery_id").annotate(Count("id")))


def by_state(who: Who, month: str, result: str = "") -> dict[str, int]:
    """Findings of a month (of one result) by state, within reach; states without a finding are left out."""
    rows = findings(who, month).filter(result=result) if result else findings(who, month)
    return dict(rows.order_by("state").values_list("state").annotate(Count("id")))


def counts_of_delivery(who: Who, delivery_id: int) -> list[tuple[str, int]]:
    """What the comparison made of a delivery, within reach: result and number, in the order of the results."""
    found = dict(findings(who).filter(delivery_id=delivery_id).order_by().values_list("result").annotate(Count("id")))
    return [(r.value, found[r.value]) for r in Result if r.value in found]
