"""The page of one figure as plain values: tabs, persons, groups, reasons, and what has changed."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.reporting.figures import GROUPS
from tonggong.domain.reporting.opened import Change, Filters, Line, Opened, change, earlier_version, open_figure
from tonggong.web.committee.asked import BASE, COUNTED, EXCLUDED, UNKNOWN, Asked
from tonggong.web.committee.pages import link
from tonggong.web.components import parts, words

TABS = {
    "人": {COUNTED: "计入", UNKNOWN: "可能计入，待核", EXCLUDED: "没有计入"},
    "%": {COUNTED: "符合", BASE: "不符合", UNKNOWN: "待核", EXCLUDED: "不在统计范围"},
    "倍": {COUNTED: "工资已知", UNKNOWN: "工资不明", EXCLUDED: "不在统计范围"},
}
STATUS_TABS = {COUNTED: "在业", BASE: "未就业", UNKNOWN: "情况待核", EXCLUDED: "不在统计范围"}
SIZE = 20
DAY_WORDS = {"plan.new_jobs": "开始", "plan.new_in_year": "开始", "plan.trained": "开班"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A person on the page."""

    name: str
    url: str
    tail: str
    place: str
    town: str
    work: str
    form: str
    day: Any
    because: str
    evidence: parts.Evidence | None


