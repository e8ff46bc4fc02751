"""The indicators whose rows are records and no persons of the ledger: reliefs by channel, labour complaints, words of workers.

They stand in one registry with the others, and are reckoned when asked: of a day and an instant they come out the same again.
Of words nobody is ever listed, and few are not told; of complaints few are told only to whoever may open them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.reliefs.queries import channels as reliefs
from tonggong.domain.testimony.queries import complaints, words
from tonggong.rules.outcome import Step
from tonggong.rules.reliefs.channels import CHANNEL_LABELS, Channel
from tonggong.rules.small_cells import LEAST, closed


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value within a reach, and what it is made of.

    Args:
        value: None where nothing was reported, nothing can be said, or the number stays closed.
        counted: how many records (or persons) the value tells of. of: of how many, where it is a share.
        is_closed: there are some, too few to be told.
        steps: how it was found, with sources.
    """

    value: Decimal | None
    unit: str
    counted: int
    of: int | None = None
    is_closed: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordIndicator:
    """A number of records.

    Args:
        reckon: the number within a reach, of a year up to a day, by what was known at the end of a day (None: now).
        duty: needed to see the number at all, "" for everybody who sees figures.
        opens: the duty by which its records are opened; "": nobody opens them here, and few are told to nobody.
        rows: which register opens them, and which of its figures.
    """

    key: str
    title: str
    unit: str
    definition: str
    reckon: Callable[[Who, date, date | None], Reckoned]
    duty: str = ""
    opens: str = ""
    rows: tuple[str, str] = ("", "")

    def figure(self, who: Who, as_of: date, known_on: date | None = None) -> Reckoned:
        """The number within reach, few of them closed. Raises FigureMissing."""
        found = self.reckon(who, as_of, known_on)
        return found if self.may_open(who) else _closed_if_few(found)

    def by_county(self, who: Who, as_of: date, known_on: date | None = None) -> list[tuple[str, Reckoned]]:
        """The number of each county in sight, so that what is closed can't be told from the rest. Raises FigureMissing."""
        if len(who.reach) > 4:
            return []
        found = [(one.name, self.reckon(who.narrowed_to(one.code), as_of, known_on)) for one in divisions.counties()]
        if self.may_open(who):
            return found
        shown = closed([one.counted if one.of is None else min(one.counted, one.of - one.counted) for _n, one in found])
        return [
            (name, _closed_if_few(one) if number is not None else _close(one))
            for (name, one), number in zip(found, shown, strict=True)
        ]

    def may_open(self, who: Who) -> bool:
        """Whether somebody may open the records."""
        return bool(self.opens) and who.may(self.opens)


def _close(found: Reckoned) -> Reckoned:
    return Reckoned(None, found.unit, 0, None, True)


def _closed_if_few(found: Reckoned) -> Reckoned:
    parts = [found.counted] if found.of is None else [found.counted, found.of - found.counted]
    return _close(found) if any(0 < part < LEAST for part in parts) else found


def _until(day: date, known_on: date | None) -> date:
    """The last day whose steps count: each was written down on the day on which it was taken."""
    return day if known_on is None else min(day, known_on)


def _complaints(key: str, who: Who, day: date, known_on: date | None) -> Reckoned:
    number = complaints.figure_count(who, key, day.year, _until(day, known_on))
    return Reckoned(Decimal(number), "件", number)


def _in_time(who: Who, day: date, known_on: date | None) -> Reckoned:
    until = _until(day, known_on)
    yes, late = (complaints.figure_count(who, key, day.year, until) for key in ("in_time", "late"))
    share = (Decimal(100 * yes) / (yes + late)).quantize(Decimal("0.1"), ROUND_HALF_UP) if yes + late else None
    return Reckoned(share, "%", yes, yes + late)


def _said(who: Who, day: date, known_on: date | None) -> Reckoned:
    number = words.spoke_count(who, day.year, complaints.after(_until(day, known_on)))
    return Reckoned(Decimal(number), "人", number)


def _matters(which: int, who: Who, day: date, known_on: date | None) -> Reckoned:
    number = words.matter_counts(who, day.year, complaints.after(_until(day, known_on)))[which]
    return Reckoned(Decimal(number), "件", number)


