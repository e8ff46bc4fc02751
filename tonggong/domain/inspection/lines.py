"""Where a fact stands, as a key that rules can carry, and in words that name neither a person nor a number."""

from collections.abc import Iterable
from typing import NamedTuple

from tonggong.base.among import among
from tonggong.base.intake.models import SourceFile


class Line(NamedTuple):
    """One line of the ledger. `file` and `row`: where an office's file says it; `on`: a month or a day, "" where none."""

    what: str
    file: int | None = None
    row: int | None = None
    on: str = ""


def in_words(lines: Iterable[Line]) -> dict[Line, str]:
    """Each line as somebody would look it up: what, when, and the file with its row."""
    wanted = set(lines)
    files = {
        key: (name, month, sender)
        for key, name, month, sender in SourceFile.objects.filter(
            pk__in=among({one.file for one in wanted if one.file is not None})
        ).values_list("id", "name", "delivery__month", "delivery__sender")
    }
    return {one: _words(one, files) for one in wanted}


def _words(one: Line, files: dict[int, tuple[str, str, str]]) -> str:
    said = f"{one.what} {one.on}" if one.on else one.what
    if one.file is None or one.file not in files:
        return said
    name, month, sender = files[one.file]
    at = f"第{one.row}行" if one.row is not None else ""
    return f"{said}（{sender}{month}报送的{name}{at}）"
