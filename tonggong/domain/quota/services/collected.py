"""What the tax office collected: kept as its file says it, compared with a year's estimate, each difference decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.changes import Changes
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.intake.models import SourceFile
from tonggong.base.policy.queries import figures_on
from tonggong.base.workflow.queries import last_step
from tonggong.base.workflow.services import move
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota.choices import Settled
from tonggong.domain.quota.folding import Line
from tonggong.domain.quota.models import LevyCollected, LevyDifference
from tonggong.domain.quota.yearly import policy_day
from tonggong.rules.outcome import Outcome
from tonggong.rules.quota.collected import (
    Collected,
    Compared,
    Difference,
    compared,
    due_on,
    not_estimated,
    not_registered,
    together,
)

COLLECTED = (
    "unit_code", "year", "unit_name", "county_code", "headcount", "counted", "wage_yuan", "relief_yuan", "payable_yuan",
    "paid_yuan", "paid_on", "status",
)  # fmt: skip
FEED = "levy-collected"
LATE, EXEMPTED = "逾期", "免缴"
_SAID = ("unit", "unit_name", "county_code", "township_code", "kind", "also", "estimate_yuan", "paid_yuan", "because", "made_at", "gone_at", "gone_file")  # fmt: skip
_BATCH = 500


class SettlingRefused(Exception):
    """A difference can't be decided so; the message says why."""


def keep_collected(changes: Changes, values: Sequence[Any], source: tuple[int | None, int | None]) -> int:
    """Keep a row of the tax office's file, in the order of `COLLECTED`."""
    return changes.add_fact(LevyCollected, COLLECTED, tuple(values), source)


def as_collected(row: LevyCollected) -> Collected:
    """A kept row as the rule takes it."""
    return Collected(
        row.paid_yuan, row.paid_on, row.headcount, row.counted, row.wage_yuan,
        True if row.status == EXEMPTED else None, row.status == LATE,
    )  # fmt: skip


def differences(
    year: int, lines: Iterable[tuple[Line, Sequence[str]]], now: datetime, codes: Iterable[str] | None = None
) -> list[LevyDifference]:
    """Compare the lines of a year with what was collected; nothing where the tax office has sent nothing of the year.

    Args:
        lines: the year's lines with the codes of the units that each of them counts.
        codes: of which units rows are asked, where a run is about some only; None is all of them.
    """
    rows: dict[str, LevyCollected] = {}
    for row in LevyCollected.objects.standing().filter(year=year).order_by("pk"):
        rows[row.unit_code] = row
    if not rows:
        return []
    wanted = None if codes is None else set(codes)
    left = {code for code in rows if wanted is None or code in wanted}
    found = []
    for line, members in lines:
        mine = [rows[code] for code in members if code in rows]
        left -= set(members)
        if mine or (line.levy is not None and line.levy.payable_yuan):
            found.append(_difference(year, line, mine, now))
    units = {one.code: one for one in Unit.objects.filter(code__in=left)}
    found += [_without_line(rows[code], units.get(code), now) for code in sorted(left)]
    return found


def _difference(year: int, line: Line, mine: list[LevyCollected], now: datetime) -> LevyDifference:
    figures = figures_on(policy_day(year), line.unit.county_code or _city())
    row = together([as_collected(one) for one in mine]) if mine else Collected(None)
    if line.levy is None:
        outcome = not_estimated(row, figures)
    else:
        outcome = compared(line.levy, row, due_on(year, figures), clock.today(), figures)
    estimate = line.levy.payable_yuan if line.levy else None
    return _row(
        outcome, estimate, now, unit_id=line.unit.id, unit_code=line.unit.code, unit_name=line.unit.name, year=year,
        county_code=line.unit.county_code,
    )  # fmt: skip


def _without_line(row: LevyCollected, unit: Unit | None, now: datetime) -> LevyDifference:
    """A row of a unit that the register or the year's ledger does not know; the city's where nobody says the county."""
    county = (unit.county_code if unit else row.county_code) or _city()
    figures = figures_on(policy_day(row.year), county)
    said = as_collected(row)
    outcome = not_estimated(said, figures) if unit else not_registered(row.unit_name, said, figures)
    name = unit.name if unit else row.unit_name
    return _row(
        outcome, None, now, unit_id=unit.pk if unit else None, unit_code=row.unit_code, unit_name=name, year=row.year,
        county_code=county,
    )  # fmt: skip


