"""A unit's year as somebody tries it out: so many staff, so many placed for so many months (试算)."""

from decimal import Decimal
from typing import NamedTuple

from tonggong.rules.figures import Figures
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.terms import LevyCase

MONTHS = 12
SEVERE_COUNTS = 2  # 一人按两人计算 (财税〔2015〕72号); which grades are severe is a figure
_NUMERALS = "〇一二三四五六七八九十"


class Trial(NamedTuple):
    """What is tried: yearly averages, and persons placed with the months each of them works."""

    kind: UnitKind
    staff: Decimal
    wage_yuan: Decimal
    ordinary: int = 0
    ordinary_months: int = MONTHS
    severe: int = 0
    severe_months: int = MONTHS
    counted_months: Decimal = Decimal(0)  # weighted months of those who are placed besides

    @property
    def case(self) -> LevyCase:
        """The same as the levy takes it."""
        more = self.ordinary * self.ordinary_months + SEVERE_COUNTS * self.severe * self.severe_months
        return LevyCase(self.kind, self.staff * MONTHS, self.counted_months + more, self.wage_yuan)


def severe_words(figures: Figures) -> str:
    """Who counts as two, in words: "残疾人证一、二级，残疾军人证一、二、三级".

    Raises:
        FigureMissing: the day lies before the rule.
    """
    told = (("残疾人证", "quota.double_count.pwd_grades"), ("残疾军人证", "quota.double_count.military_grades"))
    return "，".join(
        f"{paper}{'、'.join(_NUMERALS[int(grade)] for grade in figures[key].value)}级" for paper, key in told
    )
