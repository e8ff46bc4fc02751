"""Answers of a whole city for any day, worked out without keeping them: as files that leave the house, and the check."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks, no_collector
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.privacy import unseal_many
from tonggong.domain.casework.choices import AssignmentKind
from tonggong.domain.casework.models import Assignment
from tonggong.domain.persons.choices import CertificateKind
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.status.choices import One as Labels
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.domain.status.services import OWED, STATUS, answers_on, owed_rows, status_row
from tonggong.rules.coverage import Coverage, is_complete
from tonggong.rules.four_ones import LEFT_LABELS, Obligation, One

SCHEMA = pa.schema(
    [
        ("certificate_no", pa.string()),
        ("division", pa.string()),
        ("working_age", pa.bool_()),
        ("employed", pa.bool_()),
        ("form", pa.string()),
        ("target_group", pa.bool_()),
        ("target_reason", pa.string()),
        ("wish", pa.string()),
        ("hardship", pa.list_(pa.string())),
        ("rural", pa.bool_()),
        ("monitored", pa.bool_()),
        ("graduate", pa.bool_()),
        ("massage", pa.string()),
        ("injured_only", pa.bool_()),
        ("retire_month", pa.string()),
        ("four_ones_owed", pa.list_(pa.string())),
        ("four_ones_done", pa.list_(pa.string())),
        ("four_ones_overdue", pa.list_(pa.string())),
        ("reasons", pa.map_(pa.string(), pa.string())),
        ("rule_version", pa.string()),
    ]
)


def end_of(day: date | None) -> datetime | None:
    """The instant at which a day ends in China: what was known on that day was known by then."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(1), time(), clock.SHANGHAI).astimezone(clock.UTC)


