"""Work the answers out and keep them. Nothing here decides: it reads facts, asks the rules and writes what they say."""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from tonggong.base.bulk import in_chunks, insert_rows, no_collector
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.persons.models import Person
from tonggong.domain.plan.queries import plan_on
from tonggong.domain.status import facts
from tonggong.domain.status.judging import Answer, Turn, judge, member, rule_version
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.rules.ages import FEMALE, MALE, statistics_limits
from tonggong.rules.figures import FigureMissing, Figures
from tonggong.rules.four_ones import Obligation, Period
from tonggong.rules.households import Member

log = logging.getLogger(__name__)
STATUS = (
    "person_id", "is_working_age", "is_employed", "form", "is_target", "target_reason", "wish", "hardship", "is_rural",
    "is_monitored", "is_graduate", "massage", "is_injured_only", "retire_month", "because", "rule_version",
)  # fmt: skip
OWED = (
    "person_id", "one", "period", "is_current", "owed_from", "due_on", "done_on", "evidence", "left_on", "left_reason",
    "is_voluntary",
)  # fmt: skip
NEEDED = (
    "four_ones.late_days_first", "four_ones.late_days_rest", "assessment.valid_months", "four_ones.answered_by",
    "quota.countable_military_grades", "visits.spoken_outcomes",
)  # fmt: skip


def period_of(day: date, figures: Figures) -> Period:
    """The period of the four ones that holds a day: its year, or the plan's term where the city's figure says so.

    Raises:
        FigureMissing: the figure is not entered.
    """
    if figures["four_ones.period"].value == "plan" and (plan := plan_on(day)) is not None:
        return Period(plan.key[:16], plan.first_day, plan.last_day)
    return Period(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))


def turn_before(period: Period, county_code: str) -> Turn | None:
    """The period of the four ones before another; None where its figures were not in force yet: nothing was owed then."""
    last = period.first - timedelta(1)
    figures = figures_on(last, county_code)
    try:
        found = period_of(last, figures)
        for sex in (MALE, FEMALE):
            statistics_limits(sex, figures)
    except FigureMissing:
        return None
    return Turn(found, figures) if all(key in figures for key in NEEDED) else None


@dataclass(frozen=True, slots=True)
class Setting:
    """By what the persons of a county are judged on a day."""

    figures: Figures
    period: Period
    version: str
    before: Turn | None


class Judge:
    """The rules with the figures of each county on one day."""

    def __init__(self, day: date):
        self.day = day
        city = divisions.city()
        self._home = city.code if city is not None else ""
        self._known: dict[str, Setting] = {}

    def setting(self, county_code: str) -> Setting:
        """By what persons of a county are judged; of another city's those of this one."""
        found = self._known.get(county_code)
        if found is None:
            code = county_code if county_code[:4] == self._home[:4] else self._home
            figures = figures_on(self.day, code)
            period = period_of(self.day, figures)
            before = turn_before(period, code)
            version = rule_version(figures, before.figures if before is not None else None)
            found = Setting(figures, period, version, before)
            self._known[county_code] = found
        return found

    def answers(self, batch: facts.Batch) -> Iterator[tuple[int, Answer, Setting]]:
        """Every asked person's answer, with what it was judged by."""
        members: dict[tuple[int, str], Member] = {}
        for key in batch.asked:
            by = self.setting(batch.people[key].county_code)
            families = [(basis, self._members(batch, known, members)) for basis, known in batch.families.get(key, ())]
            yield key, judge(batch.cases[key], families, self.day, by.figures, by.period, by.before), by

    def _members(
        self, batch: facts.Batch, known: Sequence[tuple[int, str]], made: dict[tuple[int, str], Member]
    ) -> list[Member]:
        found = []
        for key, relation in known:
            case = batch.cases[key]
            if case.died_on is not None and case.died_on <= self.day:
                continue
            if (one := made.get((key, relation))) is None:
                figures = self.setting(batch.people[key].county_code).figures
                one = made[key, relation] = member(case, relation, self.day, figures)
            found.append(one)
        return found


