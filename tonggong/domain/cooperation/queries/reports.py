"""Reports on social responsibility: the passage with its four figures and their rows, who should file, who filed; mailings."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who, system_who
from tonggong.domain.cooperation.models import CsrFiling, MailedLetter, Mailing
from tonggong.domain.cooperation.queries.partners import figures_at
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import keys_of
from tonggong.domain.quota.own import OwnYear, own_year
from tonggong.rules import cooperation as rule
from tonggong.rules.cooperation import PlacementYear, ReportFigure
from tonggong.rules.days import month_in_words
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind, kind_of
from tonggong.rules.quota.numbers import plain

PREFIXES = ("11", "12", "13", "51", "52", "53", "91", "92", "93")


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure: a month of staff, or somebody (masked) with what counts of him. `key` orders the rows."""

    key: int
    person_id: int | None
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The paragraph for a report, its four figures, and the year it was made from."""

    unit: Unit
    year: int
    text: str
    figures: tuple[ReportFigure, ...]
    own: OwnYear


def as_unit(unit: Unit) -> Who:
    """Who speaks for a unit: staff read of a unit's year no more than the unit itself is told."""
    return replace(system_who("单位自己的数"), unit_code=unit.code)


def passage(unit: Unit, year: int) -> Passage | None:
    """The passage for a unit's report of a year, from those whom it reported itself; None where its staff is not known.

    Raises:
        FigureMissing: never: a year of which the city lacks a figure has no passage.
    """
    own = own_year(as_unit(unit), year)
    levy = own.quota.levy if own is not None and own.quota is not None else None
    if own is None or levy is None or levy.headcount <= 0:
        return None
    case = PlacementYear(
        unit.name, year, levy.headcount, sum(1 for one in own.people if one.months_counted), int(own.person_months),
        levy.counted,
    )  # fmt: skip
    text, figures = rule.responsibility_passage(case)
    return Passage(unit, year, text, figures, own)


def passage_rows(found: Passage, key: str) -> tuple[tuple[str, ...], list[Row], str]:
    """What a figure of the passage opens: (headings, rows, how the rows make the figure)."""
    if key == rule.HEADCOUNT:
        months = [
            Row(n, None, month_in_words(one.month), (f"{one.heads:,} 人",)) for n, one in enumerate(found.own.heads, 1)
        ]
        return ("月份", "参保人数"), months, "已知各月参保人数的平均；有季节工、派遣工的按规定折算。"
    people = [one for one in found.own.people if one.months_counted]
    if key == rule.PERSON_MONTHS:
        cells = [
            Row(n * 12 + month.number, one.person_id, one.name, (f"{month.number}月", f"算 {plain(month.weight)} 人"))
            for n, one in enumerate(people)
            for month in one.months
            if month.weight
        ]
        return ("姓名", "月份", "怎么算"), cells, "一个人一个月一行，每行算一个人月。"
    rows = [
        Row(n, one.person_id, one.name, (f"{one.months_counted} 个月", f"{plain(one.persons_of_year)} 人"))
        for n, one in enumerate(people, 1)
    ]
    note = (
        "至少有一个月计入的人。" if key == rule.PEOPLE else "全年折算人数之和除以平均在职职工；重度残疾人一人算两人。"
    )
    return ("姓名", "计入", "全年折算"), rows, note


# ---------------------------------------------------------------- who should file, who filed


def obliged_units(who: Who, day: date) -> QuerySet[Unit]:
    """Units within reach of a kind that is to tell of its placements. Raises FigureMissing: no kinds are set."""
    wanted = {UnitKind(one) for one in figures_at(who, day)["csr.kinds"].value}
    words = set(who.sees(Unit.objects.all()).order_by().values_list("economic_kind", flat=True).distinct())
    named = {word: kind_of("", word) for word in words}
    silent = [word for word, kind in named.items() if kind is UnitKind.OTHER]
    codes = Q(pk=None)
    for prefix in PREFIXES:
        if kind_of(prefix) in wanted:
            codes |= Q(code__startswith=prefix)
    found = Q(economic_kind__in=[word for word, kind in named.items() if kind in wanted])
    return who.sees(Unit.objects.filter(found | (codes & Q(economic_kind__in=silent)), same_as=None)).order_by("pk")


def kinds_words(who: Who, day: date) -> str:
    """The kinds that are to file, in words. Raises FigureMissing."""
    return "、".join(KIND_LABELS[UnitKind(one)] for one in figures_at(who, day)["csr.kinds"].value)


def filings(who: Who, year: int) -> QuerySet[CsrFiling]:
    """The reports of a year that stand, of units within reach."""
    rows = CsrFiling.objects.standing().filter(year=year, unit__in=who.sees(Unit.objects.all()))
    return rows.select_related("unit__same_as").order_by("unit_id", "-pk")


@dataclass(frozen=True, slots=True)
class Filed:
    """Who should file in a year, what was filed, and who is missing; others filed without having to."""

    owed: list[Unit]
    filed: list[CsrFiling]
    missing: list[Unit]
    others: list[CsrFiling]


def filed(who: Who, year: int, day: date) -> Filed:
    """Where a year stands with its reports; what was filed under a code that a unit had before is its. Raises FigureMissing."""
    owed = list(obliged_units(who, day))
    rows = {row.unit.in_use.pk: row for row in filings(who, year)}
    gone = set(rule.missing([one.pk for one in owed], rows))
    ours = {one.pk for one in owed}
    return Filed(
        owed, [row for pk, row in rows.items() if pk in ours], [one for one in owed if one.pk in gone],
        [row for pk, row in rows.items() if pk not in ours],
    )  # fmt: skip


def filing(who: Who, pk: int) -> CsrFiling | None:
    """One filed report of a unit within reach."""
    return CsrFiling.objects.filter(pk=pk, unit__in=who.sees(Unit.objects.all())).select_related("unit").first()


def filings_of(unit: Unit) -> QuerySet[CsrFiling]:
    """What one unit filed, those taken back too, the latest first."""
    return CsrFiling.objects.filter(unit__in=keys_of(unit)).order_by("-year", "-pk")


# ---------------------------------------------------------------- mailings


def mailings(who: Who) -> QuerySet[Mailing]:
    """Mailings whose whole range lies within reach, the latest first, without their packages."""
    if not who.reach:
        return Mailing.objects.none()
    return Mailing.objects.filter(reach__startswith=who.reach).defer("package").order_by("-pk")


def mailing(who: Who, pk: int) -> Mailing | None:
    """One mailing within reach."""
    return mailings(who).filter(pk=pk).first()


def letters_of(row: Mailing) -> QuerySet[MailedLetter]:
    """The letters of a mailing by their order, with the figures that each states. Whoever sees the mailing sees these."""
    return row.letters.select_related("unit__same_as").order_by("pk")


def letters_to(who: Who, unit: Unit) -> list[MailedLetter]:
    """The letters of a unit within reach, the latest first; of a mailing that knew it under two codes the newer one's alone."""
    keys = keys_of(unit)
    rows = who.sees(MailedLetter.objects.filter(unit__in=keys), "unit").exclude(mailing__done_at=None)
    found: dict[int, MailedLetter] = {}
    for row in sorted(
        rows.select_related("mailing").defer("mailing__package"), key=lambda one: keys.index(one.unit_id)
    ):
        found.setdefault(row.mailing_id, row)
    return sorted(found.values(), key=lambda one: -one.pk)


def owed_sum(row: Mailing) -> Decimal:
    """Yuan that the letters of a mailing name together."""
    return sum((one.payable_yuan or Decimal(0) for one in row.letters.all()), Decimal(0))
