"""What the monthly circular says (通报): made of the month's kept figures, each number with the figure that it states.

Parts: period and basis, the whole, counties, what goes well, who is behind by how many, what comparison found, what is
to be done by when. The annexes are in `circular_annexes`.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from tonggong.base.accounts.who import Who
from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.comparison.models import Finding
from tonggong.domain.employment.models import Spell
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.models import Plan
from tonggong.domain.reporting.channels import sentences
from tonggong.domain.reporting.circular_stories import named_cases
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.indicators import shown
from tonggong.domain.reporting.models import Figure, FigureRow
from tonggong.domain.reporting.progress import County, Progress, counties, progress
from tonggong.domain.reporting.queries import FigureView, figure_seen
from tonggong.rules import months

NUMERALS = "一二三四五六七八九十"
JOBS, TRAINED = "plan.new_jobs", "plan.trained"
UNITS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What a circular is written from."""

    month: str
    plan: Plan
    figures: dict[str, Figure]
    views: dict[str, FigureView]
    stands: dict[str, Progress]
    counties: dict[str, list[County]]
    is_closed: bool

    @property
    def as_of(self) -> date:
        """The last day of the month."""
        return months.last_day(self.month)

    def run(self, key: str, text: str, county: str = "") -> Run:
        """A piece of text that states a figure."""
        return Run(text, self.figures[key].pk, county)

    def heads(self, key: str, county: str = "") -> Run:
        """A count of persons, of the city or of a county."""
        if not county:
            return self.run(key, f"{int(self.views[key].value or 0)}人")
        one = next(one for one in self.counties[key] if one.code == county)
        return self.run(key, f"{one.done}人", county)


def ground(who: Who, month: str, figures: dict[str, Figure], plan: Plan) -> Ground:
    """Gather what a month's circular is written from; `figures` are those that it will state, by key."""
    views = {key: figure_seen(who, figure) for key, figure in figures.items()}
    splits = {split.indicator: split for split in plans.targets(plan)}
    city = divisions.city()
    code = city.code if city else ""
    row = comparison.month_row(month)
    return Ground(
        month,
        plan,
        figures,
        views,
        {key: progress(views[key], plan, splits.get(key), code) for key in (JOBS, TRAINED)},
        {key: counties(figures[key], plan, splits.get(key)) for key in (JOBS, TRAINED)},
        row is not None and row.closed_at is not None,
    )


def blocks(who: Who, of: Ground) -> list[Block]:
    """The running text of the circular with its tables."""
    parts: list[tuple[str, list[Block]]] = [
        ("总体情况", _whole(who, of)),
        ("各县区进展", _counties(of)),
        ("进展较好的方面", _good(of)),
        ("进展滞后的方面", _behind(of)),
        ("比对中发现的问题", _found(who, of)),
        ("下一步工作要求", _demands(who, of)),
    ]
    found: list[Block] = [_basis(of)]
    for numeral, (title, own) in zip(NUMERALS, parts, strict=False):
        found += [Heading(f"{numeral}、{title}"), *own]
    return found


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def percent(share: Decimal | None) -> str:
    return "—" if share is None else f"{share * 100:.1f}%"


def _basis(of: Ground) -> Body:
    known = clock.day_of(of.figures[JOBS].known_at)
    state = "已经关账" if of.is_closed else "尚未关账"
    return Body(
        (
            Run(
                f"根据《{of.plan.title}》，现将截至{written(of.as_of)}全市残疾人就业工作进展情况通报如下。"
                f"本通报以{of.as_of.month}月底的实名台账为准，按{written(known)}所知统计，{of.as_of.month}月{state}；"
                f"每个数字都有名单可查，新增就业名单校验值{fingerprint(of.figures[JOBS])}。此后查明的更正另行列出，不改动本通报的数字。"
            ),
        )
    )


def fingerprint(figure: Figure) -> str:
    """Eight characters that only the very same list of counted persons gives."""
    rows = FigureRow.objects.filter(figure=figure.rows_of_id or figure.pk, standing=FigureRow.Standing.COUNTED)
    digest = hashlib.sha256()
    for person, day in rows.order_by("person_id").values_list("person_id", "fact_on").iterator(chunk_size=20_000):
        digest.update(f"{person} {day}\n".encode())
    return digest.hexdigest()[:8]


