"""Signals that show only in what a unit's placements, or those with one phone, have in common (F05-F07, F10, F11, F16)."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, comb

from tonggong.rules import months
from tonggong.rules.figures import Figures
from tonggong.rules.quota.counting import spans
from tonggong.rules.signals.facts import PaidMonth, PlacementFacts, StaffMonth, UnitFacts
from tonggong.rules.signals.hits import Evidence, Hit, Innocent, hit, innocent
from tonggong.rules.signals.personal import is_part_time, long_there, paid_months, seen
from tonggong.rules.signals.words import Excuse

MinimumOf = Callable[[str, str], Decimal | None]
"""The minimum wage of a place (division code) in a month, yuan; None where none is entered."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a placement is seen beside: the unit's placements of the year, those with its phone or account, the city."""

    unit: UnitFacts
    placed: tuple[PlacementFacts, ...]
    same_phone: tuple[PlacementFacts, ...]
    same_account: tuple[PlacementFacts, ...]
    severe_share: float
    minimum: MinimumOf

    def staff(self, month: str) -> StaffMonth | None:
        """The other staff of a month."""
        return next((row for row in self.unit.staff if row.month == month), None)


def hits(one: PlacementFacts, company: Company, year: int, figures: Figures) -> Iterator[Hit]:
    """All that the company of a placement shows."""
    paid = paid_months(one, year)
    yield from _wage(one, company, year, paid, figures)
    yield from _assessment(one, company, year, paid, figures)
    yield from _shared(one, company, figures)
    yield from _severe(one, company, figures)
    yield from _cohort(one, company, year, figures)
    yield from _to_the_head(one, company, figures)
    yield from _agency(one, company, year, figures)


# ------------------------------------------------------------------ F05


def _at_minimum(one: PlacementFacts, year: int, minimum: MinimumOf, figures: Figures) -> bool | None:
    """Whether the declared wages of the year are the minimum to the yuan, but for a slip; None where none is declared."""
    near = figures["signals.exact_yuan"].value
    declared = [month for month in paid_months(one, year) if month.wage_yuan is not None]
    found = []
    for month in declared:
        least = minimum(one.place, month.month)
        if least is None or month.wage_yuan is None:
            return None
        found.append(abs(month.wage_yuan - least) <= near)
    return sum(found) >= figures["signals.exact_share"].value * len(found) if found else None


def _wage(
    one: PlacementFacts, company: Company, year: int, paid: tuple[PaidMonth, ...], figures: Figures
) -> Iterator[Hit]:
    if is_part_time(one) or not _at_minimum(one, year, company.minimum, figures):
        return
    group = [other for other in company.placed if _at_minimum(other, year, company.minimum, figures) is not None]
    same = [other for other in group if _at_minimum(other, year, company.minimum, figures)]
    came = [other for other in _came_with(one, company.placed, figures) if other in group]
    whole = [part for part in (group, came) if len(part) > 1 and all(other in same for other in part)]
    few = company.unit.others_paid < int(figures["signals.others_least"].value)
    share = None if few else company.unit.others_at_minimum
    apart = share is not None and share <= figures["signals.contrast_share"].value
    clue = ("wage_all" if whole else "wage_one") + ("_contrast" if apart else "")
    if not whole and len(group) > 1:
        clue = "wage_one"
    number = len(max(whole, key=len)) if whole else 1
    text = f"{spans(month.month for month in paid if month.wage_yuan is not None)}工资都恰为最低工资"
    text += f"，同单位{number}名残疾人一样" if whole else ""
    text += "，其他职工不是这样。" if apart else "。"
    low = share is not None and share >= figures["signals.low_share"].value
    excuses = [
        innocent(Excuse.ALL_LOW, f"占{share:.0%}") if low else None,
        innocent(Excuse.POST_AT_MINIMUM) if one.form[:1] in ("4", "5") or company.unit.is_sheltered else None,
        *seen(one),
        *long_there(one, paid, figures),
    ]
    rows = tuple(month.row for month in paid if month.wage_yuan is not None)
    yield hit("F05", clue, [Evidence(text, rows)], excuses, figures)


