"""The letter to a firm on one page, as a .docx: its own figures, what it owes, what one hire changes, what it may claim.

The sentences are those of its page and of the batch. Nobody is named in it.
"""

from dataclasses import dataclass
from datetime import date

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_of
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.employers.models import Unit
from tonggong.domain.plan import queries as plans
from tonggong.domain.quota.own import OwnYear
from tonggong.domain.quota.trying import Ways, ways
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.rules.outcome import Step
from tonggong.rules.quota.claims import STANDING_LABELS, Claim, claims
from tonggong.rules.quota.numbers import plain

__all__ = ["MEDIA_TYPE", "LevyLetter", "as_docx", "letter", "note_release"]


@dataclass(frozen=True, slots=True)
class LevyLetter:
    """What a letter says, before it is laid out."""

    unit_name: str
    own: OwnYear
    as_of: date
    ways: Ways | None
    claims: tuple[Claim, ...]

    @property
    def title(self) -> str:
        """The letter's name."""
        return f"{self.own.year}年度按比例安排残疾人就业告知信"


def letter(unit_name: str, own: OwnYear, today: date) -> LevyLetter:
    """Gather what a unit's year says to the unit itself.

    Raises:
        FigureMissing: a figure of the coming years is not entered.
    """
    levy = own.quota.levy if own.quota else None
    found = ways(levy.case, own.place, today) if levy is not None and levy.case.wage_yuan else None
    may = claims(levy, own.person_months, own.year, figures_of(own.place)) if levy is not None else ()
    return LevyLetter(unit_name, own, today, found, may)


def note_release(who: Who, unit: Unit, year: int) -> None:
    """Note that the letter was handed out."""
    audit.record("release", who=who, subject="employers.Unit", ids=[unit.pk], what="levy letter", year=year)


def as_docx(paper: LevyLetter) -> bytes:
    """Lay the letter out."""
    city, own = current(), paper.own
    author = f"{city.city_name if city else ''}残疾人联合会"
    lines = (author, f"{day_words(paper.as_of)}，按现有数据估算，以税务机关核定为准")
    blocks: list[Block] = [
        Body((Run(f"{paper.unit_name}："),)),
        Body((Run(_headline(paper)),)),
        Heading("一、贵单位的情况和应缴数"),
        *(_said(step) for step in (own.quota.steps if own.quota else ())),
    ]
    levy = own.quota.levy if own.quota else None
    if levy is not None:
        blocks += [_said(step) for step in levy.warnings]
    if paper.ways is not None:
        blocks += [Heading("二、再安排残疾人，会怎样变"), _ways_table(paper.ways)]
    if paper.claims:
        blocks += [Heading("三、可以享受的" if paper.ways is not None else "二、可以享受的")]
        blocks += [
            Body((Run(f"{STANDING_LABELS[one.standing]}。{_cited(one.said)}"),), f"{one.title}。")
            for one in paper.claims
        ]
    hotline = plans.setting("hotline", "12385")
    blocks.append(Body((Run(f"不清楚的，请打{hotline}。"),)))
    return render_plain(paper.title, lines, blocks, author)


def _cited(step: Step) -> str:
    text = step.text.removesuffix("。")
    return f"{text}（{step.source}）。" if step.source else step.text


def _said(step: Step) -> Body:
    return Body((Run(_cited(step)),))


def _ways_table(found: Ways) -> Table:
    columns = (
        Column(f"从{found.year}年{found.from_month}月起", 4, "left"),
        Column(f"{found.year}年应缴", 2, "right"),
        Column(f"{found.year + 1}年应缴", 2, "right"),
        Column(f"{found.year + 1}年连用工", 2, "right"),
    )
    rows = tuple(
        (
            Run(f"安排{one.persons}名{'重度' if one.is_severe else ''}残疾人" if one.persons else "不再安排"),
            Run(f"{one.this_year.payable_yuan:,}"),
            Run(f"{one.next_year.payable_yuan:,}"),
            Run(f"{one.cost_next_yuan:,}"),
        )
        for one in found.found.value
    )
    notes = tuple(_cited(step) for step in found.found.steps[len(rows) :])
    wage = found.found.value[0].said.source if found.found.value else ""
    return Table(
        "表1　合规的办法，从省到费", columns, rows, "元", notes=notes or ((f"依据：{wage}",) if wage else ()),
        summary="每行一种办法，写明两年的应缴数和连工资在内的合计",
    )  # fmt: skip


def _headline(paper: LevyLetter) -> str:
    """The one sentence that the letter comes to."""
    levy = paper.own.quota.levy if paper.own.quota else None
    if levy is None or levy.has_no_wage:
        return "还算不出应缴数。"
    return f"应安排{plain(levy.required)}人，已安排{plain(levy.counted)}人，应缴{levy.payable_yuan:,}元。"
