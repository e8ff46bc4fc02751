"""What a relief is worth in yuan, month by month, each month of one relief counted once (减免金额)."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tonggong.rules import months
from tonggong.rules.outcome import Outcome, Step

FEN = Decimal("0.01")
SOURCE = "方案第二项行动“适当减免摊位费、租赁费，免费提供店面”"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee that is lowered for somebody.

    `key`: who and for what, so that the same month told twice is one month; `before`, `after`: yuan a month; `until` None:
    it has no end yet.
    """

    key: Hashable
    before: Decimal
    after: Decimal
    started_on: date
    until: date | None = None

    @property
    def month_yuan(self) -> Decimal:
        """What is saved in a month."""
        return max(self.before - self.after, Decimal(0))


def whole_months(first: date, last: date) -> int:
    """How many months from a day to a day, both included, a month begun counting as one: 1 January to 31 December are 12.

    Counted from the day of the month on which it begins, so that 15 March to 14 March of the next year are 12 too.
    """
    if last < first:
        return 0
    begun = (last.year - first.year) * 12 + last.month - first.month
    return begun + (last.day >= first.day)


def worth(before: Decimal, after: Decimal, count: int) -> Outcome[Decimal]:
    """What a lowered fee is worth in all, in yuan.

    Raises:
        ValueError: a negative fee or number of months, or a fee that went up.
    """
    if after < 0 or count < 0 or after > before:
        raise ValueError(f"no relief: {before} {after} {count}")
    total = ((before - after) * count).quantize(FEN, ROUND_HALF_UP)
    text = f"每月{_plain(before)}元减为{_plain(after)}元，少{_plain(before - after)}元×{count}个月={_plain(total)}元。"
    return Outcome(total, (Step(text, SOURCE),))


def worth_between(fees: Iterable[Fee], first: date, last: date) -> Outcome[Decimal]:
    """What was saved by several reliefs in the months that began from `first` to `last`; a month of one relief counts once.

    Of two statements of the same month the higher one counts, never their sum.
    """
    saved: dict[tuple[Hashable, str], Decimal] = {}
    told = 0
    for fee in fees:
        end = min(fee.until, last) if fee.until else last
        for month, day in _begins(fee.started_on, end):
            if day < first:
                continue
            told += 1
            saved[fee.key, month] = max(saved.get((fee.key, month), Decimal(0)), fee.month_yuan)
    total = sum(saved.values(), Decimal(0)).quantize(FEN, ROUND_HALF_UP)
    whom = len({key for key, _month in saved})
    text = f"{whom}项减免、{len(saved)}个月，合计{_plain(total)}元。"
    if told > len(saved):
        text += f"有{told - len(saved)}个月报了两次，只算一次。"
    return Outcome(total, (Step(text, SOURCE),))


def _begins(first: date, last: date) -> Iterable[tuple[str, date]]:
    for n in range(whole_months(first, last)):
        month = months.shift(months.of(first), n)
        yield month, months.first_day(month).replace(day=min(first.day, months.last_day(month).day))


def fee_problem(
    before: Decimal | None, after: Decimal | None, started_on: date, until: date | None, said: int | None
) -> str:
    """Why a statement of a lowered fee can't be true, "" where nothing speaks against it.

    Args:
        said: the number of months that the office wrote itself.
    """
    if before is not None and after is not None and after > before:
        return f"减免后每月{_plain(after)}元，比减免前{_plain(before)}元还高。"
    if until is not None and until < started_on:
        return "减免的止日早于起日。"
    if said is not None and until is not None and said != whole_months(started_on, until):
        return f"写的是{said}个月，起止日期之间是{whole_months(started_on, until)}个月。"
    return ""


def _plain(number: Decimal) -> str:
    """4800.00 as 4,800 ; 12.50 as 12.5."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")