def answers_on(
    day: date, person_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> Iterator[tuple[facts.Batch, int, Answer, Setting]]:
    """Work out, without keeping it, what the rules say of persons on any day: their facts as true on that day.

    Args:
        person_ids: None is everybody; those who share a household with them come too.
        known_at: as the facts were known at an instant; None is now.
    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    one = Judge(day)
    for scope in facts.scopes(person_ids):
        batch = facts.read(scope, known_at)
        for key, answer, by in one.answers(batch):
            yield batch, key, answer, by


def refresh(person_ids: Iterable[int] | None = None, day: date | None = None) -> int:
    """Make the stored answers of some persons (None: of everybody) anew; return how many rows had to be written.

    Those who share a household with them follow. What is the same already is left alone; twice changes nothing.

    Args:
        day: None is today.
    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    keys = None if person_ids is None else sorted(set(person_ids))
    if keys is not None and len(keys) > facts.BATCH:
        keys = None
    written = 0
    judge_ = Judge(day or clock.today())
    for scope in facts.scopes(keys):
        with no_collector(), transaction.atomic():
            written += _refresh(scope, judge_)
    return written


def is_due(today: date) -> bool:
    """Say whether the stored answers are not those of a day, or not by the rules and figures in force; or there are none."""
    if divisions.city() is None or not Person.objects.holders().exists():
        return False
    kept = PersonStatus.objects.order_by()
    versions = set(kept.values_list("rule_version", flat=True).distinct())
    one = Judge(today)
    wanted = {one.setting(code).version for code in ("", *(county.code for county in divisions.counties()))}
    return not versions or not versions <= wanted or kept.exclude(day=today).exists()


def recompute_if_due() -> bool:
    """Make all answers anew where a new day, new rules or new figures have made them old; say whether it was done.

    Raises:
        FigureMissing: a setting is not entered for today.
    """
    if not is_due(clock.today()):
        return False
    refresh(None)
    return True


def follow(person_ids: list[int] | None) -> None:
    """What `base.derived` calls when facts have changed: nothing is worked out before a city stands.

    A figure that nobody has entered must not keep facts out of the ledger: the answers then stay as they were, the log
    says so, and `tonggong check-derived` refuses.
    """
    if divisions.city() is None:
        return
    try:
        refresh(person_ids)
    except FigureMissing as missing:
        log.error("answers not made: %s", missing.figure_id)


def _refresh(scope: facts.Scope, judge_: Judge) -> int:
    batch = facts.read(scope, lock=bool(scope.keys))
    status, owed = [], []
    for key, answer, by in judge_.answers(batch):
        status.append(status_row(key, answer, by.version))
        owed += owed_rows(key, answer, by)
    # named persons who stand no more (merged, or no holder) keep nothing
    reach = facts.Scope(keys=tuple(sorted({*batch.asked, *scope.keys}))) if scope.keys else scope
    now = clock.now()
    written = _keep(PersonStatus, STATUS, 1, status, reach, {"day": judge_.day, "computed_at": now})
    return written + _keep(Owed, OWED, 3, owed, reach, {})


def status_row(key: int, answer: Answer, version: str) -> tuple[Any, ...]:
    """An answer as the columns of `STATUS`."""
    return (
        key, answer.is_working_age, answer.is_employed, answer.form, answer.is_target, answer.reason.value, answer.wish,
        list(answer.hardship), answer.is_rural, answer.is_monitored, answer.is_graduate, answer.massage,
        answer.is_injured_only, answer.retire_month, answer.because, version,
    )  # fmt: skip


def owed_rows(key: int, answer: Answer, by: Setting) -> list[tuple[Any, ...]]:
    """What somebody is owed, and was in the period before, as the columns of `OWED`."""
    rows = _owed_rows(key, answer.owed, by.period.key, is_current=True)
    if answer.owed_before and by.before is not None:
        rows += _owed_rows(key, answer.owed_before, by.before.period.key, is_current=False)
    return rows


def _owed_rows(key: int, owed: Sequence[Obligation], period: str, *, is_current: bool) -> list[tuple[Any, ...]]:
    return [
        (
            key, row.one.value, period, is_current, row.owed_from, row.due_on, row.done_on, row.evidence, row.left_on,
            row.left_reason.value if row.left_reason else "", row.is_voluntary,
        )
        for row in owed
    ]  # fmt: skip


def stored(model: type[models.Model], columns: Sequence[str], scope: facts.Scope) -> Iterator[tuple[Any, ...]]:
    """The kept rows of a portion: the primary key, then `columns`."""
    portions = [scope]
    if scope.keys:
        portions = [facts.Scope(keys=tuple(chunk)) for chunk in in_chunks(scope.keys, facts.FEW)]
    for portion in portions:
        rows = model._default_manager.filter(portion.of("person")).order_by()
        yield from rows.values_list("pk", *columns).iterator(chunk_size=facts.FETCH)


def _keep(
    model: type[models.Model],
    columns: Sequence[str],
    width: int,
    wanted: list[tuple[Any, ...]],
    scope: facts.Scope,
    stamp: dict[str, Any],
) -> int:
    """Make the kept rows of a portion the wanted ones: add, change and take away only what differs.

    Args:
        width: how many of the first columns tell one row from another.
        stamp: set on every row that is written.
    """
    before = {row[1 : width + 1]: row for row in stored(model, columns, scope)}
    fresh, changed = [], []
    for row in wanted:
        old = before.pop(row[:width], None)
        if old is None:
            fresh.append(row)
        elif old[1:] != row:
            changed.append((old[0], row))
    gone = [row[0] for row in before.values()]
    for chunk in in_chunks(gone):
        model._default_manager.filter(pk__in=chunk)._raw_delete(model._default_manager.db)
    extra = list(stamp.values())
    fields = [model._meta.get_field(name) for name in (*columns, *stamp)]
    insert_rows(model, (*columns, *stamp), [_as_kept(fields, (*row, *extra)) for row in fresh])
    if changed:
        _update(model, (*columns, *stamp), width, [(*_as_kept(fields, (*row, *extra)), pk) for pk, row in changed])
    if "day" in stamp and not scope.keys:
        model._default_manager.filter(scope.of("person")).exclude(day=stamp["day"]).update(day=stamp["day"])
    return len(fresh) + len(changed) + len(gone)


def _as_kept(fields: Sequence[Any], row: Sequence[Any]) -> list[Any]:
    return [
        json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else value
        for field, value in zip(fields, row, strict=True)
    ]


def _update(model: type[models.Model], columns: Sequence[str], width: int, rows: list[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    json_ = {f.column for f in model._meta.concrete_fields if isinstance(f, models.JSONField)}
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    marks = ", ".join(f"{quote(name)} = %s{cast if name in json_ else ''}" for name in columns[width:])
    instants = connection.vendor == "sqlite"
    values = [[_instant(v) if instants else v for v in row[width:]] for row in rows]
    pk = model._meta.pk
    assert pk is not None
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {marks} WHERE {quote(str(pk.column))} = %s", values
        )


def _instant(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat(sep=" ") if isinstance(value, datetime) else value
