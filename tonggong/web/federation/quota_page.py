"""What the pages of the quota have in common: the year asked for, the words of a line, addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse

from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.quota import queries
from tonggong.domain.quota.choices import TIER_LABELS, Standing
from tonggong.rules import months
from tonggong.rules.outcome import Step
from tonggong.rules.quota.counting import YearCount
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.numbers import percent_of, percent_reached, plain
from tonggong.web.components import parts, words
from tonggong.web.components.asked import whole_number
from tonggong.web.components.rows import address
from tonggong.web.federation.person_page import ledger_day

FIRST_YEAR, LAST_YEAR = 2007, 2100  # the regulation on their employment, and beyond any plan
STANDING_TAGS = {
    Standing.MET: "done", Standing.OWING: "slow", Standing.EXEMPT: "info", Standing.UNKNOWN: "warn",
    Standing.NOT_OBLIGED: "waiting",
}  # fmt: skip


def year_of_address(request: Request, made: Sequence[int]) -> int:
    """The year that an address names; else the latest of which answers are kept, else the one before the ledger's day.

    Raises Http404: it is no year.
    """
    return checked_year(text) if (text := request.GET.get("year", "")) else _latest(made)


def year_of_form(request: Request) -> int:
    """The year that a form names; the latest where it names none. Raises Http404: it is no year."""
    text = request.POST.get("year", "")
    return checked_year(text) if text else _latest(queries.years_made(request.who))


def _latest(made: Sequence[int]) -> int:
    return made[0] if made else ledger_day().year - 1


def checked_year(text: str) -> int:
    """A year that somebody names. Raises Http404: it is none, or not yet begun."""
    year = whole_number(text)
    if year is None or not FIRST_YEAR <= year <= min(LAST_YEAR, ledger_day().year):
        raise Http404
    return year


def year_choices(name: str, year: int, made: Sequence[int], **said: Any) -> list[parts.Choice]:
    """The years that may be looked at: those kept, the one asked for, the ledger's own and the one before."""
    return [
        parts.Choice(f"{one}年", address(name, **said, year=one), one == year, value=str(one))
        for one in _years(year, made)
    ]


def year_choices_of(path: str, year: int, made: Sequence[int]) -> list[parts.Choice]:
    """The same for a page whose address names an object."""
    return [parts.Choice(f"{one}年", f"{path}?year={one}", one == year, value=str(one)) for one in _years(year, made)]


def _years(year: int, made: Sequence[int]) -> list[int]:
    today = ledger_day().year
    return sorted({*made[:4], year, today - 1, today}, reverse=True)


def county_choices(who: Who) -> list[Any]:
    """The counties among which somebody may choose; none where only one is in sight."""
    return divisions.counties() if 0 < len(who.reach) <= 4 else []


def known_county(who: Who, code: str) -> str:
    """A county that an address names, "" for all. Raises Http404: there is no such county."""
    if code and code not in {one.code for one in divisions.counties()}:
        city = divisions.city()
        if city is None or code != city.code:
            raise Http404
    return code


def kind_name(kind: str) -> str:
    """A kind of units as pages call it."""
    return KIND_LABELS[UnitKind(kind)]


def known_kind(kind: str) -> str:
    """A kind that an address names, "" for all. Raises Http404: there is no such kind."""
    if kind and kind not in set(UnitKind):
        raise Http404
    return kind


def persons(number: Decimal | None) -> str:
    """A number of persons that may be a fraction; a dash where nobody knows it."""
    if number is None:
        return "—"
    whole, dot, rest = plain(number).partition(".")
    return f"{int(whole):,}{dot}{rest}"


def money(number: Decimal | None) -> str:
    """An amount; a dash where it can't be reckoned."""
    return "—" if number is None else words.grouped(number, 2)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a list as it is printed."""

    row: Any
    url: str
    kind: str
    place: str
    headcount: str
    required: str
    counted: str
    shortfall: str
    tier: str
    payable: str
    tag: tuple[str, str]
    more: str


def shown(row: Any) -> Shown:
    """A kept answer in words."""
    standing = Standing(row.standing)
    tier = f"按{percent_of(row.rate)}" if row.rate is not None else TIER_LABELS.get(row.tier, row.tier)
    more = [f"含下属 {row.branches} 家"] if row.branches else []
    if row.is_provisional:
        more.append("还不能作数")
    return Shown(
        row, address("federation:quota-unit", row.unit_id, year=row.year), kind_name(row.kind),
        divisions.name_of(row.county_code) if row.county_code else "—", persons(row.headcount), persons(row.required),
        persons(row.counted), persons(row.shortfall), tier, money(row.payable_yuan),
        (STANDING_TAGS[standing], standing.label), "，".join(more),
    )  # fmt: skip


def ledger_steps(steps: Sequence[Step], total: tuple[str, str, str] | None = None) -> list[parts.Step]:
    """A rule's sentences as an account; the total, where there is one, as (name, value, unit)."""
    lines = [parts.Step(words.with_days(step.text), "", source=words.with_days(step.source)) for step in steps]
    if total is not None:
        lines.append(parts.Step(total[0], total[1], total[2], is_total=True))
    return lines


def ratio_words(ratio: Decimal | None) -> str:
    """A ratio cut off after four decimals, so that what lies just below a limit never reads as the limit."""
    return "—" if ratio is None else percent_reached(ratio, Decimal(1))


def leading_tabs(which: str) -> list[parts.Choice]:
    """The pages of leading by example."""
    names = (
        ("leading", "名单和统计"), ("leading-plans", "计划和提醒"), ("hires", "录聘用核对"), ("leading-cadres", "残联干部"),
    )  # fmt: skip
    return [parts.Choice(title, reverse(f"federation:{name}"), name == which) for name, title in names]


def month_cells(one: YearCount, year: int) -> list[dict[str, Any]]:
    """The twelve months: counted with its weight, struck out with why, or not there."""
    found = {month.month: month for month in one.months}
    cells = []
    for name in months.between(f"{year}-01", f"{year}-12"):
        month = found.get(name)
        if month is None:
            kind, mark, said = "none", "·", "不在这里"
        elif month.counts:
            kind, mark, said = "yes", plain(month.weight), f"计入，算{plain(month.weight)}人"
        else:
            kind, mark, said = "no", "×", "不计入"
        cells.append({"label": f"{int(name[5:])}月", "kind": kind, "mark": mark, "said": said})
    return cells
