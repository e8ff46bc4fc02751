"""What a feed and a column are."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read; `reading` has the SQL of each and `remedies` the words for what cannot be read."""

    TEXT = "text"
    NAME = "name"
    CITIZEN_ID = "citizen_id"
    CERTIFICATE = "certificate"
    USCC = "uscc"
    PHONE = "phone"
    DATE = "date"
    MONTH = "month"
    YUAN = "yuan"
    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    CHOICE = "choice"


class Bad(StrEnum):
    """What a value that cannot be understood does to its row."""

    REFUSE = "refuse"
    BLANK = "blank"
    KEEP = "keep"  # as written: the comparison may still find the person


class Cadence(StrEnum):
    """How often a feed comes."""

    MONTHLY = "每月"
    CHANGES = "首次全量，以后每月报变动"
    ONCE = "首次一次"
    QUARTERLY = "每季"
    YEARLY = "每年一次"


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a feed says.

    Args:
        field: canonical name of the column in the understood rows.
        title: what we call it.
        headings: what offices call it, the usual one first; compared after tidying.
        kind: how a cell is read.
        required: a row without it goes back.
        bad: what a cell that is written but not understood does.
        choices: for CHOICE: a word of the office -> our word.
        read: for CHOICE instead of `choices`: reads one word, None where it means nothing.
    """

    field: str
    title: str
    headings: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    bad: Bad = Bad.REFUSE
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    read: Callable[[str], str | None] | None = None

    def understood(self, word: str) -> str | None:
        """Read one word of a CHOICE; None where it means nothing."""
        return self.read(word) if self.read else self.choices.get(word.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of file, declared once.

    Args:
        key, title: its name for programs and for people.
        says: one sentence: what it tells the ledger.
        legal_ground: why we may have it.
        from_whom: which office sends it.
        cadence, due_day: when it comes: by this day of the month after.
        columns: what it may say.
        needs: headings without which a file is not of this feed; each a group of which one is enough.
        row_key: fields that tell one row from another; the same key with other content is a conflict.
        sender: who sends it when neither the sheet nor its name says so; "" where there are several senders.
        about_everybody: most rows are about people who are none of ours: they are forgotten after the comparison.
        keeps_suspects: a row whose citizen ID is missing or wrong is kept if it has a name: the comparison may find whom it means.
        month_field: the column that must be the delivery's month.
        arrears_word: a remark with this word may stand at a row of an earlier month.
        order: pairs of dates the first of which may not be later.
        of_own_unit: a unit may send it itself, about its own people only.
        named_by: the column without which a row is none, where a row is neither a person nor a unit.
        may_name_nobody: a row may be about no person at all; then both name and number are empty.
    """

    key: str
    title: str
    says: str
    legal_ground: str
    from_whom: str
    cadence: Cadence
    due_day: int
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]
    row_key: tuple[str, ...]
    sender: str = ""
    about_everybody: bool = False
    keeps_suspects: bool = False
    month_field: str = ""
    arrears_word: str = ""
    order: tuple[tuple[str, str], ...] = ()
    of_own_unit: bool = False
    named_by: str = ""
    may_name_nobody: bool = False

    def column(self, name: str) -> Column:
        """Return the column of a canonical field. Raises KeyError if the feed has none."""
        for column in self.columns:
            if column.field == name:
                return column
        raise KeyError(name)

    @property
    def is_about_units(self) -> bool:
        """Say whether a row is a unit and not a person."""
        return all(column.field != "citizen_id" for column in self.columns)

    @property
    def identity(self) -> str:
        """The column without which a row is no row: of a person, of a unit or of what `named_by` says."""
        return self.named_by or ("unit_code" if self.is_about_units else "citizen_id")