# ------------------------------------------------------------------ F06


def _assessment(
    one: PlacementFacts, company: Company, year: int, paid: tuple[PaidMonth, ...], figures: Figures
) -> Iterator[Hit]:
    if not paid or is_part_time(one):
        return
    audit = {int(month) for month in figures["signals.assessment_months"].value}
    in_season = _moved_with(paid[0].month, company, figures)
    excuses: list[Innocent | None] = [
        in_season,
        innocent(Excuse.SEASON) if company.unit.is_seasonal else None,
        innocent(Excuse.BACK_FROM_ILLNESS, "", (one.row,)) if one.back_from_illness else None,
        _shut_with(one, company),
        _left_with(one, company, figures),
        *seen(one),
    ]
    only = len(paid) <= int(figures["signals.assessment_most"].value) and all(
        int(month.month[5:]) in audit for month in paid
    )
    late = [month for month in paid if month.back_paid]
    whole = [month for month in late if _late_for_all(company.staff(month.month), figures)]
    why = _why_only_then(one, company, year, audit, len(late) > len(whole)) if only else ""
    if why:
        text = f"全年只在{spans(month.month for month in paid)}参保，{why}。"
        rows = tuple(month.row for month in paid)
        told = [*excuses, _came_from_work(one, paid, figures)]
        yield hit("F06", "assessment_only", [Evidence(text, rows)], told, figures)
    if len(late) >= 2 or (late and len(late) == len(paid)):
        unit_late = innocent(Excuse.PAID_LATE_FOR_ALL) if len(whole) == len(late) else None
        text = f"{spans(month.month for month in late)}是补缴的。"
        rows = tuple(month.row for month in late)
        yield hit("F06", "paid_in_bulk", [Evidence(text, rows)], [unit_late, *excuses], figures)