def _whole(who: Who, of: Ground) -> list[Block]:
    jobs, trained = of.stands[JOBS], of.stands[TRAINED]
    in_year = of.views["plan.new_in_year"]
    times = of.views[TRAINED].beside.get("人次", 0)
    rate, count = of.views["employment.rate"], of.views["employment.count"]
    found = [
        Body(
            (
                Run(f"截至{of.as_of.month}月{of.as_of.day}日，全市累计新增残疾人就业"),
                of.heads(JOBS),
                Run(f"{_against(jobs)}其中{of.as_of.year}年新增"),
                of.run("plan.new_in_year", f"{int(in_year.value or 0)}人"),
                Run(f"。{_may_count(of.views[JOBS])}{jobs.sentence}"),
            ),
            "（一）新增就业。",
        ),
        Body(
            (
                Run("累计培训残疾人"),
                of.heads(TRAINED),
                Run("、"),
                of.run(TRAINED, f"{times}人次"),
                Run(f"{_against(trained)}{trained.sentence}"),
            ),
            "（二）职业培训。",
        ),
        Body(
            (
                Run("就业年龄段持证残疾人"),
                of.run("employment.rate", f"{rate.denominator or 0}人"),
                Run("，已就业"),
                of.run("employment.count", f"{int(count.value or 0)}人"),
                Run("，就业率"),
                of.run("employment.rate", rate.shown),
                Run(f"；情况待核{rate.unknown}人，就业率在{_bounds(rate)}之间。" if rate.unknown else "。"),
                *_quality(of),
            ),
            "（三）就业规模和质量。",
        ),
    ]
    channels = tuple(sentences(who, of.as_of, of.figures[JOBS].known_at))
    return [*found, Body(channels, f"（{NUMERALS[len(found)]}）优惠和放宽。")]


def _against(stand: Progress) -> str:
    """Target, share and pace as they follow a count; ends its sentence."""
    if stand.target is None:
        return "。"
    pace = "" if stand.ahead is None else f"，按进度应达{stand.expected}人，{stand.tag or '持平'}"
    if stand.colour == "done":
        pace = "，已完成目标"
    return f"，完成{stand.target}人目标的{percent(stand.share)}{pace}。"


def _may_count(view: FigureView) -> str:
    return f"另有{view.unknown}人依据待核，暂不计入。" if view.unknown else ""


def _bounds(view: FigureView) -> str:
    return f"{shown(view.lower, '%')}—{shown(view.upper, '%')}"


def _quality(of: Ground) -> list[Run]:
    found: list[Run] = []
    for key, words in (("employment.retained_6m", "满6个月稳定就业"), ("employment.retained_12m", "满12个月稳定就业")):
        view = of.views[key]
        if view.value is None:
            continue
        found += [
            Run(f"{words}的占到期人数"),
            of.run(key, f"{view.denominator}人"),
            Run("的"),
            of.run(key, view.shown),
            Run(f"（待核{view.unknown}人，在{_bounds(view)}之间）。" if view.unknown else "。"),
        ]
    wage = of.views["employment.wage_over_minimum"]
    if wage.value is not None:
        found += [
            Run("签劳动合同的在职残疾人工资中位数为当地最低工资的"),
            of.run(wage.key, f"{wage.shown}倍"),
            Run("。"),
        ]
    return found


def _counties(of: Ground) -> list[Block]:
    found: list[Block] = [Body((Run("各县区新增就业和培训进展见表1、表2，名次按完成率排列。"),))]
    for n, (key, title) in enumerate(((JOBS, "新增残疾人就业"), (TRAINED, "残疾人培训")), 1):
        found.append(_county_table(of, key, f"表{n}　各县区{title}进展"))
    return found


def _county_table(of: Ground, key: str, title: str) -> Table:
    columns = (
        Column("县区", 4, "left"),
        Column("完成", 3, "right"),
        Column("目标", 3, "right"),
        Column("完成率", 3, "right"),
        Column("名次", 2),
        Column("按进度应达", 4, "right"),
        Column("进度", 4),
    )
    dash = Run("—")
    lines = [
        (
            Run(one.name),
            of.run(key, str(one.done), one.code),
            Run(str(one.target)) if one.target is not None else dash,
            Run(percent(one.share)),
            Run(str(one.rank)) if one.rank else dash,
            Run(str(one.expected)) if one.expected is not None else dash,
            Run(one.word) if one.word else dash,
        )
        for one in of.counties[key]
    ]
    whole = of.stands[key]
    lines.append(
        (
            Run("全市"),
            of.run(key, str(whole.done)),
            Run(str(whole.target)) if whole.target is not None else dash,
            Run(percent(whole.share)),
            dash,
            Run(str(whole.expected)) if whole.expected is not None else dash,
            Run(whole.tag) if whole.tag else dash,
        )
    )
    parts = sum(one.target or 0 for one in of.counties[key])
    notes = ["注：“—”表示不适用或没有分解到县区的目标。"]
    if whole.target is not None and 0 < parts < whole.target:
        notes.append(f"全市目标中有{whole.target - parts}人没有分解到县区。")
    if whole.split_source:
        notes.append(f"县区目标依据：{whole.split_source}。")
    return Table(title, columns, tuple(lines), "人", tuple(notes), f"{title}，每行一个县区，末行全市")


