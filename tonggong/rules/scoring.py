"""Points of a score sheet: the sheet is data, a handful of ways to score is all the rule there is (评分).

Source of the ways: the standard's own columns "how scored"; which item uses which is in the sheet's file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tonggong.rules.outcome import Outcome, Step, percent

TENTH = Decimal("0.1")


class Way(StrEnum):
    """How an answer becomes points."""

    YES_NO = "yes_no"  # full points or none
    SHARE = "share"  # a share of the full points
    LINEAR = "linear"  # none up to one share, all from another, straight between
    COUNT = "count"  # one part of the points for each thing there is
    STEPS = "steps"  # one of the points named


class Source(StrEnum):
    """Who says the answer."""

    AUTO = "auto"  # the ledger
    SELF = "self"  # the institution
    SITE = "site"  # seen on the spot


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sheet. `first` and `last` are the shares of LINEAR, `of` the number of COUNT, `steps` the points."""

    id: str
    group: str
    text: str
    full: Decimal
    way: Way
    source: Source
    proof: str = ""
    first: Decimal = Decimal(0)
    last: Decimal = Decimal(1)
    of: int = 1
    steps: tuple[Decimal, ...] = ()
    figure: str = ""  # what the ledger is asked, for AUTO


@dataclass(frozen=True, slots=True)
class Band:
    """A grade: from so many points on."""

    title: str
    at_least: Decimal


class WrongAnswer(ValueError):
    """An answer does not fit its item; the text says what would."""


def points(item: Item, answer: Decimal, source: str = "") -> Outcome[Decimal]:
    """Points of one item, half-up to a tenth.

    Args:
        answer: 1 or 0 for yes and no; a share for SHARE and LINEAR (more than all counts as all); how many for COUNT;
            the points themselves for STEPS.
    Raises:
        WrongAnswer: no such answer is possible.
    """
    if answer < 0:
        raise WrongAnswer(f"{item.id}不能是负数。")
    full = item.full
    if item.way == Way.YES_NO:
        if answer not in (0, 1):
            raise WrongAnswer(f"{item.id}只答有或没有。")
        value, text = full * answer, "符合" if answer else "不符合"
    elif item.way == Way.SHARE:
        share = min(answer, Decimal(1))
        value, text = full * share, f"{percent(answer)}，按比例计{full}分的{percent(share)}"
    elif item.way == Way.LINEAR:
        share = min(max((answer - item.first) / (item.last - item.first), Decimal(0)), Decimal(1))
        value = full * share
        text = f"{percent(answer)}；{percent(item.first)}及以下不得分，{percent(item.last)}及以上得{full}分，之间按比例"
    elif item.way == Way.COUNT:
        if answer != answer.to_integral_value() or answer > item.of:
            raise WrongAnswer(f"{item.id}填0至{item.of}的整数。")
        value, text = full * answer / item.of, f"{item.of}项中有{answer:f}项"
    else:
        if answer not in item.steps:
            raise WrongAnswer(f"{item.id}只能是{'、'.join(f'{step:f}' for step in item.steps)}分。")
        value, text = answer, f"定为{answer:f}分"
    value = value.quantize(TENTH, ROUND_HALF_UP)
    return Outcome(value, (Step(f"{text}：{value}分（满分{full}分）。", source),))


def grade(total: Decimal, bands: Sequence[Band], vetoes: Sequence[str], source: str = "") -> Outcome[str]:
    """The grade of a sum; a veto caps it at the lowest.

    Raises:
        ValueError: the bands do not begin at nought.
    """
    ordered = sorted(bands, key=lambda band: band.at_least)
    if not ordered or ordered[0].at_least != 0:
        raise ValueError("the lowest grade must begin at nought")
    if vetoes:
        return Outcome(ordered[0].title, (Step(f"有一票否决情形：{'、'.join(vetoes)}。", source),))
    found = [band for band in ordered if total >= band.at_least][-1]
    return Outcome(
        found.title,
        (
            Step(
                f"总分 {total} 分，{found.title}要 {found.at_least} 分。" if found.at_least else f"总分 {total} 分。",
                source,
            ),
        ),
    )


def differing(own: Sequence[tuple[str, Decimal | None]], review: Sequence[tuple[str, Decimal | None]]) -> list[str]:
    """Items whose reviewed points differ from the institution's own, in the sheet's order; not reviewed is no difference."""
    found = dict(review)
    return [item for item, score in own if found.get(item) is not None and found[item] != score]
