"""Where a fact stands, as a key that rules can carry, and in words that name neither a person nor a number."""

from collections.abc import Iterable
from typing import NamedTuple

from tonggong.base.among import among
from tonggong.base.intake.models import SourceFile


class Line(NamedTuple):
    """One line of the ledger. `file` and `row`: where an office's file says it; `on`: a month or a day, "" where none.

    `wage`: file and row that declare the wage of the same month, where one is declared.
    """

    what: str
    file: int | None = None
    row: int | None = None
    on: str = ""
    wage: tuple[int | None, int | None] | None = None


def in_words(lines: Iterable[Line]) -> dict[Line, str]:
    """Each line as somebody would look it up: what, when, and the file with its row."""
    wanted = set(lines)
    files = {
        key: (name, month, sender)
        for key, name, month, sender in SourceFile.objects.filter(pk__in=among(_files_of(wanted))).values_list(
            "id", "name", "delivery__month", "delivery__sender"
        )
    }
    return {one: _words(one, files) for one in wanted}


def _files_of(lines: Iterable[Line]) -> set[int]:
    named = [file for one in lines for file in (one.file, one.wage[0] if one.wage else None)]
    return {file for file in named if file is not None}


def _words(one: Line, files: dict[int, tuple[str, str, str]]) -> str:
    said = f"{one.what} {one.on}" if one.on else one.what
    said += _where(one.file, one.row, files)
    return f"{said}，工资申报{_where(*one.wage, files)}" if one.wage else said


def _where(file: int | None, row: int | None, files: dict[int, tuple[str, str, str]]) -> str:
    if file is None or file not in files:
        return ""
    name, month, sender = files[file]
    at = f"第{row}行" if row is not None else ""
    return f"（{sender}{month}报送的{name}{at}）"
