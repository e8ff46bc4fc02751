"""The figures of Panjin, as its pack sets them, for the tests of the rules."""

from datetime import date
from functools import cache
from pathlib import Path

from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.figures import FigureTable, national_figures, read_figures
from tonggong.rules.new_jobs import Window

ROOT = Path(__file__).parents[2]
CITY = "211100000000"
PLAN = Window(date(2022, 1, 1), date(2024, 12, 31), "2111", "盘锦市行动方案")
HOLDS = (CertificatePeriod(date(2012, 5, 1), None, "211103000000"),)


@cache
def table() -> FigureTable:
    return FigureTable([*national_figures(), *read_figures(ROOT / "cities" / "panjin" / "figures.yaml")])


def figures_on(day: date):
    return table().on(day, CITY)