def write_status(who: Who, day: date, out: Path, known_on: date | None = None) -> int:
    """Write who is who on a day, everybody within reach a row, to a Parquet file of `SCHEMA`; return how many.

    Args:
        known_on: by the facts known at the end of this day; None is all that is known now.
    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    known_at = end_of(known_on)
    columns: list[list[Any]] = [[] for _ in SCHEMA]
    people: list[int] = []
    with no_collector():
        numbers = _numbers(day, known_at)
        for batch, key, answer, by in answers_on(day, None, known_at):
            one = batch.people[key]
            if not who.covers(one.county_code) and not who.covers(one.township_code):
                continue
            people.append(key)
            standing = [row for row in answer.owed if row.left_on is None]
            values = (
                numbers.get(key), one.township_code or one.county_code, answer.is_working_age, answer.is_employed,
                answer.form or None, answer.is_target, answer.reason.value, answer.wish or None, list(answer.hardship),
                answer.is_rural, answer.is_monitored, answer.is_graduate, answer.massage or None,
                answer.is_injured_only, answer.retire_month or None, [row.one.value for row in standing],
                [row.one.value for row in standing if row.done_on],
                [row.one.value for row in standing if row.is_overdue(day)], list(answer.because.items()), by.version,
            )  # fmt: skip
            for column, value in zip(columns, values, strict=True):
                column.append(value)
        table = pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
    with transaction.atomic():
        audit.record_release(
            who, people, purpose="命令行导出身份和应办事项", as_of=day.isoformat(), rows=table.num_rows, file=out.name
        )
        pq.write_table(table, out)
    return int(table.num_rows)


def _numbers(day: date, known_at: datetime | None) -> dict[int, str]:
    """The certificate number of each person: of the certificate valid on the day, else of the last one."""
    said = Certificate.objects.known_at(known_at).filter(kind=CertificateKind.DISABILITY)
    begun = said.filter(Q(issued_on=None) | Q(issued_on__lte=day))
    rows = list(begun.order_by("issued_on", "pk").values_list("person_id", "number_sealed"))
    last = dict(rows)
    keys = list(last)
    clear = unseal_many("certificate.number", [last[key] for key in keys])
    return {key: str(number) for key, number in zip(keys, clear, strict=True)}


# --- duties ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duty:
    """One of the four for one person, with where she belongs and who answers for her (0: nobody)."""

    person: int
    county_code: str
    township_code: str
    worker: int
    row: Obligation


@dataclass(slots=True)
class Standing:
    """How a group stands: its coverage, what of each is overdue, and how many left without being owed any more."""

    coverage: Coverage = field(default_factory=Coverage)
    overdue: dict[One, int] = field(default_factory=lambda: dict.fromkeys(One, 0))
    left: int = 0


@dataclass(slots=True)
class Duties:
    """What is owed in the period of a day, as it stood on that day."""

    day: date
    period: str = ""
    rows: list[Duty] = field(default_factory=list)
    workers: dict[int, str] = field(default_factory=dict)

    def standings(self, by: str = "") -> dict[str, Standing]:
        """How each county, town (by code) or worker (by account number) stands; "" for all together."""
        whole: dict[str, dict[int, list[Obligation]]] = defaultdict(lambda: defaultdict(list))
        for duty in self.rows:
            whole[self.key(duty, by)][duty.person].append(duty.row)
        return {key: _standing(people, self.day) for key, people in sorted(whole.items())}

    def key(self, duty: Duty, by: str) -> str:
        """To which group a duty belongs."""
        found = {"county": duty.county_code, "town": duty.township_code, "worker": str(duty.worker or "")}
        return found.get(by, "")

    def name(self, key: str, by: str) -> str:
        """A group in words."""
        if by == "worker":
            return self.workers.get(int(key), key) if key else "没有负责人"
        return divisions.name_of(key) if key else "住址不明"


def _standing(people: dict[int, list[Obligation]], day: date) -> Standing:
    found = Standing()
    done: dict[One, int] = dict.fromkeys(One, 0)
    owed: dict[One, int] = dict.fromkeys(One, 0)
    complete = voluntary = 0
    for rows in people.values():
        counted = [row for row in rows if row.is_counted]
        voluntary += any(row.is_voluntary and row.one is One.VERIFICATION for row in rows)
        found.left += any(row.left_on is not None and row.one is One.VERIFICATION for row in rows)
        complete += is_complete(counted)
        for row in counted:
            owed[row.one] += 1
            done[row.one] += row.done_on is not None
            found.overdue[row.one] += row.is_overdue(day)
    found.coverage = Coverage(
        base=owed[One.VERIFICATION],
        verified=done[One.VERIFICATION],
        wanting=owed[One.ASSESSMENT],
        assessed=done[One.ASSESSMENT],
        registered=done[One.NEED],
        served=done[One.SERVICE],
        complete=complete,
        overdue=sum(found.overdue.values()),
        voluntary=voluntary,
    )
    return found


def duties_on(who: Who, day: date, known_on: date | None = None) -> Duties:
    """Work out what is owed within reach in the period of a day, as it stood on that day.

    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    found = Duties(day)
    answers = Assignment.objects.filter(kind=AssignmentKind.WORKER, started_on__lte=day)
    answers = answers.filter(Q(ended_on=None) | Q(ended_on__gt=day)).order_by("started_on", "pk")
    workers: dict[int, int] = {}
    for person, user, name in answers.values_list("person_id", "user_id", "user__name"):
        workers[person] = user
        found.workers[user] = name
    with no_collector():
        for batch, key, answer, by in answers_on(day, None, end_of(known_on)):
            found.period = by.period.key
            one = batch.people[key]
            if who.covers(one.county_code) or who.covers(one.township_code):
                found.rows += [
                    Duty(key, one.county_code, one.township_code, workers.get(key, 0), row) for row in answer.owed
                ]
    return found


HEADINGS = (
    "姓名", "身份证尾号", "县区", "乡镇街道", "负责人", "哪一项", "期间", "应办起", "期限", "办结日期", "状态", "退出原因", "超龄自愿",
)  # fmt: skip