def _row(outcome: Outcome[Compared], estimate: Decimal | None, now: datetime, **known: Any) -> LevyDifference:
    value = outcome.value
    also = ",".join(one.value for one in value.all if one is not value.difference)
    return LevyDifference(
        kind=value.difference.value, also=also, estimate_yuan=estimate, paid_yuan=value.paid_yuan,
        because=outcome.because[:600], made_at=now, **known,
    )  # fmt: skip


def keep_differences(who: Who, year: int, fresh: list[LevyDifference], codes: Iterable[str] | None) -> None:
    """Put the differences of a run in the place of those kept; one whose class or sums changed is open again.

    One that the run finds no more is gone and stays; found again as it was, it stands as it was decided then.

    Call it inside a transaction, with `codes` as `differences`.
    """
    kept = LevyDifference.objects.filter(year=year)
    if codes is not None:
        kept = kept.filter(unit_code__in=list(codes))
    before = {one.unit_code: one for one in kept}
    said = {one.unit_code: one for one in fresh}
    towns = dict(Unit.objects.filter(code__in=list(said)).values_list("code", "township_code"))
    for code, one in said.items():
        one.township_code = towns.get(code, "")
    LevyDifference.objects.bulk_create(
        fresh, batch_size=_BATCH, update_conflicts=True, unique_fields=["unit_code", "year"], update_fields=list(_SAID)
    )
    for code, old in before.items():
        new = said.get(code)
        was = f"原来估算{_money(old.estimate_yuan)}元、实缴{_money(old.paid_yuan)}元"
        if new is None:
            if old.state != Settled.GONE:
                _let_go(who, old, was)
        elif old.state == Settled.GONE:
            step = last_step(old, Settled.GONE)
            as_before = step is not None and not _moved(old, new)
            to = step.before if step is not None and as_before else Settled.OPEN.value
            told = "又比对出来，和没有以前一样，照原来的处理。" if as_before else f"又比对出来，数变了：{was}。"
            move(old, to, who=who, reason=told)
        elif old.state != Settled.OPEN and _moved(old, new):
            move(old, Settled.OPEN, who=who, reason=f"重新比对后变了：{was}。")


def _let_go(who: Who, old: LevyDifference, was: str) -> None:
    """Keep a difference that a run found no more: with when, by which file, and what was decided of it."""
    file, ground = None, "台账或登记册变了以后"
    if LevyCollected.objects.filter(year=old.year, known_until__gt=old.made_at).exists():
        sent = SourceFile.objects.filter(delivery__feed=FEED, received_at__gt=old.made_at)
        file = sent.order_by("-received_at", "-pk").first()
        ground = f"收到“{file.name}”以后" if file else "税务文件撤回以后"
    told = f"{ground}重新比对，这一条没有了：{was}，处理是“{Settled(old.state).label}”。"
    move(old, Settled.GONE, who=who, reason=told, gone_at=clock.now(), gone_file=file)


def _moved(old: LevyDifference, new: LevyDifference) -> bool:
    return (old.kind, old.estimate_yuan, old.paid_yuan) != (new.kind, new.estimate_yuan, new.paid_yuan)


@transaction.atomic
def settle_difference(who: Who, row: LevyDifference, to: str, reason: str) -> None:
    """Decide a difference, or decide it anew; the earlier step stays in its history.

    Raises:
        SettlingRefused: out of reach, no difference at all, or no reason.
        MoveRefused: it stands so already, or a colleague was faster.
    """
    if not who.covers(row.county_code):
        raise SettlingRefused("这个单位不在您的范围内。")
    if row.kind == Difference.EQUAL:
        raise SettlingRefused("估算和征收一致，没有要处理的。")
    if Settled.GONE in (row.state, to):
        raise SettlingRefused(
            "这一条在比对里已经没有了，不用处理。"
            if row.state == Settled.GONE
            else "一条差异有没有，由比对来说，不能手工改。"
        )
    if len(reason.strip()) < 2:
        raise SettlingRefused("请写一句理由。")
    move(row, to, who=who, reason=reason.strip())


def _money(value: Decimal | None) -> str:
    return "不明" if value is None else f"{value:,}"


def _city() -> str:
    found = divisions.city()
    return found.code if found else ""