def _good(of: Ground) -> list[Block]:
    found: list[Block] = []
    best = [one for one in of.counties[JOBS] if one.kind in ("done", "fast")]
    runs: list[Run] = []
    for n, one in enumerate(sorted(best, key=lambda one: one.rank)):
        runs += [
            Run(f"{'；' if n else ''}{one.name}新增就业"),
            of.heads(JOBS, one.code),
            Run(f"，{'已完成三年目标' if one.kind == 'done' else f'比进度{one.word}'}"),
        ]
    if runs:
        found.append(Body((*runs, Run("。")), "（一）进度。"))
    if units := _units(of.figures[JOBS]):
        runs = [Run("新增安排残疾人就业较多的单位有")]
        for n, (name, heads) in enumerate(units):
            runs += [Run(f"{'、' if n else ''}{name}（"), of.run(JOBS, f"{heads}人"), Run("）")]
        found.append(Body((*runs, Run("。")), "（二）用人单位。" if found else ""))
    if told := named_cases(of.as_of.year):
        found.append(Body(told, f"（{NUMERALS[len(found)]}）典型案例。" if found else "典型案例。"))
    return found or [Body((Run("本月没有达到进度的县区。"),))]


def _units(figure: Figure) -> list[tuple[str, int]]:
    """The units that most of the counted persons began at, with how many; only units of two and more."""
    rows = FigureRow.objects.filter(figure=figure, standing=FigureRow.Standing.COUNTED, spell_id__isnull=False)
    heads: Counter[str] = Counter()
    for chunk in in_chunks(list(rows.values_list("spell_id", flat=True))):
        heads.update(Spell.objects.filter(pk__in=chunk).exclude(unit_code="").values_list("unit_name", flat=True))
    ranked = sorted(((name, n) for name, n in heads.items() if n > 1 and name), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:UNITS_NAMED]


def _behind(of: Ground) -> list[Block]:
    found: list[Block] = []
    for key, what in ((JOBS, "新增就业"), (TRAINED, "培训")):
        slow = sorted((one for one in of.counties[key] if one.kind == "slow"), key=lambda one: one.ahead or 0)
        if not slow:
            continue
        runs: list[Run] = []
        for n, one in enumerate(slow):
            runs += [
                Run(f"{'；' if n else ''}{one.name}{what}"),
                of.heads(key, one.code),
                Run(f"，按进度应达{one.expected}人，差{-(one.ahead or 0)}人"),
            ]
        found.append(Body((*runs, Run("。")), f"（{NUMERALS[len(found)]}）{what}。"))
    return found or [Body((Run("各县区新增就业和培训都不慢于进度。"),))]


def _found(who: Who, of: Ground) -> list[Block]:
    counts = comparison.counts(who, of.month)
    labels = dict(Finding.Result.choices)
    wanted = ("ended", "contradictory", "impossible", "unmatched")
    if not sum(counts.values()):
        return [Body((Run(f"{of.as_of.month}月没有比对部门数据。"),))]
    runs = [Run(f"{of.as_of.month}月各部门来文与台账比对，一致"), _result(counts, "confirmed"), Run("条")]
    for result in ("new", "changed", *wanted):
        runs += [Run(f"，{labels[result]}"), _result(counts, result), Run("条")]
    left = sorted(((one.county, one.open) for one in comparison.progress_by_county(of.month) if one.open), key=_most)
    if left:
        runs.append(Run(f"。尚有{sum(n for _, n in left)}条待裁定：{'、'.join(f'{name}{n}条' for name, n in left)}"))
    else:
        runs.append(Run("。需要裁定的已全部裁定"))
    return [Body((*runs, Run("。")))]


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _result(counts: dict[str, int], result: str) -> Run:
    return Run(str(counts.get(result, 0)), result=result)


def _demands(who: Who, of: Ground) -> list[Block]:
    after = months.shift(of.month, 1)
    found: list[str] = []
    if any(one.open for one in comparison.progress_by_county(of.month)):
        due = months.first_day(after).replace(day=20)
        found.append(f"有待裁定差异的县区，{written(due)}前逐条裁定并签字确认。")
    slow = [one for one in of.counties[JOBS] if one.kind == "slow" and one.target]
    if slow:
        left = max(1, of.stands[JOBS].months_left)
        each = "、".join(f"{one.name}每月不少于{ceil(((one.target or 0) - one.done) / left)}人" for one in slow)
        found.append(
            f"新增就业慢于进度的县区，{written(months.last_day(after))}前提出补进措施；按余下时间计，{each}。"
            if of.stands[JOBS].months_left
            else f"期满未完成目标的县区，{written(months.last_day(after))}前书面说明原因和补进安排。"
        )
    unknown = of.views["employment.rate"].unknown
    if unknown:
        due = months.last_day(months.shift(of.month, 2))
        found.append(f"就业状况超过期限未核实的{unknown}人，{written(due)}前由县区组织核实，待核不得当作未就业处理。")
    late = plans.tasks_overdue(who, clock.today(), of.plan).count()
    if late:
        found.append(f"方案任务已逾期{late}项，责任单位{written(months.last_day(after))}前办结或说明原因。")
    found.append(f"各部门按规定时间报送{int(after[5:])}月数据，迟报、退回的在下期通报中列出。")
    return [Body((Run(text),), f"（{numeral}）") for numeral, text in zip(NUMERALS, found, strict=False)]
