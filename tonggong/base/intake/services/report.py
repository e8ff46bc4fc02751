"""What a command or page is told of a file that was taken in."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tonggong.base.intake.reading import Layout
from tonggong.base.intake.remedies import Refusal


class Busy(Exception):
    """Somebody else took in the same delivery at the same time; nothing of this one was taken in."""


class NotKept(Exception):
    """The disk is full or read-only; nothing was taken in."""


@dataclass(slots=True)
class Report:
    """What became of a file.

    Args:
        delivery: its number; None in a rehearsal of a new one.
        rows: persons' or units' rows: accepted + unchanged + refused.
        superseded: number of the delivery that this one replaces.
        refused_file: where the rows that go back lie.
        refusals: row -> why it goes back.
        difference: against the delivery that it replaces: 新, 改, 少.
    """

    delivery: int | None
    feed: str
    month: str
    sender: str
    rows: int
    accepted: int
    unchanged: int
    refused: int
    superseded: int | None = None
    refused_file: Path | None = None
    refusals: dict[int, list[Refusal]] = field(default_factory=dict)
    layout: Layout | None = None
    difference: dict[str, int] = field(default_factory=dict)
    is_rehearsal: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what other programs rely on."""
        return {
            "delivery": self.delivery,
            "feed": self.feed,
            "month": self.month,
            "sender": self.sender,
            "rows": self.rows,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "superseded": self.superseded,
            "refused_file": str(self.refused_file) if self.refused_file else None,
        }
