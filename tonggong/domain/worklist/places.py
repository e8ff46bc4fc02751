"""Where places are, as far as a city has said so, and the day's people in an order that saves way.

Addresses are not in the ledger. A city pack may say where its streets and towns lie (`positions.csv`: code, x_km, y_km,
source); nothing is guessed: people of a place without a position stay together, by the place's name.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tonggong.base.divisions.queries import name_of
from tonggong.base.installation.services import current
from tonggong.domain.plan.pack import find_pack
from tonggong.domain.worklist.queries import Task
from tonggong.rules.tour import Point, Stop, Tour, along, tour

POSITIONS = "positions.csv"


@dataclass(frozen=True, slots=True)
class Halt:
    """A place to go to with the people to be met there, the pressing ones first."""

    code: str
    name: str
    tasks: tuple[Task, ...]
    has_position: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The day's places in their order.

    Args:
        km: the way from the first town's office and back, as the crow flies; None where fewer than two places have a position.
        saved: share of the way that alphabetical order would take, by which this one is shorter; None as `km`.
    """

    halts: tuple[Halt, ...]
    km: float | None
    saved: float | None


def positions() -> dict[str, Point]:
    """Return where streets and towns lie, in kilometres, by 12-digit code; empty where the city pack does not say."""
    row = current()
    return _read(row.city_pack) if row and row.city_pack else {}


@lru_cache(maxsize=4)
def _read(pack: str) -> dict[str, Point]:
    file = find_pack(pack) / POSITIONS
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return {row["code"]: (float(row["x_km"]), float(row["y_km"])) for row in csv.DictReader(opened)}


def on_the_way(tasks: Sequence[Task], start: str, known: dict[str, Point]) -> Way:
    """Return people grouped by place, the places with a position as a short tour, the others after them by name.

    Args:
        tasks: first things first; within a place they keep that order.
        start: code of the place where the day begins; without a position the tour begins at its first place.
        known: positions by code.
    """
    grouped: dict[str, list[Task]] = {}
    for task in tasks:
        grouped.setdefault(task.place, []).append(task)
    stops = [Stop(code, known[code]) for code in grouped if code in known]
    begin = known.get(start) or (stops[0].at if stops else (0.0, 0.0))
    found: Tour = tour(begin, stops)
    order = [str(stop.key) for stop in found.stops]
    order += sorted(
        (code for code in grouped if code not in known), key=lambda code: (code != start, name_of(code), code)
    )
    halts = tuple(
        Halt(code, name_of(code) if code else "住处不明", tuple(grouped[code]), code in known) for code in order
    )
    if len(stops) < 2:
        return Way(halts, None, None)
    plain = along(begin, sorted(stops, key=lambda stop: name_of(str(stop.key)))).way
    return Way(halts, round(found.way, 1), round(1 - found.way / plain, 3) if plain else 0.0)
