"""One file that an office sends, from what it knows to the file with its mistakes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tonggong.practice import dates, mistakes
from tonggong.practice.sheets import Layout, Sheet, write_sheet
from tonggong.practice.world import World

# Registers whose numbers the office has compared with the police: no valid number of somebody else stands in them.
COMPARED = frozenset({"certificates", "military-certificates", "households", "injured-workers"})


@dataclass(frozen=True)
class Delivery:
    """A file to be made: `rows` says what the office knows, `last_touch` adds what goes wrong in this feed alone."""

    feed: str
    month: int
    sender: str
    layout: Layout
    rows: Callable[[World, np.random.Generator], Sheet]
    named: bool = False  # the file name says the sender
    valued: str = ""  # the column in which double rows may differ
    last_touch: Callable[[Sheet, np.random.Generator, mistakes.Defects, Layout], None] | None = None
    weight: int = 1  # rough number of rows, so that the longest are made first

    @property
    def stem(self) -> str:
        return f"{self.feed}-{self.sender}" if self.named else self.feed


def make(world: World, delivery: Delivery, out: Path) -> tuple[str, np.ndarray, np.ndarray] | None:
    """Write the file; the answer is its path below `out`, and the line and kind of every mistake in it.

    An office that has nothing to report in a month sends no file: None."""
    month = dates.month_text(delivery.month)
    rng = world.rng(month, delivery.stem)
    sheet = delivery.rows(world, rng)
    if not len(sheet):
        return None
    layout = delivery.layout.for_rows(len(sheet))
    habit = world.rng(delivery.feed, delivery.sender)
    relatives = None if delivery.feed in COMPARED else world.relative
    sheet, defects = mistakes.spoil(sheet, rng, habit, world.people, layout.ext != "csv", relatives, delivery.valued)
    if delivery.last_touch:
        delivery.last_touch(sheet, rng, defects, layout)
    path = f"{month}/{delivery.stem}.{layout.ext}"
    lines = write_sheet(sheet, layout, out / path)
    rows, kinds = defects.flat()
    return path, lines[rows] if len(rows) else rows, kinds
