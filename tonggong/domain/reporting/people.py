"""Rows of the ledger as figures read them: plain tuples, thousands a second."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from tonggong.rules import months


class Someone(NamedTuple):
    """A person of the ledger; `sex` as the ledger writes it ("1", "2")."""

    id: int
    sex: str
    born_on: date
    county_code: str
    township_code: str
    died_on: date | None


class Job(NamedTuple):
    """A spell as it was known; `withdrawn` where nothing of its thread stands any more."""

    id: int
    thread: int
    person: int
    unit_code: str
    form: str
    started_on: date
    ended_on: date | None
    wage_yuan: Decimal | None
    evidence: str
    source_file: int | None
    source_row: int | None
    known_from: datetime
    withdrawn: bool = False

    def touches(self, month: str) -> bool:
        """Whether some day of a month lies in it."""
        return self.started_on <= months.last_day(month) and (
            self.ended_on is None or self.ended_on >= months.first_day(month)
        )


class Course(NamedTuple):
    """An attendance as it was known."""

    id: int
    thread: int
    person: int
    started_on: date
    ended_on: date | None
    share: Decimal | None
    result: str
    source_file: int | None
    source_row: int | None
    withdrawn: bool = False
