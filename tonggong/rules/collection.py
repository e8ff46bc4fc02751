"""Who records what within how many days (信息采集制度), and whether a fact came late.

What a city knew before it started is no late report: the opening ledger and the first delivery of each kind of file bring
what was known for years, and no duty is judged by them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the table; the days are the figure `collection.<key>`."""

    key: str
    what: str
    begins: str  # the day from which days are counted, in words
    who: str


DUTIES: tuple[Duty, ...] = (
    Duty("start", "就业", "上岗那天", "专职委员、就业辅导员"),
    Duty("start_by_file", "就业（部门数据）", "上岗那天", "人社部门，随月度参保和用工备案文件"),
    Duty("end", "离岗", "离岗那天", "专职委员、就业辅导员"),
    Duty("end_by_file", "离岗（部门数据）", "离岗那天", "人社部门，随月度参保和用工备案文件"),
    Duty("certificate", "残疾人证的办理和变更", "发证或变更那天", "县区残联"),
    Duty("death", "去世", "去世那天", "民政、公安部门"),
    Duty("place", "常住地和户籍地变化", "搬迁那天", "专职委员"),
    Duty("training", "培训结业", "结业那天", "培训机构"),
    Duty("visit", "走访和电话联系", "走访那天", "走访人"),
    Duty("verification", "基础信息核对", "核对那天", "专职委员"),
    Duty("service", "就业服务", "服务那天", "提供服务的人"),
)
BY_KEY = {duty.key: duty for duty in DUTIES}

OPENING = "opening-ledger"  # the feed that says what was known of employment before the start


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How many days passed before a fact was recorded, how many were allowed, and how many too many these are."""

    days: int
    allowed: int

    @property
    def late_by(self) -> int:
        """Days over the term; 0 when in time. A fact recorded ahead of its day is in time."""
        return max(0, self.days - self.allowed)

    @property
    def is_late(self) -> bool:
        """Whether the term was missed."""
        return self.late_by > 0


def timeliness(key: str, happened_on: date, recorded_on: date, figures: Figures) -> Outcome[Timeliness]:
    """Judge whether a fact was recorded within the days of its duty; the day itself is day 0, the last one is in time.

    Raises:
        KeyError: there is no such duty.
        FigureMissing: its days are not entered.
    """
    duty, figure = BY_KEY[key], figures[f"collection.{key}"]
    found = Timeliness((recorded_on - happened_on).days, int(figure.value))
    words = f"{duty.what}：{in_words(happened_on)}发生，{in_words(recorded_on)}记入，隔{found.days}天，应在{found.allowed}天内"
    words += f"，迟报{found.late_by}天。" if found.is_late else "，按时。"
    return Outcome(found, (Step(words, figure.source),))


def first_months(deliveries: Iterable[tuple[str, str, datetime]]) -> dict[str, str]:
    """Return for each feed the month (YYYY-MM) of the delivery that came first.

    Args:
        deliveries: feed, month and the instant of receipt of each delivery that was taken in, in any order.
    """
    found: dict[str, tuple[datetime, str]] = {}
    for feed, month, received_at in deliveries:
        found[feed] = min(found.get(feed, (received_at, month)), (received_at, month))
    return {feed: month for feed, (_, month) in found.items()}


def is_first_load(feed: str, month: str, first: Mapping[str, str]) -> bool:
    """Say whether a delivery brings what was known before the start: the opening ledger, the first month of a feed, or one before it.

    All files of the first month belong to it, also another county's and mended rows; a month before it that is handed in
    later tells the past as well.

    Args:
        feed: kind of file, "" where a person says the fact: that is never a first load.
        month: the month that the delivery is about, YYYY-MM.
        first: what `first_months` returned.
    """
    return feed == OPENING or (feed in first and month <= first[feed])
