"""The day's people as cards: what a page shows of each, and nothing that needs a query of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.domain.worklist.queries import Found, Task, Way, ways
from tonggong.domain.worklist.reasons.asked import day_words
from tonggong.rules.ages import age_on

WEEKDAYS = "一二三四五六日"
MORE = 2  # further reasons shown on a card; all of them stand in its account
# Of these the file or the paper says one thing and the person may say another: what is wanted is an answer.
TO_VERIFY = frozenset({"insurance_stopped", "feed_change", "entry_conflict"})


def weekday(day: date) -> str:
    """Return 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason in a card's account, with the way to its fact and the formula of its points."""

    found: Found
    formula: str
    evidence: str
    on: str


@dataclass(frozen=True, slots=True)
class Card:
    """One person of the day."""

    number: int
    task: Task
    age: int
    tag: tuple[str, str]
    lines: tuple[Line, ...]
    can_call: bool
    writes: bool

    @property
    def more(self) -> list[str]:
        """Further reasons in a few words."""
        return [one.found.hit.sentence for one in self.lines[1 : 1 + MORE]]

    @property
    def hidden(self) -> int:
        """How many reasons stand only in the account."""
        return max(0, len(self.lines) - 1 - MORE)


def cards_of(who: Who, tasks: Sequence[Task], day: date, first: int = 1) -> list[Card]:
    """Return cards; two queries, however many people."""
    found: dict[int, Way] = ways([task.person_id for task in tasks]) if tasks else {}
    may_see, may_call = who.may("ledger.read"), who.may("ledger.unmask")
    return [
        Card(
            n, task, age_on(task.born_on, day), tag_of(task), tuple(_lines(task, day, may_see)),
            may_call and found[task.person_id].has_phone, found[task.person_id].writes,
        )
        for n, task in enumerate(tasks, first)
    ]  # fmt: skip


def tag_of(task: Task) -> tuple[str, str]:
    """Return kind and words of a card's tag: the term of the weightiest reason that has one, else what is wanted."""
    left = task.first.hit.days_left
    if left is None and task.first.reason.key in TO_VERIFY:
        return ("info", "待核实")
    left = task.term if left is None else left
    if left is None:
        return ("waiting", "本月内")
    if left < 0:
        return ("overdue", f"逾期 {-left} 天")
    return ("due", "今天" if left == 0 else f"剩 {left} 天")


def _lines(task: Task, day: date, may_see: bool) -> Iterator[Line]:
    for one in task.found:
        step = next((s.text for s in task.points.steps if s.text.startswith(f"{one.hit.sentence}：权重")), "")
        formula = step.removeprefix(f"{one.hit.sentence}：").rstrip("。")
        yield Line(one, formula, _evidence(task, one, may_see), day_words(one.hit.on, day))


def _evidence(task: Task, one: Found, may_see: bool) -> str:
    """Where the fact can be opened: the row of the file that said it, else the place on the person's page."""
    if not may_see:
        return ""
    if one.hit.source is not None:
        return reverse("federation:evidence", args=one.hit.source)
    page = reverse("federation:person", args=[task.person_id])
    return f"{page}?topic={one.hit.topic}" if one.hit.topic else page
