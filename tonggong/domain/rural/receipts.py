"""Answers of the monitoring system taken in from a file, however it is headed: nothing is typed twice.

A row is found by our key, or by the citizen ID where the key was lost; where both are there they must mean the same row.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.intake.reading.files import Grid, WrongFile, grids
from tonggong.base.intake.reading.layout import plain_heading
from tonggong.base.privacy import blind_index
from tonggong.domain.persons.models import Person
from tonggong.domain.rural.columns import receipt_headings, result_words
from tonggong.domain.rural.exchange import State, rows, set_answers
from tonggong.domain.rural.models import ExchangeRow

MOST_ROWS = 50_000
MOST_TOLD = 50
_KEY = re.compile(r"TG(\d{7})")


@dataclass(slots=True)
class Taken:
    """What came of a file: how many rows were receipted and returned, how many had said the same before, what was not taken."""

    receipted: int = 0
    returned: int = 0
    already: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int  # as the sender sees it
    key: str
    citizen_id: str
    result: str
    reason: str


@transaction.atomic
def take_receipts(who: Who, content: bytes, name: str) -> Taken:
    """Read a file of answers and give each row that waits its own; a file taken twice changes nothing the second time.

    Raises:
        PermissionDenied: without the duty rural.exchange.
        WrongFile: it can't be opened, no heading of a result and of a row is found, or it has more rows than are taken at
            once; the words say what to do.
    """
    if not who.may("rural.exchange"):
        raise PermissionDenied("rural.exchange")
    lines = _lines(grids(content, name), name)
    taken = Taken()
    by_key, by_person = _known(who, lines)
    answers: dict[int, tuple[str, str]] = {}
    said: dict[int, _Line] = {}
    for line in lines:
        row = _row_of(line, by_key, by_person, taken)
        if row is None:
            continue
        state = result_words().get(plain_heading(line.result))
        if state is None:
            taken.faults.append(f"第{line.number}行：结果“{line.result or '空'}”看不懂，写“已录入”或“退回”。")
        elif state == State.RETURNED and not line.reason:
            taken.faults.append(f"第{line.number}行：退回没有写原因，没有收。")
        elif row.pk in said and (answers.get(row.pk, (row.state,))[0] != state):
            taken.faults.append(f"第{line.number}行：和第{said[row.pk].number}行是同一行，结果不同，按前一个收。")
        elif row.pk in said or row.state == state:
            taken.already += row.pk not in said
        elif row.state != State.SENT:
            taken.faults.append(f"第{line.number}行：这一行现在是“{row.get_state_display()}”，回执没有收。")
        else:
            answers[row.pk] = (state, line.reason if state == State.RETURNED else "")
        said.setdefault(row.pk, line)
    done = set_answers(who, answers)
    counts = Counter(answers[pk][0] for pk in done)
    taken.receipted, taken.returned = counts[State.RECEIPTED], counts[State.RETURNED]
    audit.record("change", who=who, subject="rural.ExchangeRow", step="receipts", rows=len(lines), faults=len(taken.faults))  # fmt: skip
    return taken


def _known(who: Who, lines: Sequence[_Line]) -> tuple[dict[int, ExchangeRow], dict[bytes, list[ExchangeRow]]]:
    """Rows within reach by key, and the last of each person by the blind index of her number."""
    by_key = {row.pk: row for row in rows(who)}
    indexes = {blind_index("citizen_id", line.citizen_id) for line in lines if line.citizen_id}
    people = Person.objects.filter(pk__in={row.stands for row in by_key.values()}).values_list("pk", "citizen_id_index")
    index_of = {pk: bytes(index) for pk, index in people if bytes(index) in indexes}
    by_person: dict[bytes, list[ExchangeRow]] = {}
    for row in by_key.values():
        if row.stands in index_of:
            by_person.setdefault(index_of[row.stands], []).append(row)
    return by_key, by_person


def _row_of(
    line: _Line, by_key: dict[int, ExchangeRow], by_person: dict[bytes, list[ExchangeRow]], taken: Taken
) -> ExchangeRow | None:
    match = _KEY.fullmatch(line.key)
    named = by_key.get(int(match[1])) if match else None
    own = by_person.get(blind_index("citizen_id", line.citizen_id), []) if line.citizen_id else []
    if line.key and named is None:
        taken.faults.append(f"第{line.number}行：行编号“{line.key[:20]}”不在您辖区送出的名单里。")
        return None
    if named is not None:
        if line.citizen_id and named not in own:
            taken.faults.append(f"第{line.number}行：行编号和证件号码不是同一个人，没有收。")
            return None
        return named
    waiting = [row for row in own if row.state == State.SENT] or own
    if not waiting:
        taken.faults.append(f"第{line.number}行：没有行编号，证件号码也对不上送出的名单。")
        return None
    return max(waiting, key=lambda row: row.pk)


def _lines(found: Sequence[Grid], name: str) -> list[_Line]:
    for grid in found:
        for start, head in enumerate(grid.head):
            places: dict[str, int] = {}
            for n, cell in enumerate(head):
                meaning = receipt_headings().get(plain_heading(cell))
                if meaning is not None:
                    places.setdefault(meaning, n)
            if "result" in places and places.keys() & {"key", "citizen_id"}:
                lines = list(_cut(grid, start + 1, places, len(head)))
                if len(lines) > MOST_ROWS:
                    raise WrongFile(
                        f"“{name}”有 {len(lines):,} 行，一次最多收 {MOST_ROWS:,} 行，这次一行也没有收。请分成几个文件送来。"
                    )
                return lines
    raise WrongFile(
        f"“{name}”里没有找到回执：要有“行编号”（或“证件号码”）和“结果”两列，退回的还要有“退回原因”。请在送出的名单上加这几列再送来。"
    )


def _cut(grid: Grid, start: int, places: dict[str, int], width: int) -> Iterable[_Line]:
    columns = {what: grid.columns_from(start, width)[n].to_pylist() for what, n in places.items()}
    names = list(columns)
    for n, values in enumerate(zip_longest(*columns.values(), fillvalue=""), start + 1):
        cells = {what: _plain(value) for what, value in zip(names, values, strict=True)}
        if any(cells.values()):
            key = cells.get("key", "").upper().replace(" ", "")
            number = cells.get("citizen_id", "").upper().replace(" ", "")
            yield _Line(n, key, number, cells["result"], cells.get("reason", ""))


def _plain(value: str | None) -> str:
    return unicodedata.normalize("NFKC", value or "").strip().lstrip("'‘").strip()