def _channel(channel: Channel, who: Who, day: date, known_on: date | None) -> Reckoned:
    found = reliefs.figure_of(who, channel, day, complaints.after(known_on) if known_on else None)
    value = Decimal(found.value.replace(",", "")) if found.is_reported else None
    return Reckoned(value, found.unit, found.rows, steps=found.steps)


_RELIEFS: dict[Channel, tuple[str, str]] = {
    Channel.POINTS: ("个", "本年建成的亭点里留给残疾人的，按当年的口径数岗位或者数处。"),
    Channel.FEES: ("元", "本年生效的减免，折成本年到这一天的金额；没有报金额的另行说明。"),
    Channel.TOBACCO: ("件", "本年申请里准予的烟草专卖零售许可。"),
    Channel.LOTTERY: ("人", "本年各轮彩票代销者遴选里选上的残疾人。"),
}
_REFER, _TERM = "complaints.refer", "本年收到的劳动投诉"
_WORDS = "各人说了什么是密封的，这里只有数；少于 5 的不写，谁也打不开名单。"
_ALL = (
    RecordIndicator(
        "complaints.received", "收到劳动投诉", "件", f"{_TERM}，按收到的那一天计入年度。",
        partial(_complaints, "received"), opens=_REFER, rows=("complaints", "received"),
    ),
    RecordIndicator(
        "complaints.in_time", "劳动投诉两个工作日内转办", "%",
        f"{_TERM}里，按期转给劳动保障监察的占已转和超期未转的比例；还在期限里没有转的不算，没转就撤回的不算。",
        _in_time, opens=_REFER, rows=("complaints", "in_time"),
    ),
    RecordIndicator(
        "complaints.closed", "劳动投诉办结", "件", f"{_TERM}里，到这一天劳动保障监察有处理结果或者不予受理的；本人撤回的不算。",
        partial(_complaints, "closed"), opens=_REFER, rows=("complaints", "closed"),
    ),
    RecordIndicator("words.said", "说过工作情况的本人", "人", f"本年说了、到这一天没有撤回的人。{_WORDS}", _said),
    RecordIndicator(
        "words.matters", "本人的话引出的待处理事项", "件", f"本年有人说工作和记录的不一样，要有人去办的。{_WORDS}",
        partial(_matters, 0),
    ),
    RecordIndicator(
        "words.matters_done", "本人的话引出的事项已办", "件", f"本年的待处理事项里，到这一天办完的。{_WORDS}", partial(_matters, 1)
    ),
    *(
        RecordIndicator(
            f"reliefs.{one.value}", CHANNEL_LABELS[one], *_RELIEFS[one], partial(_channel, one),
            duty="reliefs.read", opens="reliefs.read", rows=("reliefs", one.value),
        )
        for one in Channel
    ),
)  # fmt: skip
RECORDS: dict[str, RecordIndicator] = {one.key: one for one in _ALL}


FEW, BESIDE = f"少于 {LEAST}", "不写"  # of a whole; of a part, which may be closed only so that another can't be told


def written(found: Reckoned, closed_as: str = FEW) -> str:
    """A value as pages and commands write it: 1,234 ; 93.3% ; 少于 5 ; — where nothing was reported."""
    if found.is_closed:
        return closed_as
    if found.value is None:
        return "—"
    if found.unit == "%":
        return f"{found.value:.1f}%"
    return f"{found.value:,f}"


def as_json(one: RecordIndicator, who: Who, as_of: date, known_on: date | None, by_county: bool) -> dict[str, Any]:
    """The shape that programs read, as of the other indicators; a number that stays closed is null, with `closed` true.

    Raises:
        FigureMissing: how it is counted is not known on this day.
    """
    found = one.figure(who, as_of, known_on)
    said = {
        "key": one.key,
        "title": one.title,
        "unit": found.unit or one.unit,
        "as_of": as_of.isoformat(),
        "known_on": known_on.isoformat() if known_on else None,
        "value": _plain(found),
        "groups": {name: _plain(part) for name, part in one.by_county(who, as_of, known_on)} if by_county else {},
        "excluded": {},
        "plan": None,
    }
    if found.of is not None:
        said |= {"numerator": found.counted, "denominator": found.of}
    return said | ({"closed": True} if found.is_closed else {})


def _plain(found: Reckoned) -> int | float | None:
    if found.value is None:
        return None
    return int(found.value) if found.value == found.value.to_integral_value() else float(found.value)