def duties_csv(who: Who, duties: Duties) -> bytes:
    """Return every duty with the person's name and the tail of her number as CSV (UTF-8 with BOM), and log the release."""
    keys = sorted({duty.person for duty in duties.rows})
    names: dict[int, tuple[str, str]] = {}
    for chunk in in_chunks(keys):
        known = list(Person.objects.filter(pk__in=chunk).values_list("id", "name", "citizen_id_sealed"))
        clear = unseal_many("person.citizen_id", [one[2] for one in known])
        names |= {one[0]: (one[1], str(number)[-4:]) for one, number in zip(known, clear, strict=True)}
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(HEADINGS)
    order = list(One)
    for duty in sorted(duties.rows, key=lambda d: (d.county_code, d.township_code, d.person, order.index(d.row.one))):
        sheet.writerow(
            [
                *names[duty.person], divisions.name_of(duty.county_code),
                divisions.name_of(duty.township_code) if duty.township_code else "",
                duties.workers.get(duty.worker, ""), Labels(duty.row.one.value).label, duties.period,
                duty.row.owed_from, duty.row.due_on, duty.row.done_on or "", _state(duty.row, duties.day),
                LEFT_LABELS[duty.row.left_reason] if duty.row.left_reason else "",
                "是" if duty.row.is_voluntary else "",
            ]
        )  # fmt: skip
    audit.record_release(who, keys, purpose="命令行导出应办名单", as_of=duties.day.isoformat(), rows=len(duties.rows))
    return out.getvalue().encode("utf-8-sig")


def _state(row: Obligation, day: date) -> str:
    if row.done_on is not None:
        return "已办"
    if row.left_on is not None:
        return "已退出"
    return "逾期" if row.is_overdue(day) else "未办"


# --- the check -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept answer that is not what the rule says now; None where there is none on one side."""

    person: int
    what: str
    kept: Any
    by_rule: Any


def differences() -> Iterator[Difference]:
    """Ask the rules again for the day for which each answer is kept, and tell what differs.

    Raises:
        FigureMissing: a setting is not entered.
    """
    days = dict(PersonStatus.objects.order_by().values_list("pk", "day"))
    kept = {row[0]: row for row in PersonStatus.objects.values_list(*STATUS).iterator(chunk_size=20_000)}
    owed: dict[int, dict[tuple[str, str], tuple[Any, ...]]] = defaultdict(dict)
    for row in Owed.objects.values_list(*OWED).iterator(chunk_size=20_000):
        owed[row[0]][row[1], row[2]] = row
    today = clock.today()
    for day in sorted({today, *days.values()}):
        for _batch, key, answer, by in answers_on(day):
            if days.get(key, today) == day:
                yield from _of_person(key, kept.pop(key, None), status_row(key, answer, by.version))
                yield from _of_owed(key, owed.pop(key, {}), owed_rows(key, answer, by))
    for key in sorted({*kept, *owed}):
        yield Difference(key, "person", "有", None)  # answers for somebody who has none


def _of_person(key: int, kept: tuple[Any, ...] | None, wanted: tuple[Any, ...]) -> Iterator[Difference]:
    if kept is None:
        yield Difference(key, "person", None, "有")
        return
    for name, old, new in zip(STATUS, kept, wanted, strict=True):
        if old != new and name != "rule_version":  # another version that says the same is not another answer
            yield Difference(key, name, old, new)


def _of_owed(
    key: int, kept: dict[tuple[str, str], tuple[Any, ...]], wanted: Sequence[tuple[Any, ...]]
) -> Iterator[Difference]:
    for row in wanted:
        old = kept.pop((row[1], row[2]), None)
        if old != row:
            yield Difference(key, row[1], None if old is None else _plain(old), _plain(row))
    for (one, _period), old in kept.items():
        yield Difference(key, one, _plain(old), None)


def _plain(row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in zip(OWED[2:], row[2:], strict=True)
    }
