"""The letter to a firm on one page, as a .docx: its own figures, what it owes, what one hire changes, what it may claim.

The sentences are those of its page and of the batch. Nobody is named in it but the unit's own contact.
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
from tonggong.domain.reporting.document.content import Block, Body, Column, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.rules.quota.alternatives import Alternative
from tonggong.rules.quota.claims import STANDING_LABELS, Claim, Standing, claims
from tonggong.rules.quota.levy import Levy
from tonggong.rules.quota.numbers import plain

__all__ = ["MEDIA_TYPE", "LevyLetter", "as_docx", "letter", "note_release"]

MOST_WAYS = 2  # shown beside hiring nobody: more don't stand on one page
_TOLD = (Standing.GIVEN, Standing.OPEN, Standing.WHEN_STRUCK)


@dataclass(frozen=True, slots=True)
class LevyLetter:
    """What a letter says, before it is laid out."""

    unit_name: str
    own: OwnYear
    as_of: date
    ways: Ways | None
    claims: tuple[Claim, ...]
    to: str = ""  # to whose hands

    @property
    def title(self) -> str:
        """The letter's name."""
        return f"{self.own.year}年度残保金告知信"


def letter(unit_name: str, own: OwnYear, today: date, to: str = "") -> LevyLetter:
    """Gather what a unit's year says to the unit itself.

    Args:
        to: whom of the unit it is for, "" where nobody is known.
    Raises:
        FigureMissing: a figure of the coming years is not entered.
    """
    levy = own.quota.levy if own.quota else None
    found = ways(levy.case, own.place, today) if levy is not None and levy.case.wage_yuan else None
    may = claims(levy, own.person_months, own.year, figures_of(own.place)) if levy is not None else ()
    return LevyLetter(unit_name, own, today, found, may, to)


def note_release(who: Who, unit: Unit, year: int) -> None:
    """Note that the letter was handed out."""
    audit.record("release", who=who, subject="employers.Unit", ids=[unit.pk], what="levy letter", year=year)


def as_docx(paper: LevyLetter) -> bytes:
    """Lay the letter out on one page: one sentence, how it is reckoned, what a hire changes, what may be claimed."""
    city, own = current(), paper.own
    author = f"{city.city_name if city else ''}残疾人联合会"
    lines = (
        f"{paper.unit_name}　{paper.to}收" if paper.to else paper.unit_name,
        f"{author}　{day_words(paper.as_of)}估算，以税务机关核定为准",
    )
    blocks: list[Block] = [Body((Run(_headline(paper)),))]
    levy = own.quota.levy if own.quota else None
    if levy is not None:
        blocks.append(_account(levy))
    if paper.ways is not None and len(paper.ways.found.value) > 1:
        blocks.append(_ways_table(paper.ways, has_end=not (levy and levy.warnings)))
    blocks.append(_claims_table(paper.claims, is_of_holding=own.is_of_holding))
    return render_plain(paper.title, lines, blocks, author)


def _headline(paper: LevyLetter) -> str:
    levy = paper.own.quota.levy if paper.own.quota else None
    if levy is None:
        return "没有在职职工人数，还算不出应缴数。"
    counted = f"应安排{plain(levy.required)}人，已安排{plain(levy.counted)}人"
    return f"{counted}，{'没有年平均工资，金额算不出' if levy.has_no_wage else f'应缴{levy.payable_yuan:,}元'}。"


def _account(levy: Levy) -> Table:
    """The levy's own sentences, then its warnings; the texts they rest on stand below, each once."""
    steps = (*levy.steps, *levy.warnings)
    rows = tuple((Run(str(n)), Run(step.text)) for n, step in enumerate(steps, 1))
    sources = dict.fromkeys(text for step in levy.steps for text in _texts(step.source))
    return Table(
        "表1　怎么算出来的", (Column("步骤"), Column("怎么算", 11, "left")), rows, notes=(f"依据：{'；'.join(sources)}。",),
        summary="一步一步写明应缴数怎么算出来",
    )  # fmt: skip


def _texts(source: str) -> list[str]:
    """The texts with a number that a source names, without the days they are in force: the page has those."""
    named = [text.strip() for text in source.split("，")[0].split(";")]
    return [text for text in named if "号" in text] or named


def _ways_table(found: Ways, *, has_end: bool) -> Table:
    """The cheapest ways and hiring nobody; what becomes of them when the reliefs end, where nothing else has said so."""
    ways = [one for one in found.found.value if one.persons][:MOST_WAYS]
    ways += [one for one in found.found.value if not one.persons]
    columns = (
        Column(f"从{found.year}年{found.from_month}月起", 4, "left"),
        Column(f"{found.year}年应缴", 3, "right"),
        Column(f"{found.year + 1}年应缴", 3, "right"),
        Column(f"{found.year + 1}年连工资", 3, "right"),
    )
    rows = tuple(
        (Run(who_of(one)), Run(f"{one.this_year.payable_yuan:,}"), Run(f"{one.next_year.payable_yuan:,}"),
         Run(f"{one.cost_next_yuan:,}"))
        for one in ways
    )  # fmt: skip
    notes = tuple(one.text for one in found.found.steps[len(found.found.value) :]) if has_end else ()
    return Table(
        "表2　合规的办法，从省到费（元）", columns, rows, notes=notes,
        summary="每行一种办法，写明两年的应缴数和连工资在内的合计",
    )  # fmt: skip


def who_of(way: Alternative) -> str:
    """Whom a way places, in words."""
    return f"安排{way.persons}名{'重度' if way.is_severe else ''}残疾人" if way.persons else "不再安排"


def _claims_table(may: tuple[Claim, ...], *, is_of_holding: bool) -> Table:
    """What the unit has or may ask for; what it can't yet have in one row."""
    rows = [
        (Run(one.title), Run(f"{STANDING_LABELS[one.standing]}：{one.said.text}"))
        for one in may
        if one.standing in _TOLD
    ]
    rest = "、".join(one.title for one in may if one.standing not in _TOLD)
    if rest:
        rows.append((Run("还不能享受的"), Run(f"{rest}。")))
    hotline = plans.setting("hotline", "12385")
    alone = "只算本单位自己的人和数，没有和上级、分支机构合并。" if is_of_holding else ""
    return Table(
        "表3　可以享受的", (Column("项目", 2, "left"), Column("情况", 7, "left")), tuple(rows), notes=(f"{alone}不清楚的，请打{hotline}。",),
        summary="每行一项，写明能不能享受",
    )  # fmt: skip
