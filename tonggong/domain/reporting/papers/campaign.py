"""The report of a campaign as a .docx: what came of the list, by place; of the assistance month its table; what lasts."""

from dataclasses import dataclass
from datetime import date

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.domain.campaigns.lists import title_of
from tonggong.domain.campaigns.models import Campaign
from tonggong.domain.campaigns.queries import lists as queries
from tonggong.domain.campaigns.queries import month
from tonggong.domain.casework.choices import VisitOutcome
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.rules.campaigns import LASTS_LABELS, Cell, Lasts, Tally
from tonggong.rules.outcome import percent


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """What a report says, before it is laid out. It names nobody."""

    campaign: Campaign
    place: str
    as_of: date
    groups: list[queries.Group]
    total: Tally
    joiners: Tally
    leavers: int
    cells: list[Cell]  # of the month's table; empty for another kind
    result: month.Result

    @property
    def title(self) -> str:
        """The report's name."""
        return f"{self.place}“{self.campaign.title}”情况报告"


def campaign_report(who: Who, row: Campaign) -> CampaignReport:
    """Gather what a campaign came to within somebody's reach, as of today.

    Raises:
        FigureMissing: a setting is not entered.
    """
    by = "county" if len(who.reach) <= 4 else "town"
    groups = queries.progress(who, row, by)
    is_month = row.kind == Campaign.Kind.MONTH
    return CampaignReport(
        row, name_of(who.reach.ljust(12, "0")), clock.today(), groups, queries.total(groups), queries.joiners(who, row),
        queries.leavers(who, row), month.table(row) if is_month and queries.is_ones_own(who, row) else [],
        month.result(who, row, clock.today()),
    )  # fmt: skip


def note_release(who: Who, row: Campaign) -> None:
    """Note that the report was handed out."""
    audit.record("release", who=who, subject="campaigns.Campaign", ids=[row.pk], what="campaign report")


def as_docx(report: CampaignReport) -> bytes:
    """Lay the report out."""
    row, city = report.campaign, current()
    author = f"{city.city_name if city else ''}残疾人联合会"
    closed = f"，{day_words(row.closed_on)}办结" if row.closed_on else "，还没有办结"
    lines = (author, f"{day_words(row.starts_on)}至{day_words(row.ends_on)}{closed}；数据截至{day_words(report.as_of)}")
    blocks: list[Block] = [Heading("一、对象"), Body((Run(_of_list(report)),)), Heading("二、走访结果")]
    blocks += [Body((Run(text),)) for text in _of_outcomes(report.total)]
    blocks += [_outcome_table(report), _place_table(report)]
    heads = iter("三四五")
    if report.cells:
        blocks += [Heading(f"{next(heads)}、就业援助月统计"), _month_table(report)]
    blocks += [Heading(f"{next(heads)}、就业结果"), Body((Run(_of_result(report)),))]
    return render_plain(report.title, lines, blocks, author)


def _of_list(report: CampaignReport) -> str:
    row = report.campaign
    words = f"名单规则：{title_of(row.rule)}。"
    if row.listed_on is None:
        return f"{words}名单在{day_words(row.starts_on)}确定。"
    words += f"{day_words(row.listed_on)}确定名单 {report.total.targets:,} 人，此后不再变动。"
    if report.joiners.targets:
        words += (
            f"后来加入 {report.joiners.targets:,} 人，另列，其中找到 {report.joiners.found:,} 人，不计入下面的比率。"
        )
    if report.leavers:
        words += f"名单上有 {report.leavers:,} 人后来不再符合规则，仍留在名单里。"
    return words


def _of_outcomes(tally: Tally) -> list[str]:
    found = (
        f"找到 {tally.found:,} 人，找到率 {percent(tally.found_rate)}；其中见到 {tally.met:,} 人，只通过电话联系上 {tally.phoned:,} 人，"
        f"两项分开统计。还没有结果的 {tally.without:,} 人。"
    )
    felt = tally.felt_rate
    score = (
        f"见到的人里有 {tally.scored:,} 人打了分，{felt.yes:,} 人给了高分，感到被需要，占 {percent(felt.known)}；"
        f"没有打分的 {felt.unknown:,} 人，不推测。"
    )
    due = tally.kept + tally.late
    kept = (
        f"走访时答应、已经到期的事 {due:,} 件，按期办到 {tally.kept:,} 件，兑现率 {percent(tally.promise_rate)}；没到期的 {tally.ahead:,} 件。"
        if due or tally.ahead
        else "走访中没有答应的事。"
    )
    return [found, score, kept]


def _outcome_table(report: CampaignReport) -> Table:
    rows = [
        (Run(VisitOutcome(code).label), Run(f"{report.total.outcomes.get(code, 0):,}")) for code in VisitOutcome.values
    ]
    rows += [(Run("还没有结果"), Run(f"{report.total.without:,}")), (Run("合计"), Run(f"{report.total.targets:,}"))]
    columns = (Column("结果", 3, "left"), Column("人数", 1, "right"))
    return Table("表1　每个对象的最后结果", columns, tuple(rows), "人", summary="每个对象只有一个最后结果")


def _place_table(report: CampaignReport) -> Table:
    columns = (
        Column("地方", 3, "left"),
        *(Column(title, 2, "right") for title in ("对象", "找到", "找到率", "见到", "电话", "没有结果")),
    )
    lines = [(one.name, one.tally) for one in report.groups] + [("合计", report.total)]
    rows = tuple(
        (Run(name), Run(f"{t.targets:,}"), Run(f"{t.found:,}"), Run(percent(t.found_rate)), Run(f"{t.met:,}"), Run(f"{t.phoned:,}"), Run(f"{t.without:,}"))
        for name, t in lines
    )  # fmt: skip
    return Table(
        "表2　各地走访进度", columns, rows, "人", summary="每行一个地方，写明对象、找到、见到和电话联系上的人数"
    )


def _month_table(report: CampaignReport) -> Table:
    columns = (
        Column("序号"),
        Column("指标", 5, "left"),
        Column("单位"),
        Column("合计", 2, "right"),
        Column("其中残疾人", 2, "right"),
    )
    rows = tuple(
        (
            Run(cell.line.no),
            Run(cell.line.title),
            Run(cell.line.unit),
            Run(_number(cell.total)),
            Run(_number(cell.ours)),
        )
        for cell in report.cells
    )
    notes = (
        "1至6项的残疾人数由台账中日期在活动期间的记录算出；合计没有另填的，就是台账里的数。7至10项手工填报，“—”是还没有填。",
    )
    return Table("表3　就业援助月统计表", columns, rows, notes=notes, summary="十项指标，残疾人数不大于合计")


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def _of_result(report: CampaignReport) -> str:
    found = report.result
    words = f"活动期间新就业 {found.placed:,} 人。"
    if found.lasts[Lasts.NOT_YET]:
        return f"{words}结束后的稳定情况在{day_words(found.on)}以后可看。"
    parts = "，".join(
        f"{LASTS_LABELS[key]} {found.lasts[key]:,} 人" for key in (Lasts.INSURED, Lasts.EMPLOYED, Lasts.LOST)
    )
    return f"{words}到{day_words(found.on)}：{parts}。" if found.placed else words


__all__ = ["MEDIA_TYPE", "CampaignReport", "as_docx", "campaign_report", "note_release"]
