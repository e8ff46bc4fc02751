"""Signals that one person's own facts show: two jobs, a death, a school, a hospital, her own word (F01-F04, F08, F09, F12-F15)."""

from collections.abc import Iterator
from datetime import date

from tonggong.rules import months
from tonggong.rules.figures import Figures
from tonggong.rules.quota.counting import spans
from tonggong.rules.signals.facts import (
    BENEFIT_LABELS,
    CARE_LABELS,
    SIGN_LABELS,
    Benefit,
    Care,
    Elsewhere,
    PaidMonth,
    PlacementFacts,
    Says,
    Sign,
    Stretch,
    UnitFacts,
)
from tonggong.rules.signals.hits import Evidence, Hit, Innocent, hit, innocent
from tonggong.rules.signals.words import Excuse


def hits(one: PlacementFacts, unit: UnitFacts, year: int, figures: Figures) -> Iterator[Hit]:
    """All that the person's facts show of one placement in a year."""
    paid = paid_months(one, year)
    yield from _two_units(one, paid, figures)
    yield from _no_certificate(one, paid, figures)
    yield from _elsewhere_all_day(one, unit, paid, figures)
    yield from _far(one, unit, paid, figures)
    yield from _post(one, figures)
    yield from _own_word(one, year, figures)
    yield from _benefits(one, paid, figures)
    if one.flows_back:
        yield hit("F15", "flows_back", [Evidence("有线索称工资发放后又转回。", tuple(one.flows_back))], (), figures)


def paid_months(one: PlacementFacts, year: int) -> tuple[PaidMonth, ...]:
    """The months of a year in which contributions were paid, in their order; a month counts once."""
    found: dict[str, PaidMonth] = {}
    for month in sorted(one.months, key=lambda paid: (paid.month, str(paid.row))):
        if month.month.startswith(f"{year}-"):
            found.setdefault(month.month, month)
    return tuple(found.values())


def seen(one: PlacementFacts) -> list[Innocent | None]:
    """What shows that the person does work there."""
    signs = [
        trace
        for trace in one.traces
        if trace.sign is not Sign.NOT_FOUND and one.started_on <= trace.on <= (one.ended_on or date.max)
    ]
    said = [row for row in one.statements if row.says is Says.WORKS]
    words = "、".join(sorted({SIGN_LABELS[trace.sign] for trace in signs}))
    return [
        innocent(Excuse.SEEN, words, {trace.row for trace in signs}) if signs else None,
        innocent(Excuse.SAYS_WORKS, "", {row.row for row in said}) if said else None,
    ]


def is_part_time(one: PlacementFacts) -> bool:
    """Whether the placement itself is part-time: said so, of that form, or insured against accidents only."""
    only_accidents = bool(one.months) and all(month.full is False for month in one.months)
    return one.is_part_time is True or one.form == "71" or only_accidents


