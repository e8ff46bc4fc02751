"""The dashboard as plain values: cards, chart, map, small figures, tasks, the month's comparison."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.comparison.choices import MEANING, RESULTS
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.dashboard import Dashboard
from tonggong.domain.reporting.progress import Progress
from tonggong.domain.reporting.queries import FigureView, figure_groups
from tonggong.rules.forms import NATIONAL
from tonggong.web.committee.pages import figure_url, link, spaced
from tonggong.web.components import parts, words

KINDS = {"done": "done", "fast": "fast", "slow": "slow"}
TOWNS = 12


def drawn(areas: dict[str, Any]) -> dict[str, Any]:
    """The rough map of a city pack that has no drawing of its own, enlarged so that the words fit."""
    if not areas.get("areas"):
        return {}
    by = 3.4
    fields = []
    for area in areas["areas"]:
        points = [(round(x * by), round(y * by)) for x, y in area["points"]]
        middle = [sum(point[axis] for point in points) // len(points) for axis in (0, 1)]
        fields.append({"code": area["division"], "points": points, "label": middle})
    return {"width": round(areas["width"] * by), "height": round(areas["height"] * by), "fields": fields}


def tag_of(stands: Progress) -> tuple[str, str] | None:
    """The pace of a figure as a tag."""
    if stands.colour == "done":
        return "done", "已完成"
    if stands.ahead is None:
        return None
    return ("fast" if stands.ahead >= 0 else "slow", spaced(stands.tag))


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a list with a bar: name, persons, words beside, and the page of its rows."""

    name: str
    count: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task with its limit in words."""

    title: str
    clause: str
    owner: str
    place: str
    kind: str
    limit: str


@dataclass
class DashboardPage:
    """Everything that the dashboard shows to one user."""

    who: Who
    dash: Dashboard

    def url(self, key: str, **asked: object) -> str:
        """The rows behind a figure of this day and place."""
        view = self.dash.figures.get(key)
        return figure_url(self.who, key, figure=view.id if view else None, scope=self.dash.scope_code, **asked)

    @property
    def scopes(self) -> list[parts.Choice]:
        """The city and its counties."""
        base = reverse("committee:dashboard")
        kept = {"as_of": self.dash.as_of.isoformat(), "plan": self.dash.plan.key}
        return [
            parts.Choice(name, f"{base}?{urlencode({**kept, 'scope': code})}", code == self.dash.scope_code, value=code)
            for code, name in self.dash.scopes
        ]

    # --- the plan's figures ----------------------------------------------------------------------------------------

    @property
    def cards(self) -> list[parts.FigureCard]:
        """The two figures that the plan has targets for."""
        return [self._card(stands) for stands in self.dash.targets]

    def _card(self, stands: Progress) -> parts.FigureCard:
        view = stands.view
        aside = []
        if stands.target is not None and stands.left:
            aside.append(f"还差 {stands.left:,} 人")
            if stands.months_left:
                aside.append(f"剩 {stands.months_left} 个月")
        aside += [f"另有 {n:,} {name}" for name, n in view.beside.items() if name == "人次"]
        ruler = None
        if stands.target is not None:
            ruler = parts.Ruler(
                stands.done,
                stands.target,
                stands.expected,
                stands.forecast.likely if stands.forecast and stands.months_left else None,
                [parts.Year(f"{year}年", total) for year, _part, total in stands.years],
            )
        small = [spaced(stands.forecast_words)] if stands.forecast_words and stands.months_left else []
        if stands.split_source:
            small.append(f"分解依据：{stands.split_source}")
        return parts.FigureCard(
            view.title,
            f"{stands.done:,}",
            self.url(view.key),
            "人",
            f"{stands.target:,}" if stands.target is not None else "",
            tag_of(stands),
            "　·　".join(aside),
            ruler,
            spaced(stands.sentence) if stands.target is not None else "目标没有分到这里，只看人数。",
            "。".join(small),
        )

    @property
    def small(self) -> list[parts.FigureCard]:
        """How many work, how steadily, how well paid."""
        return [
            parts.FigureCard(
                view.title.replace("工资中位数与最低工资之比", "工资中位数是最低工资的"),
                f"{words.grouped(view.value, 1)}%" if view.unit == "%" and view.value is not None else view.shown,
                self.url(view.key),
                "倍" if view.unit == "倍" and view.value is not None else "",
                sentence=self._small_words(view),
            )
            for view in self.dash.quality
        ]

    def _small_words(self, view: FigureView) -> str:
        if not view.denominator:
            return "还没有到期的人。" if "retained" in view.key else "还没有可算的人。"
        known = view.denominator - view.unknown
        named = {
            "employment.rate": "人中 {n} 人在业",
            "employment.insured_share": "名签合同的在职者中 {n} 人当月参保",
            "employment.wage_over_minimum": "名签合同的在职者，{n} 人工资已知",
        }.get(view.key, "人到期，{n} 人仍稳定")
        whole = f"{view.denominator:,} {named.format(n=f'{view.numerator or 0:,}')}"
        if not view.unknown:
            return f"{whole}。"
        bounds = ""
        if view.lower is not None and view.upper is not None:
            bounds = f"，真值在 {view.lower:.1f}%—{view.upper:.1f}%"
        return f"{whole}；{view.unknown:,} 人待核{bounds}。" if known else f"{whole}；都待核。"

    # --- the drawings ----------------------------------------------------------------------------------------------

    @cached_property
    def chart(self) -> parts.BarChart | None:
        """The newly employed of the year by month."""
        trend = self.dash.trend
        if trend is None:
            return None
        bars = [
            parts.Bar(
                one.label,
                one.value,
                one.kind,
                ""
                if one.kind == "forecast" or not one.value
                else self.url("plan.new_jobs", way="month", group=one.month),
                one.label.removesuffix("月"),
            )
            for one in trend.months
        ]
        used = {one.kind for one in trend.months}
        titles = (("full", "达到月目标" if trend.month_target else "新增"), ("soft", "未达到"), ("forecast", "预计"))
        return parts.BarChart(
            spaced(trend.sentence),
            bars,
            ("月份", "新增就业"),
            target=trend.month_target,
            target_words=f"月目标 {trend.month_target} 人" if trend.month_target else "",
            legend=[(kind, text) for kind, text in titles if kind in used],
        )

    @cached_property
    def map(self) -> parts.CityMap | None:
        """The counties as fields, for whoever looks at the whole city."""
        shape = plans.setting("drawing") or drawn(plans.setting("map", {}))
        if self.dash.scope_code or len(self.dash.counties) < 2 or not shape:
            return None
        fields = [
            parts.MapField(
                one.code,
                one.name,
                one.done,
                one.target,
                spaced(one.word) or f"{one.done:,} 人",
                KINDS.get(one.kind, "none"),
                figure_url(
                    self.who, "plan.new_jobs", figure=self.dash.figures["plan.new_jobs"].id, scope=one.code
                ) or f"{reverse('committee:dashboard')}?{urlencode({'scope': one.code})}",
            )
            for one in self.dash.counties
        ]  # fmt: skip
        return parts.CityMap(spaced(self.dash.counties_sentence), shape, fields)

    @cached_property
    def towns(self) -> list[Share]:
        """The streets and towns of a county, most first, where there is no map."""
        jobs = self.dash.figures.get("plan.new_jobs")
        if self.map is not None or jobs is None:
            return []
        near = self.dash.scope_code[:6]
        groups = [one for one in figure_groups(self.who, jobs.figure, "town") if one.key.startswith(near)]
        ranked = sorted(groups, key=lambda one: (-int(one.value or 0), one.key))[:TOWNS]
        return [
            Share(one.name, int(one.value or 0), "人", figure_url(self.who, jobs.key, figure=jobs.id, scope=one.key))
            for one in ranked
        ]

    @property
    def towns_most(self) -> int:
        """The longest bar."""
        return max((one.count for one in self.towns), default=1)

    @cached_property
    def forms(self) -> list[Share]:
        """What those in work do."""
        codes = {name: code for code, name in NATIONAL.items()}
        return [
            Share(name, n, share, self.url("employment.count", way="form", group=codes.get(name)))
            for name, n, share in self.dash.forms
        ]

    @property
    def forms_most(self) -> int:
        """The longest bar."""
        return max((one.count for one in self.forms), default=1)

    @property
    def employed(self) -> FigureView | None:
        """How many are in work."""
        return self.dash.figures.get("employment.count")

    @property
    def employed_words(self) -> str:
        """How many are employed, as a page writes it."""
        return words.grouped(self.employed.value, 0) if self.employed and self.employed.value is not None else "—"

    @property
    def url_employed(self) -> str:
        """Who they are."""
        return self.url("employment.count")

    @property
    def quality_sentence(self) -> str:
        """How steady and how well paid, in one sentence."""
        return spaced(self.dash.quality_sentence)

    # --- tasks and the month -----------------------------------------------------------------------------------------

    @cached_property
    def tasks(self) -> list[TaskLine]:
        """Overdue first, then what falls due soon, of the county where one is chosen; at most seven."""
        if not self._county:
            return [task_line(due) for due in [*self.dash.overdue, *self.dash.due_soon][:7]]
        found = []
        for state in ("overdue", "soon"):
            rows, _mark = plans.tasks_page(self.who, clock.today(), state, self.dash.plan, self._county, size=5)
            found += rows
        return [task_line(due) for due in found[:7]]

    @property
    def _county(self) -> str:
        return self.dash.scope_code if self.dash.scope_code.endswith("000000") else ""

    @cached_property
    def overdue(self) -> int:
        """How many tasks are overdue, of the county where one is chosen."""
        if not self._county:
            return self.dash.overdue_count
        return plans.task_counts(self.who, clock.today(), self.dash.plan, self._county)["overdue"]

    @property
    def tasks_url(self) -> str:
        """The page of all tasks."""
        said = {"plan": self.dash.plan.key} | ({"scope": self._county} if self._county else {})
        return f"{reverse('committee:tasks')}?{urlencode(said)}"

    @property
    def is_part_of_reach(self) -> bool:
        """Whether the page shows a county to somebody who sees the whole city."""
        return bool(self.dash.scope_code) and len(self.who.reach) <= 4

    @property
    def results(self) -> list[tuple[str, int, str, str]]:
        """The comparison's findings by result, with the page of their rows for whoever may see them."""
        work = self.dash.work
        if work is None:
            return []
        may = self.who.may("findings.read")
        return [
            (
                RESULTS[key],
                n,
                link("federation:findings", work.month, key) if may and n else "",
                MEANING[key].split("，")[0].split("；")[0].rstrip("。"),
            )
            for key, n in work.counts.items()
        ]

    @property
    def left_words(self) -> str:
        """Who has how much left to decide."""
        work = self.dash.work
        if work is None or not work.open:
            return ""
        return f"还有 {work.open:,} 条：{'、'.join(f'{name} {n:,}' for name, n in work.open_by_county)}"

    @property
    def month_url(self) -> str:
        """The month's page."""
        return link("federation:month-of", self.dash.work.month) if self.dash.work else ""


def limit_of(due_on: date, today: date, done_on: date | None = None) -> tuple[str, str]:
    """Kind and words of a limit: 逾期 12 天 ; 剩 3 天 ; 12月31日前."""
    if done_on is not None:
        return "done", f"{words.short_day(done_on)}办结"
    days = (due_on - today).days
    if days < 0:
        return "overdue", f"逾期 {-days:,} 天"
    if days <= plans.SOON_DAYS:
        return "due", f"剩 {days} 天" if days else "今天到期"
    return "waiting", f"{words.short_day(due_on)}前"


def task_line(due: Any) -> TaskLine:
    """A task's occurrence as a line."""
    kind, limit = limit_of(due.due_on, clock.today(), due.done_on)
    return TaskLine(
        due.task.title,
        due.task.clause.title,
        due.owner.short_name or due.owner.name,
        name_of(due.county_code) if due.task.scope == "county" else "",
        kind,
        limit,
    )
