"""What a comparison finds, gathered row by row and written with the facts in one go."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonggong.base.changes import Changes
from tonggong.base.divisions.queries import resolve
from tonggong.base.intake.models import Delivery
from tonggong.base.privacy import row_hashes
from tonggong.domain.comparison.ledger import Someone
from tonggong.domain.comparison.models import Finding

COLUMNS = (
    "month",
    "feed",
    "delivery_id",
    "source_file_id",
    "source_row",
    "content",
    "result",
    "state",
    "person_id",
    "name",
    "county_code",
    "township_code",
    "unit_code",
    "tier",
    "score",
    "cause",
    "because",
    "sides",
    "plan",
    "is_late",
    "found_at",
    "decided_at",
    "decided_by",
    "answer",
)
GRADES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
Result = Finding.Result
State = Finding.State


@dataclass(slots=True)
class Row:
    """One accepted row of a delivery, understood, with the person it was found to be."""

    values: dict[str, Any]
    person: Someone | None = None
    tier: str = ""
    score: int | None = None
    insist: bool = False  # somebody has decided to believe this row: write what it says, whatever speaks against it

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def text(self, column: str) -> str:
        """A column's text, empty where there is none."""
        return self.values.get(column) or ""

    @property
    def grade(self) -> int:
        """A grade written 一级 to 十级."""
        return GRADES.index(self.text("grade").removesuffix("级")) + 1

    @property
    def place(self) -> tuple[str, str]:
        """County and town that the row names, by their codes; empty where it names none that we know."""
        found = resolve(self.text("county"), self.text("township"))
        return (found.county_code, found.township_code) if found else ("", "")

    @property
    def source(self) -> tuple[int, int]:
        """The file and the row in it."""
        return self.values["file_id"], self.values["source_row"]


def side(label: str, ledger: Any, incoming: Any) -> dict[str, Any]:
    """One line of the two-sided view; never of an identifier."""
    return {
        "label": label,
        "ledger": _shown(ledger),
        "incoming": _shown(incoming),
        "same": ledger == incoming,
    }


def tail(number: str) -> str:
    """The last four characters of what stands as a citizen ID; nothing of what is longer: it may be a certificate's."""
    return number[-4:] if len(number) <= 18 else "不是身份证号"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Findings:
    """The findings of one delivery.

    Args:
        known: (content, result) pairs that were found before in this month: they stay as they are.
        back: those of rows that come back after they had been left out: they are found anew under their keys.
        home: division code that a finding without a person belongs to.
    """

    def __init__(
        self,
        changes: Changes,
        delivery: Delivery,
        known: set[tuple[bytes, str]],
        people: dict[int, Someone],
        home: str,
        is_late: bool,
        back: Mapping[tuple[bytes, str], int] | None = None,
    ):
        self.changes, self.delivery, self.known, self.people = changes, delivery, known, people
        self.home, self.is_late, self.back = home, is_late, dict(back or {})
        self.contents = {content for content, _result in known} - {content for content, _result in self.back}
        self.now = changes.stamp

    @staticmethod
    def hash_of(text: str) -> bytes:
        """The content of a finding that no row states."""
        return row_hashes([text])[0]

    def is_known(self, row: Row) -> bool:
        """Whether this very row has been taken up before: then nothing is done again."""
        return not row.insist and row.values["row_hash"] in self.contents

    def add(
        self,
        row: Row,
        result: Finding.Result,
        state: Finding.State,
        *,
        cause: str = "",
        because: str = "",
        sides: list[dict[str, Any]] | None = None,
        plan: dict[str, Any] | None = None,
        of_city: bool = False,
    ) -> None:
        """Note what a row was found to say; `of_city` where it shows persons of several counties."""
        if row.insist:
            return  # the decision that insisted is kept with its own finding
        someone = row.person
        self._put(
            row.values["row_hash"],
            row.source,
            result,
            state,
            person=someone.id if someone else None,
            name=someone.name if someone else row.text("name"),
            county=someone.county_code if someone and not of_city else "",
            township=someone.township_code if someone and not of_city else "",
            unit_code=row.text("unit_code"),
            tier=row.tier,
            score=row.score,
            cause=cause,
            because=because,
            sides=sides or [],
            plan=plan if plan is not None else ({"act": "read"} if state == State.OPEN else {}),
        )

    def add_missing(
        self, content: bytes, result: Result, someone: Someone, *, of_city: bool = False, **rest: Any
    ) -> None:
        """Note something that a file does not say any more, or that the ledger itself shows. `of_city` as in `add`."""
        self._put(
            content,
            (None, None),
            result,
            State.OPEN,
            person=someone.id,
            name=someone.name,
            county="" if of_city else someone.county_code,
            township="" if of_city else someone.township_code,
            tier="",
            score=None,
            **rest,
        )

    def _put(
        self, content: bytes, source: tuple[int | None, int | None], result: Result, state: State, *,
        person: int | None, name: str, county: str, township: str, unit_code: str, tier: str, score: int | None,
        cause: str, because: str, sides: list[dict[str, Any]], plan: dict[str, Any],
    ) -> None:  # fmt: skip
        again = self.back.pop((content, result.value), None)
        if again is None and (content, result.value) in self.known:
            return
        self.known.add((content, result.value))
        values = (
            self.delivery.month, self.delivery.feed, self.delivery.pk, *source, content, result.value, state.value,
            person, name[:40], county or self.home, township, unit_code, tier, score, cause[:80], because[:300],
            json.dumps(sides, ensure_ascii=False) if sides else "[]",
            json.dumps(plan, ensure_ascii=False) if plan else "{}",
            self.is_late, self.now, None, "", "",
        )  # fmt: skip
        if again is None:
            self.changes.add(Finding, COLUMNS, values)
        else:
            self.changes.update(Finding, again, **dict(zip(COLUMNS, values, strict=True)))