def _came_from_work(one: PlacementFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> Innocent | None:
    """Whether she was insured at another unit up to here, and for longer than here."""
    allowed = int(figures["signals.transition_months"].value)
    begin = paid[0].month
    for other in sorted(one.elsewhere, key=lambda row: (str(row.unit), str(row.row))):
        theirs = sorted(month.month for month in other.months)
        goes_over = bool(theirs) and months.shift(begin, -1) <= theirs[-1] < months.shift(begin, allowed)
        if goes_over and theirs[0] < months.shift(begin, -len(paid)):
            return innocent(Excuse.CAME_FROM_WORK, "", (other.row,))
    return None


def _why_only_then(one: PlacementFacts, company: Company, year: int, audit: set[int], paid_alone: bool) -> str:
    """What makes the few months more than a fresh start; "" where nothing does."""
    before = [month.month for month in one.months if month.month.startswith(f"{year - 1}-")]
    if before and all(int(month[5:]) in audit for month in before):
        return "上一年也只在这几个月"
    if one.ended_on is not None and one.ended_on.year == year:
        return "随即停保"
    if paid_alone:
        return "属补缴"
    begin = months.first_day(f"{year}-{min(audit):02d}")
    first = company.staff(months.of(max(one.started_on, begin)))
    if first is None or first.joined is None:
        return ""  # nobody can tell whether the others came too
    if len(company.placed) > 1 and all(other.started_on >= begin for other in company.placed):
        return "单位的残疾人都在这时才参保"
    return ""


def _late_for_all(staff: StaffMonth | None, figures: Figures) -> bool:
    return (
        staff is not None
        and staff.others > 0
        and staff.back_paid >= figures["signals.others_late"].value * staff.others
    )


def _moved_with(month: str, company: Company, figures: Figures) -> Innocent | None:
    """Whether the other staff came in the same month too."""
    staff = company.staff(month)
    if staff is None or staff.joined is None or not staff.others:
        return None
    if staff.joined < figures["signals.others_moved"].value * staff.others:
        return None
    return innocent(Excuse.SEASON, f"{spans([month])}其他职工新进{staff.joined}人")


# ------------------------------------------------------------------ F07


def _shared(one: PlacementFacts, company: Company, figures: Figures) -> Iterator[Hit]:
    least = int(figures["signals.shared_least"].value)
    for clue, what, token, those in (
        ("shared_phone", "电话", one.phone, company.same_phone),
        ("shared_account", "开户点或账户", one.account, company.same_account),
    ):
        if token is None:
            continue
        homes = {_household(other) for other in those}
        if len(homes) < least:
            continue
        units = {other.unit for other in those}
        here = {_household(other) for other in those if other.unit == one.unit}
        others_too = bool(company.unit.phones.get(token)) and len(homes - here) < least
        own = clue == "shared_phone" and (token in company.unit.contacts or others_too)
        strangers = [other for other in those if _household(other) != _household(one)]
        kin = any(other.person != one.person and _household(other) == _household(one) for other in those)
        family = kin and len({other.unit for other in strangers}) == 1
        text = f"{len({other.person for other in those})}人、{len(homes)}个家庭、{len(units)}个单位留同一个{what}。"
        rows = tuple(sorted({other.row for other in those}, key=str))
        excuses = [innocent(Excuse.UNIT_PHONE) if own else None, innocent(Excuse.FAMILY) if family else None]
        yield hit("F07", clue, [Evidence(text, rows)], [*excuses, *seen(one)], figures)


def _household(one: PlacementFacts) -> tuple[str, object]:
    return ("home", one.household) if one.household is not None else ("person", one.person)


# ------------------------------------------------------------------ F10


def _severe(one: PlacementFacts, company: Company, figures: Figures) -> Iterator[Hit]:
    graded = {other.person: other.grade for other in company.placed if other.grade is not None}
    if one.grade not in (1, 2) or len(graded) < int(figures["signals.severe_least"].value):
        return
    heavy, n = sum(grade <= 2 for grade in graded.values()), len(graded)
    share = company.severe_share
    chance = sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(heavy, n + 1))
    if chance > float(figures["signals.severe_chance"].value):
        return
    rows = tuple(sorted({other.row for other in company.placed if other.grade in (1, 2)}, key=str))
    text = f"单位的{n}名残疾人中{heavy}名是一、二级（全市在岗的为{share:.0%}）。"
    excuses = [_workshop(company.unit), *seen(one)]
    yield hit("F10", "severe", [Evidence(text, rows)], excuses, figures)


def _workshop(unit: UnitFacts) -> Innocent | None:
    return innocent(Excuse.WORKSHOP) if unit.is_concentrated or unit.is_sheltered else None


# ------------------------------------------------------------------ F11


def _came_with(one: PlacementFacts, placed: Sequence[PlacementFacts], figures: Figures) -> list[PlacementFacts]:
    days = int(figures["signals.cohort_days"].value)
    return [other for other in placed if abs((other.started_on - one.started_on).days) <= days]


def _cohort(one: PlacementFacts, company: Company, year: int, figures: Figures) -> Iterator[Hit]:
    if one.ended_on is None:
        return
    days = int(figures["signals.cohort_days"].value)
    together = [
        other
        for other in _came_with(one, company.placed, figures)
        if other.ended_on is not None and abs((other.ended_on - one.ended_on).days) <= days
    ]
    persons = {other.person for other in together}
    if len(persons) < int(figures["signals.cohort_least"].value):
        return
    text = f"{len(persons)}人在{one.started_on}前后一起进、{one.ended_on}前后一起出。"
    came = _moved_with(months.of(one.started_on), company, figures)
    excuses = [
        _shut_with(one, company),
        innocent(Excuse.OTHERS_TOO, came.text) if came else None,
        _left_with(one, company, figures),
        _moved_together(together, figures),
        *seen(one),
    ]
    rows = tuple(sorted({other.row for other in together}, key=str))
    yield hit("F11", "cohort", [Evidence(text, rows)], excuses, figures)