def shown(who: Who, line: Line, year: int) -> Shown:
    """A row as the page writes it; links only where the reader may follow them. A month of `year` goes without it."""
    evidence = None
    if line.source is not None:
        feed = line.source.delivery.feed
        row = line.source_row
        month = line.source.delivery.month
        month = f"{int(month[5:])}月" if month[:4] == str(year) else words.month_name(month)
        url = ""
        if row and (who.may("ledger.read") or who.may("findings.read")):
            url = link("federation:evidence", line.source.pk, row)
        evidence = parts.Evidence(
            FEEDS[feed].title if feed in FEEDS else feed, f"{month} · 第 {row:,} 行" if row else month, url
        )
    person = line.person
    return Shown(
        person.name,
        link("federation:person", person.pk) if who.may("ledger.read") else "",
        person.id_tail,
        line.county,
        line.town,
        line.unit,
        line.form,
        line.row.fact_on,
        line.row.because,
        evidence,
    )


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with its bar."""

    name: str
    count: int
    share: str
    url: str
    is_current: bool


@dataclass
class FigurePage:
    """Everything that a figure's page shows to one user."""

    who: Who
    asked: Asked
    opened: Opened
    problem: str = ""
    lines: list[Shown] = field(default_factory=list)
    next_mark: str | None = None

    def __post_init__(self) -> None:
        try:
            found, self.next_mark = self.opened.page(self.filters, self.asked.after or None, SIZE)
        except ValueError:
            raise Http404 from None
        self.people = [line.person.pk for line in found]
        self.lines = [shown(self.who, line, self.opened.as_of.year) for line in found]

    @property
    def filters(self) -> Filters:
        """Which persons the address asks for."""
        group = None if not self.asked.way else self.asked.group.removeprefix("-")
        return Filters(self.asked.tab, self.asked.reason or None, self.asked.way, group)

    @cached_property
    def standings(self) -> dict[tuple[str, str], int]:
        """Persons by standing and reason, in one question."""
        return self.opened.standings()

    def _of(self, standing: str) -> int:
        return sum(n for (one, _reason), n in self.standings.items() if one == standing)

    @property
    def tab_names(self) -> dict[str, str]:
        """What the tabs are called for this indicator."""
        if self.opened.indicator.key in ("employment.rate", "employment.count"):
            return STATUS_TABS
        return TABS[self.opened.indicator.unit]

    @property
    def tabs(self) -> list[parts.Choice]:
        """Counted, left out, to be verified; those without anybody are left away but for the one shown."""
        found = []
        for standing, name in self.tab_names.items():
            n = self._of(standing)
            if n or standing in (COUNTED, self.asked.tab):
                url = self.asked.url(tab=standing, reason="", after="", way="", group="")
                found.append(parts.Choice(name, url, standing == self.asked.tab, f"{n:,}"))
        return found

    @property
    def tab_name(self) -> str:
        """The name of the tab that is open."""
        return self.tab_names.get(self.asked.tab, "")

    @cached_property
    def total(self) -> int:
        """How many the list holds."""
        if self.asked.way:
            return self.opened.count(self.filters)
        if self.asked.reason:
            return self.standings.get((self.asked.tab, self.asked.reason), 0)
        return self._of(self.asked.tab)

    @property
    def counted_total(self) -> int:
        """How many an export holds."""
        return (
            self._of(COUNTED)
            if self.opened.indicator.unit == "人"
            else self._of(COUNTED) + self._of(BASE) + self._of(UNKNOWN)
        )

    @property
    def value(self) -> str:
        """The figure as the head writes it."""
        one = self.opened
        if one.indicator.unit == "人":
            return f"{int(one.value or 0):,}"
        return one.shown

    @property
    def title(self) -> str:
        """What the page is called: 783 人是哪些人."""
        unit = self.opened.indicator.unit
        if unit == "人":
            return f"{self.value} 人是哪些人"
        return f"{self.opened.indicator.title} {self.value}{'' if unit == '%' else ' 倍'}，是怎么来的"

    @property
    def parts_sentence(self) -> str:
        """Numerator and denominator, bounds, what stands beside."""
        one = self.opened
        said = []
        if one.denominator:
            said.append(f"{one.denominator:,} 人中 {one.numerator or 0:,} 人")
        if one.is_share and one.lower is not None and one.upper is not None and one.lower != one.upper:
            said.append(f"待核 {one.beside.get('待核', 0):,} 人，真值在 {one.lower:.1f}%—{one.upper:.1f}%")
        said += [f"另有 {n:,} {name}" for name, n in one.beside.items() if name == "人次"]
        return "；".join(said)

    @property
    def definition(self) -> tuple[str, str]:
        """The first clause of the definition, to be stressed, and the rest."""
        text = self.opened.indicator.definition
        end = re.search("[，。；]", text)
        return (text[: end.start()], text[end.start() :]) if end else (text, "")

    @property
    def known_words(self) -> str:
        """As known when, for the head."""
        known = self.opened.known_at
        return f"按 {words.long_day(clock.day_of(known))}所知" if known else "按现在所知"

    @property
    def filter_words(self) -> str:
        """What narrows the list, in words."""
        said = []
        if self.asked.reason:
            said.append(self.opened.indicator.reasons.get(self.asked.reason, self.asked.reason))
        if self.asked.way:
            way = GROUPS[self.asked.way]
            group = self.asked.group.removeprefix("-")
            name = words.month_name(group) if self.asked.way == "month" and group else way.name(group)
            said.append(f"{way.title}：{name}")
        return "，".join(said)

    @property
    def paging(self) -> parts.Page:
        """Where in the list we are."""
        n = len(self.lines)
        text = (
            f"这一页 {n:,} 人，共 {self.total:,} 人" if self.asked.after or self.next_mark else f"共 {self.total:,} 人"
        )
        return parts.Page(
            text,
            self.asked.url(after=self.next_mark) if self.next_mark else "",
            self.asked.url(after="") if self.asked.after else "",
        )

    @property
    def by(self) -> str:
        """The way of grouping; within a county its towns stand for the counties."""
        return "town" if self.asked.by == "county" and self.opened.scope else self.asked.by

    @cached_property
    def groups(self) -> list[GroupLine]:
        """The persons of the tab by the chosen way."""
        found = []
        for one in self.opened.groups(self.by, Filters(self.asked.tab, self.asked.reason or None)):
            name = one.name
            if self.by in ("county", "town") and one.key:
                url = self.asked.url(scope=one.key, after="", way="", group="")
                current = self.opened.scope == one.key
            else:
                name = words.month_name(one.key) if self.by == "month" and one.key else name
                url = self.asked.url(way=self.by, group=one.key or "-", after="")
                current = self.asked.way == self.by and self.asked.group.removeprefix("-") == one.key
            share = (
                f"{one.share:.1f}%" if one.share is not None and self.asked.tab == COUNTED and self.by != "form" else ""
            )
            found.append(GroupLine(name, one.count, share, url, current))
        return found

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((one.count for one in self.groups), default=1)

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """The ways of grouping."""
        return [
            (key, f"按{way.title}", key == self.by)
            for key, way in GROUPS.items()
            if key != "county" or not self.opened.scope
        ]

    @property
    def scope_name(self) -> str:
        """Whose figure it is."""
        return name_of(self.opened.scope) if self.opened.scope else "全市"

    @property
    def wider_url(self) -> str:
        """Back from a division to the whole reach."""
        return self.asked.url(scope="", after="") if self.asked.scope else ""

    @cached_property
    def reasons(self) -> list[tuple[str, int, str, bool]]:
        """Why people are left out: words, persons, the page of them, whether it is the one shown."""
        named = self.opened.indicator.reasons
        rows = sorted(
            ((r, n) for (s, r), n in self.standings.items() if s == EXCLUDED), key=lambda pair: (-pair[1], pair[0])
        )
        return [
            (
                named.get(reason, reason),
                n,
                self.asked.url(tab=EXCLUDED, reason=reason, after="", way="", group=""),
                self.asked.tab == EXCLUDED and self.asked.reason == reason,
            )
            for reason, n in rows
        ]

    @property
    def left_out(self) -> int:
        """How many are left out."""
        return self._of(EXCLUDED)

    @property
    def clear_url(self) -> str:
        """The tab without anything that narrows it."""
        return self.asked.url(reason="", way="", group="", after="")

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the choice of a way of grouping takes along."""
        usual = Asked(self.asked.key)
        names = ("as_of", "known", "plan", "figure", "scope", "tab", "reason")
        return [(n, getattr(self.asked, n)) for n in names if getattr(self.asked, n) != getattr(usual, n)]

    @property
    def can_export(self) -> bool:
        """Whether this user may take the list out, and there is one."""
        return self.who.may("export.rows") and self.counted_total > 0

    @property
    def export_url(self) -> str:
        """Where the list is handed out."""
        return self.asked.url("export", tab="", reason="", way="", group="", by="", after="")

    @property
    def day_title(self) -> str:
        """What the deciding day is called."""
        return DAY_WORDS.get(self.asked.key, "开始")

    @property
    def is_training(self) -> bool:
        """Whether the rows speak of classes rather than of work."""
        return self.asked.key == "plan.trained"

    @cached_property
    def change(self) -> Change | None:
        """What lies between this state of knowledge and another one; None where there is nothing to compare with."""
        return None if self.asked.after else compared(self.who, self.asked, self.opened)

    @property
    def change_url(self) -> str:
        """The page that names who came and who left."""
        return self.asked.url("changes", tab="", reason="", after="", way="", group="", by="")


def compared(who: Who, asked: Asked, opened: Opened) -> Change | None:
    """The change from an opened figure to today's, or from the figure that was fixed before it."""
    today = open_figure(who, asked.key, as_of=opened.as_of, plan=opened.plan or None, scope=asked.scope)
    if opened.figure is None or (today.figure is not None and today.figure.pk != opened.figure.pk):
        return change(opened, today) if opened.known_at is not None else None
    before = earlier_version(who, opened)
    if before is None:
        return None
    return change(open_figure(who, asked.key, figure_id=before.pk, scope=asked.scope), opened)
