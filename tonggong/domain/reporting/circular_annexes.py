"""The annexes of the monthly circular: the counties' main figures, and later corrections of the last circular."""

from collections import Counter
from collections.abc import Sequence

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.reporting.circular_content import TRAINED, Ground, percent, written
from tonggong.domain.reporting.document.content import Annex, Block, Body, Column, Run, Table
from tonggong.domain.reporting.indicators import INDICATORS
from tonggong.domain.reporting.queries import Difference, FigureView, figure_seen


def main_figures(who: Who, of: Ground) -> Annex:
    """The annex of the counties' main figures, one a line."""
    places = [("", "全市"), *((one.code, one.name) for one in divisions.counties())]
    wide = tuple(Column(name, 3, "right") for _code, name in places)
    columns = (Column("指标", 7, "left"), Column("单位", 2), *wide)
    lines: list[tuple[Run, ...]] = []
    for key in INDICATORS:
        if key not in of.figures:
            continue
        seen = [figure_seen(who, of.figures[key], code) for code, _name in places]
        one = INDICATORS[key]
        lines.append((Run(one.title), Run(one.unit), *(_cell(view, code) for view, (code, _) in _with(seen, places))))
        if key == TRAINED:
            times = [of.run(key, str(view.beside.get("人次", 0)), code) for view, (code, _) in _with(seen, places)]
            lines.append((Run("残疾人培训"), Run("人次"), *times))
        if key == "employment.rate":
            base = [of.run(key, str(view.denominator or 0), code) for view, (code, _) in _with(seen, places)]
            wait = [of.run(key, str(view.unknown), code) for view, (code, _) in _with(seen, places)]
            lines += [(Run("就业年龄段持证"), Run("人"), *base), (Run("其中就业状况待核"), Run("人"), *wait)]
        if key in of.stands:
            shares = [of.stands[key].share, *(county.share for county in of.counties[key])]
            lines.append((Run("　完成率"), Run("%"), *(Run(percent(share).removesuffix("%")) for share in shares)))
    notes = (
        "注：就业率、稳定就业比例按已知情况计算，待核的不当作“否”。",
        "“—”表示没有可算的人。",
    )
    title = f"{of.as_of.year}年{of.as_of.month}月各县区主要指标"
    table = Table(f"截至{written(of.as_of)}", columns, tuple(lines), "", notes, f"{title}，每行一个指标")
    return Annex(title, (table,))


def _with(seen: Sequence[FigureView], places: Sequence[tuple[str, str]]) -> list[tuple[FigureView, tuple[str, str]]]:
    return list(zip(seen, places, strict=True))


def _cell(view: FigureView, code: str) -> Run:
    return Run(view.shown.removesuffix("%"), view.figure.pk, code)


def corrections(month: str, found: Sequence[Difference]) -> Annex | None:
    """The annex of later corrections to the last circular: numbers and reasons, no names; None where there are none."""
    lines: list[Block] = []
    for one in found:
        if not one:
            continue
        title = INDICATORS[one.before.key].title
        why = Counter(change.why for change in one.left)
        reasons = "；".join(f"{text}（{n}人）" for text, n in why.most_common(5))
        lines.append(
            Body(
                (
                    Run(f"{title}：原通报"),
                    Run(f"{int(one.before.value or 0)}人", one.before.pk),
                    Run(f"，此后补进{len(one.came)}人、退出{len(one.left)}人，现为"),
                    Run(f"{int(one.after.value or 0)}人", one.after.pk),
                    Run(f"。退出原因：{reasons}" if reasons else "。"),
                )
            )
        )
    return Annex(f"{month[:4]}年{int(month[5:])}月通报的后续更正", tuple(lines)) if lines else None