def _shut_with(one: PlacementFacts, company: Company) -> Innocent | None:
    """Whether the unit shut when the placement ended, or within a quarter after."""
    closed = company.unit.closed_on
    if closed is None or one.ended_on is None or months.of(closed) > months.shift(months.of(one.ended_on), 3):
        return None
    return innocent(Excuse.UNIT_CLOSED, f"{closed}")


def _left_with(one: PlacementFacts, company: Company, figures: Figures) -> Innocent | None:
    """Whether the other staff went too: in the month of the end, or counted as gone in the next."""
    if one.ended_on is None:
        return None
    last = months.of(one.ended_on)
    for month in (last, months.shift(last, 1)):
        staff = company.staff(month)
        if staff is None or staff.left is None:
            continue
        if staff.left > 0 and staff.left >= figures["signals.others_moved"].value * (staff.others + staff.left):
            return innocent(Excuse.UNIT_CLOSED, f"{spans([month])}其他职工离开{staff.left}人")
    return None


def _moved_together(group: Sequence[PlacementFacts], figures: Figures) -> Innocent | None:
    """Whether all of a group went on to one other unit, where contributions begin in the month of the end or soon after."""
    allowed = int(figures["signals.transition_months"].value)
    where: list[dict[Hashable, Hashable]] = []
    for one in group:
        end = months.of(one.ended_on) if one.ended_on else ""
        last = months.shift(end, allowed) if end else ""
        begins = {
            other.unit: (min(month.month for month in other.months), other.row)
            for other in one.elsewhere
            if other.months
        }
        where.append({unit: row for unit, (first, row) in begins.items() if end <= first <= last})
    common = set(where[0]).intersection(*where[1:]) if where else set()
    if not common:
        return None
    unit = min(common, key=str)
    return innocent(Excuse.MOVED_TOGETHER, f"{len(group)}人", {one[unit] for one in where})


def _to_the_head(one: PlacementFacts, company: Company, figures: Figures) -> Iterator[Hit]:
    history = sorted(company.unit.history or (), key=lambda row: row.year)
    if len(history) < 2:
        return
    exact = all(row.counted == ceil(row.needed) and row.counted > 1 for row in history)
    if not exact or any(row.stayed for row in history[1:]):
        return
    years = "、".join(f"{row.year}年{row.counted}人" for row in history)
    text = f"{years}，每年恰好等于应安排数，而且全部换了人。"
    yield hit("F11", "quota_to_the_head", [Evidence(text, (one.row,))], seen(one), figures)


# ------------------------------------------------------------------ F16


def _agency(one: PlacementFacts, company: Company, year: int, figures: Figures) -> Iterator[Hit]:
    unit = company.unit
    if unit.is_agency and unit.has_licence is False:
        yield hit("F16", "no_licence", [Evidence("派遣单位没有劳务派遣许可。", (one.row,))], (), figures)
    if one.both_sides_count:
        yield hit("F16", "both_count", [Evidence("派遣单位和用工单位都计算了此人。", (one.row,))], (), figures)
    persons = {other.person for other in company.placed}
    if len(persons) < int(figures["signals.only_such_least"].value):
        return
    paid = {month.month for month in paid_months(one, year)}
    others = max((row.others for row in unit.staff if row.month in paid), default=None)
    if others is None:
        return
    share = Decimal(len(persons)) / (len(persons) + others)
    if share < figures["signals.only_such_share"].value:
        return
    text = f"职工{len(persons) + others}人中{len(persons)}人是持证人。"
    yield hit("F16", "only_such", [Evidence(text, (one.row,))], [_workshop(unit), *seen(one)], figures)


def shared_by(
    those: Mapping[Hashable, tuple[PlacementFacts, ...]], token: Hashable | None
) -> tuple[PlacementFacts, ...]:
    """The placements that share a token; none where there is none."""
    return those.get(token, ()) if token is not None else ()
