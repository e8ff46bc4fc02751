"""Public-welfare posts (公益性岗位): how long one person may hold them, and when a second placement is lawful."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.ages import FEMALE, RetireCategory, age_on, retirement_month
from tonggong.rules.days import in_words, month_in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.retirement import is_near_retirement

FORMS = ("41", "42", "43")


class Ground(StrEnum):
    """On which ground somebody may hold a post to a day, or why not."""

    NO_TERM = "no_term"
    FIRST = "first"
    RETIREMENT = "retirement"
    SECOND = "second"
    OVER = "over"
    NOT_ENTITLED = "not_entitled"
    NOT_FILED = "not_filed"
    THIRD = "third"


LAWFUL = frozenset({Ground.NO_TERM, Ground.FIRST, Ground.RETIREMENT, Ground.SECOND})


@dataclass(frozen=True, slots=True)
class Held:
    """A post held, days inclusive; None while it lasts."""

    form: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post.

    Args:
        groups: codes of rules.hardship, on the day on which it is asked.
        filed: number under which the province filed the second placement, "" where none is.
    """

    sex: str
    born_on: date
    retire_category: RetireCategory | None = None
    groups: frozenset[str] = frozenset()
    filed: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Posts held one after the other without a real break: one term."""

    started_on: date
    ended_on: date | None


def placements(held: Iterable[Held], figures: Figures) -> list[Placement]:
    """The placements that somebody's posts make, the first first: moving on within some days begins no new term.

    Raises:
        FigureMissing: the days of a break or the forms with a term are not set.
    """
    gap = timedelta(int(figures["publicpost.break_days"].value))
    limited = figures["publicpost.limited_forms"].value
    found: list[tuple[date, date | None]] = []
    for one in sorted((h for h in held if h.form in limited), key=lambda h: h.started_on):
        if found and (found[-1][1] is None or one.started_on <= found[-1][1] + gap):
            before = found[-1][1]
            end = None if before is None or one.ended_on is None else max(before, one.ended_on)
            found[-1] = (found[-1][0], end)
        else:
            found.append((one.started_on, one.ended_on))
    return [Placement(start, end) for start, end in found]


def last_day(started_on: date, figures: Figures) -> date:
    """The last day of a term that begins on a day.

    Raises:
        FigureMissing: the years are not set.
    """
    return months.later(started_on, int(figures["publicpost.max_years"].value) * 12) - timedelta(1)


def may_begin_again(who: Holder, day: date, figures: Figures) -> Outcome[bool]:
    """Whether somebody belongs to those for whom a second placement is lawful: older, zero-employment, severe.

    Raises:
        FigureMissing: the ages are not set.
    Source: 财社〔2023〕181号 第十一条.
    """
    older = figures["publicpost.older_age"]
    source = figures["publicpost.max_placements"].source
    age = age_on(who.born_on, day)
    least = int(older.value["female" if who.sex == FEMALE else "male"])
    if "severe" in who.groups:
        return Outcome(True, (Step("重度残疾人，可以第二次安置。", source),))
    if "zero_employment_household" in who.groups:
        return Outcome(True, (Step("零就业家庭成员，可以第二次安置。", source),))
    if age >= least:
        return Outcome(True, (Step(f"{age}岁，满{least}岁，属于大龄，可以第二次安置。", older.source),))
    return Outcome(False, (Step("不是重度残疾人、零就业家庭成员，也不满大龄年龄，不能第二次安置。", source),))


def may_hold(
    who: Holder, form: str, earlier: Sequence[Held], started_on: date, until: date, figures: Figures
) -> Outcome[Ground]:
    """Whether somebody may hold a post from a day to a day.

    The term of 36 months runs from the first day of the placement. It may run on to retirement where that was within
    five years on that first day. A second placement begins a term of its own, after a break or after the first term was
    over, for those entitled, once filed with the province; there is no third.

    Args:
        earlier: posts held before; one that runs into this one belongs to the same placement.
    Raises:
        FigureMissing: a setting is not entered.
    Source: 财社〔2023〕181号 第十、十一条.
    """
    years = figures["publicpost.max_years"]
    if form not in figures["publicpost.limited_forms"].value:
        return Outcome(Ground.NO_TERM, (Step("这一种岗位没有年限。", figures["publicpost.limited_forms"].source),))
    before = [one for one in earlier if one.started_on < started_on]
    number, begin = _terms(who, [*before, Held(form, started_on, until)], started_on, figures)[-1]
    word = f"{in_words(started_on)}至{in_words(until)}"
    if number > int(figures["publicpost.max_placements"].value):
        text = f"这是第{number}次安置，最多{figures['publicpost.max_placements'].value}次。"
        return Outcome(Ground.THIRD, (Step(text, figures["publicpost.max_placements"].source),))
    steps: tuple[Step, ...] = ()
    if number > 1:
        entitled = may_begin_again(who, begin, figures)
        if not entitled.value:
            return Outcome(Ground.NOT_ENTITLED, entitled.steps)
        if not who.filed.strip():
            text = "第二次安置要先报省里备案，请填备案文号。"
            return Outcome(Ground.NOT_FILED, (*entitled.steps, Step(text, figures["publicpost.max_placements"].source)))
        steps = (*entitled.steps, Step(f"省里备案：{who.filed}。", figures["publicpost.max_placements"].source))
    last = last_day(begin, figures)
    if until <= last:
        text = f"{word}，这一次安置自{in_words(begin)}起，最迟到{in_words(last)}。"
        return Outcome(Ground.SECOND if number > 1 else Ground.FIRST, (*steps, Step(text, years.source)))
    near, retire = _near(who, begin, figures), _retires(who, figures)
    if near is not None and near.value and until <= months.last_day(retire):
        return Outcome(
            Ground.RETIREMENT, (*steps, *near.steps, Step(f"可以到{month_in_words(retire)}退休。", years.source))
        )
    text = f"这一次安置自{in_words(begin)}起，到{in_words(last)}满{years.value}年；{in_words(until)}超过了年限。"
    if number == 1:
        text += "期满后只有重度残疾人、零就业家庭成员、大龄人员可以第二次安置，并报省里备案。"
    return Outcome(Ground.OVER, (*steps, Step(text, years.source)))


def lawful_until(who: Holder, held: Sequence[Held], day: date, figures: Figures) -> date | None:
    """The last day on which the placement that holds on a day is lawful, None where it has no term.

    A second placement that was filed is its own term; without filing the first term is the limit.

    Raises:
        FigureMissing: a setting is not entered.
    """
    terms = _terms(who, [one for one in held if one.started_on <= day], day, figures)
    if not terms:
        return None
    allowed = int(figures["publicpost.max_placements"].value) if who.filed.strip() else 1
    _number, begin = terms[min(len(terms), allowed) - 1]
    near = _near(who, begin, figures)
    last = last_day(begin, figures)
    return max(last, months.last_day(_retires(who, figures))) if near is not None and near.value else last


def _near(who: Holder, begin: date, figures: Figures) -> Outcome[bool] | None:
    """Whether a term that begins on a day may run to retirement; None where the category is not known or no rule stands."""
    category = who.retire_category or (None if who.sex == FEMALE else RetireCategory.M60)
    if category is None or "hardship.near_retirement_years" not in figures:
        return None
    return is_near_retirement(category, who.born_on, begin, figures)


def _retires(who: Holder, figures: Figures) -> str:
    """The month of retirement; of a woman whose category is not known the earliest, which promises least."""
    category = who.retire_category or (RetireCategory.F50 if who.sex == FEMALE else RetireCategory.M60)
    return retirement_month(category, who.born_on, figures).value


def _terms(who: Holder, held: Sequence[Held], day: date, figures: Figures) -> list[tuple[int, date]]:
    """Terms that began by a day, (number, first day): a post held on past its term has begun another, unless to retirement."""
    found: list[tuple[int, date]] = []
    for one in placements(held, figures):
        begin = one.started_on
        end = day if one.ended_on is None else min(day, one.ended_on)
        found.append((len(found) + 1, begin))
        near = _near(who, begin, figures)
        while not (near is not None and near.value) and (last := last_day(begin, figures)) < end:
            starts = [h.started_on for h in held if last < h.started_on <= end]
            begin = min(starts, default=last + timedelta(1))
            found.append((len(found) + 1, begin))
    return found
