"""Kinds of work (职业) and what they usually ask of people, in the dimensions of the ability profile: filled in beforehand."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tonggong.rules.ability.catalogue import LEVELS, profile

FILE = Path(__file__).with_name("occupations.yaml")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Occupation:
    """A kind of work; `demands` by dimension, 1 to 4; a dimension that isn't named is not known, never nought."""

    key: str
    title: str
    demands: dict[str, int]


class OccupationsWrong(ValueError):
    """The list of kinds of work contradicts the ability profile; the text says where."""


def read_occupations(text: str) -> dict[str, Occupation]:
    """Understand the list. Raises OccupationsWrong: a dimension or level that there isn't, or a kind twice."""
    found: dict[str, Occupation] = {}
    for row in yaml.safe_load(text)["occupations"]:
        demands = dict(row["demands"])
        if strange := [key for key in demands if key not in profile().dimensions]:
            raise OccupationsWrong(f"{row['key']}：没有这一项 {'、'.join(strange)}。")
        if row["key"] in found or any(level not in LEVELS for level in demands.values()):
            raise OccupationsWrong(f"{row['key']}：重复，或要求不在 0 到 4。")
        found[row["key"]] = Occupation(row["key"], row["title"], demands)
    return found


@cache
def occupations() -> dict[str, Occupation]:
    """The kinds of work, by key."""
    return read_occupations(FILE.read_text("utf-8"))


def read_occupation(words: str) -> str:
    """The kind of work that some words of an office mean, `OTHER` where none fits; never a guess of two."""
    plain = words.strip()
    for one in occupations().values():
        if plain and plain in (one.key, one.title):
            return one.key
    fits = [one.key for one in occupations().values() if any(part and part in plain for part in one.title.split("、"))]
    return fits[0] if len(fits) == 1 else OTHER