def _two_units(one: PlacementFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> Iterator[Hit]:
    allowed = int(figures["signals.transition_months"].value)
    mine = {month.month: month.row for month in paid if month.full is not False}
    for other in sorted(one.elsewhere, key=lambda row: (str(row.unit), str(row.started_on))):
        theirs = {month.month: month.row for month in other.months}
        both = sorted(set(theirs) & set(mine))
        if len(both) <= allowed:
            continue
        rows = (*(mine[month] for month in both), *(theirs[month] for month in both))
        lesser = is_part_time(one) or other.is_part_time is True or all(row.full is False for row in other.months)
        excuses = [innocent(Excuse.PART_TIME, "", (one.row, other.row)) if lesser else None]
        if other.city:
            text = f"{spans(both)}在本市和{other.city}的单位都参保。"
            yield hit("F14", "other_city", [Evidence(text, rows)], excuses, figures)
            continue
        if _is_earlier(one, other):
            excuses.append(innocent(Excuse.EARLIER_UNIT, "", (one.row,)))
        yield hit("F01", "two_units", [Evidence(f"{spans(both)}在两个单位都参保。", rows)], excuses, figures)


def _is_earlier(one: PlacementFacts, other: Elsewhere) -> bool:
    """Which came first is counted first (as the quota counts): the later one is asked about."""
    return other.started_on is not None and (one.started_on, str(one.unit)) < (other.started_on, str(other.unit))


def _no_certificate(one: PlacementFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> Iterator[Hit]:
    if one.died_on is not None:
        grace = months.shift(months.of(one.died_on), int(figures["signals.death_grace_months"].value))
        after = [month for month in paid if month.month > grace]
        if after:
            died = f"来文说{one.died_on}死亡（还没有裁定）" if one.unconfirmed else f"{one.died_on}已死亡"
            text = f"{died}，{spans(month.month for month in after)}仍在参保。"
            yield hit("F02", "dead", [Evidence(text, tuple(month.row for month in after))], (), figures)
            return
    if one.cancelled_on is not None:
        after = [month for month in paid if month.month > months.of(one.cancelled_on)]
        if after and not _valid_again(one, one.cancelled_on):
            said = "（来文，还没有裁定）" if one.unconfirmed else ""
            text = f"残疾人证{one.cancelled_on}注销{said}，{spans(month.month for month in after)}仍在计算。"
            rows = tuple(month.row for month in after)
            yield hit("F02", "cancelled", [Evidence(text, rows)], seen(one), figures)
            return
    yield from _expired(one, paid, figures)


def _expired(one: PlacementFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> Iterator[Hit]:
    ends = sorted(period.valid_to for period in one.certificates if period.valid_to is not None)
    for end in ends:
        without = [
            month
            for month in paid
            if month.month > months.of(end) and not any(period.on(months.last_day(month.month)) for period in one.certificates)
        ]  # fmt: skip
        later = sorted(
            period.valid_from
            for period in one.certificates
            if period.valid_from is not None and period.valid_from > end
        )
        without = [month for month in without if not later or month.month < months.of(later[0])]
        if not without:
            continue
        limit = months.later(end, int(figures["signals.renewal_months"].value))
        soon = bool(later) and later[0] <= limit
        renewed = innocent(Excuse.RENEWED, f"{later[0]}重新有效", (one.row,)) if soon else None
        text = f"残疾人证{end}到期，{spans(month.month for month in without)}没有有效的证件。"
        rows = tuple(month.row for month in without)
        yield hit("F02", "expired", [Evidence(text, rows)], [renewed, *seen(one)], figures)
        return


def _valid_again(one: PlacementFacts, day: date) -> bool:
    return any(period.valid_from is not None and period.valid_from > day for period in one.certificates)


def _over(stretch: Stretch, paid: tuple[PaidMonth, ...]) -> list[PaidMonth]:
    """The paid months that lie wholly inside a stretch."""
    until = stretch.until or date.max
    return [
        month
        for month in paid
        if stretch.since <= months.first_day(month.month) and months.last_day(month.month) <= until
    ]


def _elsewhere_all_day(
    one: PlacementFacts, unit: UnitFacts, paid: tuple[PaidMonth, ...], figures: Figures
) -> Iterator[Hit]:
    full = tuple(month for month in paid if month.full is not False)
    lesser = innocent(Excuse.PART_TIME, "", (one.row,)) if is_part_time(one) else None
    if one.school and not one.part_time_school:
        holidays = {int(month) for month in figures["signals.school_holidays"].value}
        for school in one.school:
            inside = [month for month in _over(school, full) if int(month.month[5:]) not in holidays]
            if inside:
                text = f"{spans(month.month for month in inside)}在全日制学校就读。"
                rows = (school.row, *(month.row for month in inside))
                yield hit("F03", "school", [Evidence(text, rows)], [lesser], figures)
                break
    least = int(figures["signals.overlap_months"].value)
    for care in sorted(one.care or (), key=lambda row: row.since):
        inside = _over(care, full)
        if len(inside) >= least:
            text = f"{spans(month.month for month in inside)}{CARE_LABELS[Care(care.kind)]}。"
            rows = (care.row, *(month.row for month in inside))
            remote = innocent(Excuse.REMOTE, "", (one.row,)) if one.is_remote else None
            works_there = care.kind == Care.RESIDENTIAL and (unit.is_concentrated or unit.is_sheltered)
            shop = innocent(Excuse.WORKSHOP) if works_there else None
            yield hit("F04", "care", [Evidence(text, rows)], [_back(one, care), remote, shop], figures)
            break


def _back(one: PlacementFacts, care: Stretch) -> Innocent | None:
    """Whether she came back to work: it is said so, or she was met there after the stay."""
    if one.back_from_illness:
        return innocent(Excuse.BACK_FROM_ILLNESS, "", (one.row,))
    if care.until is None:
        return None
    after = [trace for trace in one.traces if trace.sign is not Sign.NOT_FOUND and trace.on > care.until]
    return innocent(Excuse.BACK_FROM_ILLNESS, "", {trace.row for trace in after}) if after else None


def _far(one: PlacementFacts, unit: UnitFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> Iterator[Hit]:
    if not paid or one.home is None or one.work is None or one.form == "16":
        return
    if one.apart_km is not None:
        if one.apart_km < figures["signals.far_km"].value:
            return
        text = f"居住地与工作地相距约{one.apart_km.normalize():f}公里。"
    elif one.home.county != one.work.county:
        text = "居住地与工作地不在同一县区。"
    else:
        return
    remote = innocent(Excuse.REMOTE, one.post, (one.row,)) if one.is_remote else None
    yield hit(
        "F08", "far", [Evidence(text, (one.row,))], [remote, *seen(one), *long_there(one, paid, figures)], figures
    )


def long_there(one: PlacementFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> list[Innocent | None]:
    """Insured at the unit for years."""
    least = int(figures["signals.long_months"].value)
    if not paid:
        return [None]
    there = months.number(paid[-1].month) - months.number(months.of(one.started_on)) + 1
    return [innocent(Excuse.LONG_THERE, f"{there}个月", (one.row,)) if there >= least else None]


def _post(one: PlacementFacts, figures: Figures) -> Iterator[Hit]:
    words = [word for word in figures["signals.risky_posts"].value if word in one.post]
    if not words or one.grade not in (1, 2) or one.category not in figures["signals.mind_categories"].value:
        return
    text = f"{one.grade}级智力或精神残疾，岗位是“{one.post}”。"
    helps = any(word in one.post for word in figures["signals.helper_words"].value)
    helper = innocent(Excuse.HELPER, one.post, (one.row,)) if helps else None
    yield hit("F09", "post", [Evidence(text, (one.row,))], [helper, *seen(one)], figures)


def _own_word(one: PlacementFacts, year: int, figures: Figures) -> Iterator[Hit]:
    told = [row for row in one.statements if row.says in (Says.NOT_REAL, Says.UNKNOWN_UNIT)]
    if told:
        words = "本人说不在那里工作。" if any(row.says is Says.NOT_REAL for row in told) else "本人不知道这个单位。"
        yield hit("F12", "denied", [Evidence(words, tuple(sorted({row.row for row in told}, key=str)))], (), figures)
    lost = [
        trace
        for trace in one.traces
        if trace.sign is Sign.NOT_FOUND
        and trace.on.year == year
        and one.started_on <= trace.on <= (one.ended_on or date.max)
    ]
    if lost:
        days = "、".join(sorted({str(trace.on) for trace in lost}))
        evidence = Evidence(f"{days}到单位走访没有找到本人。", tuple(sorted({trace.row for trace in lost}, key=str)))
        yield hit("F12", "not_found", [evidence], seen(one), figures)


def _benefits(one: PlacementFacts, paid: tuple[PaidMonth, ...], figures: Figures) -> Iterator[Hit]:
    least = int(figures["signals.overlap_months"].value)
    full = tuple(month for month in paid if month.full is not False)
    for benefit in sorted(one.benefits or (), key=lambda row: (row.since, row.kind)):
        inside = _over(benefit, full)
        if len(inside) >= least:
            text = f"{spans(month.month for month in inside)}同时{BENEFIT_LABELS[Benefit(benefit.kind)]}。"
            rows = (benefit.row, *(month.row for month in inside))
            yield hit("F13", "benefit", [Evidence(text, rows)], seen(one), figures)
            return
