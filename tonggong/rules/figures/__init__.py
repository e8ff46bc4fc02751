"""Dated policy figures: what a law, a notice or the city itself sets, by day and place.

The YAML files of this folder hold the national and provincial rows; a city pack adds its own. Looking a figure up
goes from the county over the city and the province to the nation; where nothing is in force there is no default.
"""

from tonggong.rules.figures.lookup import (
    Figure,
    FigureMissing,
    Figures,
    FiguresOn,
    FigureTable,
    scope_chain,
)
from tonggong.rules.figures.reading import (
    FigureFileError,
    national_figures,
    problems,
    read_figures,
)

__all__ = [
    "Figure",
    "FigureFileError",
    "FigureMissing",
    "FigureTable",
    "Figures",
    "FiguresOn",
    "national_figures",
    "problems",
    "read_figures",
    "scope_chain",
]
