"""The exchange with the national monitoring system: prepare, hand out, correct, answer. Each need goes out once.

A list that is handed out goes to the department with identifiers: it asks for two duties (one of them with a second
factor), is kept sealed as it was sent, and each time it leaves is written down as a release with its purpose.
"""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.privacy import open_bytes, seal_bytes
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.rural.columns import Version, version_on
from tonggong.domain.rural.families import watched
from tonggong.domain.rural.lines import cells, standing_needs, told_of, values_of
from tonggong.domain.rural.models import Batch, ExchangeEvent, ExchangeRow

State = ExchangeRow.State
PURPOSE = "向乡村振兴部门报送防止返贫监测对象就业需求"
SEALED = "rural.batch"
TO_SEND = (State.PREPARED, State.CORRECTED)


class RuralRefused(Exception):
    """A step can't be taken; the text says why and what would help."""


def rows(who: Who) -> QuerySet[ExchangeRow]:
    """Rows of persons within reach, whoever stands for them now."""
    own = served(who).values("pk")
    return ExchangeRow.objects.filter(Q(person__in=own) | Q(person__merged_into__in=own)).select_related("person")


def current_rows(who: Who) -> list[ExchangeRow]:
    """Rows within reach whose need still stands for somebody who is still watched; others are of a need of before."""
    needs = standing_needs(watched(who, clock.today()))
    return [row for row in rows(who) if row.stands in needs and needs[row.stands].thread == row.need]


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the exchange stands within reach.

    Args:
        watched: persons on the list; without_need: of them nobody asked what work they want; new: needs not yet prepared.
        counts: rows by state, of needs that stand.
        old: rows of a need that has been replaced or whose person is watched no more.
    """

    watched: int
    without_need: int
    new: int
    counts: Counter[str]
    old: int

    @property
    def to_send(self) -> int:
        """Rows that the next list will hold."""
        return sum(self.counts[state] for state in TO_SEND)


def overview(who: Who) -> Overview:
    """Count where everything stands; a fixed number of queries."""
    people = watched(who, clock.today())
    needs = standing_needs(people)
    known = {(row.stands, row.need): row for row in rows(who)}
    standing = {(pk, need.thread) for pk, need in needs.items()}
    counts = Counter(row.state for key, row in known.items() if key in standing)
    new = len(standing - known.keys())
    return Overview(len(people), len(people) - len(needs), new, counts, len(known.keys() - standing))


def _may(who: Who, *duties: str) -> None:
    for one in duties:
        if not who.may(one):
            raise PermissionDenied(one)


@transaction.atomic
def prepare(who: Who) -> int:
    """Put every watched person's standing need on the list unless it is there already; return how many are new.

    Raises:
        PermissionDenied: without the duty rural.exchange.
        RuralRefused: somebody else is doing the same at this moment.
    """
    _may(who, "rural.exchange")
    needs = standing_needs(watched(who, clock.today()))
    threads = {need.thread for need in needs.values()}
    known = (
        set(ExchangeRow.objects.values_list("need", flat=True)) & threads
    )  # by need: a merged person brings hers along
    now = clock.now()
    wanted = [
        ExchangeRow(person_id=pk, need=need.thread, changed_at=now)
        for pk, need in sorted(needs.items())
        if need.thread not in known
    ]
    try:
        with transaction.atomic():
            made = ExchangeRow.objects.bulk_create(wanted)
    except IntegrityError:
        raise RuralRefused("别人刚刚准备过名单，请刷新后再看。") from None
    _log(who, made, State.PREPARED)
    audit.record("change", who=who, subject="rural.ExchangeRow", ids=[row.pk for row in made], step="prepare")
    return len(made)


def _log(who: Who, made: Iterable[ExchangeRow], state: str, note: str = "", batch: Batch | None = None) -> None:
    now = clock.now()
    ExchangeEvent.objects.bulk_create(
        ExchangeEvent(row=row, state=state, note=note, batch=batch, by=who.name, at=now) for row in made
    )


@transaction.atomic
def export(who: Who, *, again: bool = False) -> Batch:
    """Hand out what waits to be sent as one list; what the other side has receipted is never sent twice.

    Args:
        again: also what was sent and never answered.
    Raises:
        PermissionDenied: without rural.exchange and export.rows.
        RuralRefused: nothing waits.
    """
    _may(who, "rural.exchange", "export.rows")
    states = {*TO_SEND, State.SENT} if again else set(TO_SEND)
    wanted = [row.pk for row in current_rows(who) if row.state in states]
    locked = ExchangeRow.objects.select_for_update().filter(pk__in=wanted, state__in=states)
    pks = list(locked.values_list("pk", flat=True))
    found = list(rows(who).filter(pk__in=pks).order_by("pk"))
    if not found:
        raise RuralRefused("没有要送的：都已经送出或录入了。有新登记的需求，请先准备名单。")
    today, now = clock.today(), clock.now()
    version = version_on(today)
    content = _file(version, found)
    batch = Batch.objects.create(
        version=version.version, rows=len(found), content_sealed=seal_bytes(SEALED, content), reach=who.reach,
        by=who.name, at=now,
    )  # fmt: skip
    ExchangeRow.objects.filter(pk__in=pks).update(state=State.SENT, batch=batch, reason="", changed_at=now)
    _log(who, found, State.SENT, batch=batch)
    ids = [row.pk for row in found]
    audit.record("change", who=who, subject="rural.ExchangeRow", ids=ids, step="send", batch=batch.pk)
    return batch


def _file(version: Version, found: Sequence[ExchangeRow]) -> bytes:
    values = values_of(found, {row.pk: row.stands for row in found}, clock.today())
    return workbook("就业需求", [one.label for one in version.columns], [cells(version.columns, values[r.pk]) for r in found])  # fmt: skip


def workbook(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A sheet of texts as .xlsx; nothing in it is taken for a formula or a number."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    sheet, bold = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
    for n, head in enumerate(heads):
        sheet.write_string(0, n, head, bold)
    for n, line in enumerate(lines, 1):
        for m, cell in enumerate(line):
            sheet.write_string(n, m, cell)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(heads) - 1, 16)
    book.close()
    return out.getvalue()


def batches(who: Who) -> QuerySet[Batch]:
    """Lists handed out within reach, latest first: a wider office's list holds other people's, and is its own."""
    found = Batch.objects.filter(reach__startswith=who.reach) if who.reach else Batch.objects.none()
    return found.defer("content_sealed").order_by("-at", "-pk")


def batch_file(who: Who, batch: Batch) -> bytes:
    """The very file of a list, unsealed; that it leaves the house is written down with its purpose.

    Raises:
        PermissionDenied: without rural.exchange and export.rows.
    """
    _may(who, "rural.exchange", "export.rows")
    sent = ExchangeEvent.objects.filter(batch=batch, state=State.SENT)
    people = sent.annotate(stands=Coalesce("row__person__merged_into", "row__person")).values_list("stands", flat=True)
    content = open_bytes(SEALED, batch.content_sealed)
    audit.record(
        "release", who=who, subject="persons.Person", ids=list(people), rows=batch.rows, batch=batch.pk, purpose=PURPOSE
    )
    return content


@transaction.atomic
def answer(who: Who, row: ExchangeRow, is_taken: bool, reason: str = "") -> ExchangeRow:
    """Write down by hand what the other side said of a row.

    Raises:
        PermissionDenied: without the duty rural.exchange.
        RuralRefused: it was not sent, or it came back without a reason.
    """
    _may(who, "rural.exchange")
    if not is_taken and not reason.strip():
        raise RuralRefused("请写退回的原因，好知道要改什么。")
    state = State.RECEIPTED if is_taken else State.RETURNED
    if not set_answers(who, {row.pk: (state, reason.strip())}):
        raise RuralRefused("这一行没有送出，或者已经有回执了。请刷新后再看。")
    row.refresh_from_db()
    return row


def set_answers(who: Who, answers: dict[int, tuple[str, str]]) -> set[int]:
    """Give rows that wait for it their answer (state, reason), and return those that took it. Within a transaction."""
    waiting = list(
        ExchangeRow.objects.select_for_update().filter(pk__in=list(answers), state=State.SENT).order_by("pk")
    )
    now = clock.now()
    for row in waiting:
        row.state, row.reason = answers[row.pk]
        row.reason, row.changed_at = row.reason[:200], now
    ExchangeRow.objects.bulk_update(waiting, ["state", "reason", "changed_at"], batch_size=500)
    ExchangeEvent.objects.bulk_create(
        ExchangeEvent(row=row, state=row.state, note=row.reason, batch_id=row.batch_id, by=who.name, at=now)
        for row in waiting
    )
    if waiting:
        audit.record("change", who=who, subject="rural.ExchangeRow", ids=[row.pk for row in waiting], step="answer")
    return {row.pk for row in waiting}


@transaction.atomic
def correct(who: Who, row: ExchangeRow, what: str) -> None:
    """Say what was put right about a row that came back; the next list holds it again.

    Raises:
        PermissionDenied: without the duty rural.exchange.
        RuralRefused: it is not one that came back, or nothing is said.
    """
    _may(who, "rural.exchange")
    if not what.strip():
        raise RuralRefused("请写改了什么。")
    came_back = ExchangeRow.objects.filter(pk=row.pk, state=State.RETURNED)
    if came_back.update(state=State.CORRECTED, changed_at=clock.now()) != 1:
        raise RuralRefused("这一行不是退回的，不用改正。请刷新后再看。")
    _log(who, [row], State.CORRECTED, what.strip()[:200])
    audit.record("change", who=who, subject="rural.ExchangeRow", ids=[row.pk], step="correct")


def log(who: Who) -> QuerySet[ExchangeEvent]:
    """What happened to rows within reach, latest first."""
    own = rows(who).order_by().values("pk")
    found = ExchangeEvent.objects.filter(row__in=own).select_related("row__person", "row__person__merged_into", "batch")
    return found.defer("batch__content_sealed").order_by("-at", "-pk")


def notice(who: Who) -> tuple[list[str], list[list[str]]]:
    """What a village may hang out of its watched households: headings and lines; no number, phone or health in it.

    It names people, so that it was looked at is written down.
    """
    today = clock.today()
    version = version_on(today)
    told = told_of(watched(who, today), today)
    audit.record("view", who=who, subject="persons.Person", ids=sorted(told))
    lines = {tuple(cells(version.notice, values)) for values in told.values()}
    return [one.label for one in version.notice], [list(line) for line in sorted(lines)]


def names_of(found: Iterable[ExchangeRow]) -> dict[int, str]:
    """The name of whom each row is about, by row."""
    people = {row.pk: row.stands for row in found}
    names = dict(Person.objects.filter(pk__in=set(people.values())).values_list("pk", "name"))
    return {row: names[pk] for row, pk in people.items()}
