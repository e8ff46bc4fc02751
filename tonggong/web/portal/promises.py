"""The plan in plain words, with what has come of it; numbers of few persons stay closed."""

from dataclasses import dataclass
from datetime import date

from tonggong.base.accounts.who import system_who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting import queries as figures
from tonggong.domain.reporting.dashboard import last_day_kept
from tonggong.rules.small_cells import LEAST, closed

# What actions of a plan mean for somebody who looks for work, by words of their titles; cities name them alike.
PLAIN = (
    ("机关", "机关和事业单位", "机关和事业单位带头招人。每年公布招了多少人。"),
    ("新就业形态", "网上的工作", "教您做电商、直播和客服。平台少收费，多给活。"),
    ("大学生", "上大学的人", "一个人一套办法。有专人帮您找工作。"),
    ("农村", "住在农村的人", "教种地、养殖的本事。帮您贷款，帮您卖东西。"),
    ("困难", "找工作特别难的人", "上门问您要什么帮助。有辅助性的活和公益岗位。"),
    ("育人", "学医疗按摩的人", "教按摩的手艺。帮您进医院，帮您开店。"),
    ("盲人", "看不见的人", "教按摩的手艺。帮您进医院，帮您开店。"),
    ("技能", "想学手艺的人", "学手艺有补贴。学完帮您找工作。"),
    ("服务能力", "来办事的人", "办事大厅有窗口。找工作有辅导员陪。"),
    ("组织", "协会和社会组织", "协会也来教手艺、找活干。"),
    ("企业", "企业", "企业多招残疾人。干一样的活，拿一样的钱。"),
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A number that the plan promises, and how far it is; `done` is None where it stays closed or is not known."""

    title: str
    unit: str
    target: int
    done: int | None
    is_closed: bool
    parts: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Promises:
    """What the public page shows."""

    title: str
    years: str
    as_of: date | None
    numbers: list[Promise]
    actions: list[tuple[str, str]]
    titles: list[str]


def promises(today: date) -> Promises | None:
    """Return the plan in force, or the last with targets; None before a city is loaded."""
    plan = plans.plan_for_progress(today)
    if plan is None:
        return None
    who = system_who("公开页面")
    day = last_day_kept(who)
    day = min(day, plan.last_day) if day else None
    kept = figures.figures_on(who, day, plan.key) if day else {}
    numbers = []
    for split in plans.targets(plan):
        figure = kept.get(split.indicator)
        done = int(figure.value) if figure is not None and figure.value is not None else None
        is_closed = done is not None and 0 < done < LEAST
        numbers.append(
            Promise(
                split.title, split.unit, split.value, None if is_closed else done, is_closed,
                _parts(figure) if figure is not None and not is_closed else [],
            )
        )  # fmt: skip
    titles = [clause.title for clause in plans.clauses(plan) if clause.kind == "action"]
    actions = [said for title in titles if (said := _plain(title))]
    years = f"{plan.first_day.year}年到{plan.last_day.year}年"
    return Promises(plan.title, years, day if kept else None, numbers, list(dict.fromkeys(actions)), titles)


def _plain(title: str) -> tuple[str, str] | None:
    return next(((who, said) for word, who, said in PLAIN if word in title), None)


def _parts(figure: figures.Figure) -> list[tuple[str, int | None]]:
    """Return the counties' parts of a figure, the small ones closed."""
    groups = figure.groups.get("county", {})
    names = [(place.name, groups.get(place.code)) for place in divisions.counties()]
    counts = [int(one["value"] or 0) if one else 0 for _name, one in names]
    return [(name, count) for (name, _one), count in zip(names, closed(counts), strict=True)]
