"""Wage declarations: what units told the tax office that our people earned."""

from collections.abc import Iterable
from decimal import Decimal

from tonggong.base.policy.queries import figures_on
from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Job, Ledger
from tonggong.domain.comparison.post_sums import is_part_time, post_of
from tonggong.domain.comparison.reading.spells import begin_at_unit, covering, impossible_in
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing
from tonggong.rules.forms import CONTRACT_BASED


def wages(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """A declared wage is a fact at once; one under the minimum of the place and month is asked about."""
    minimum = Minimum()
    for row in rows:
        someone, month, unit = row.person, row["month"], row.text("unit_code")
        if someone is None or row["wage_yuan"] is None:
            continue
        if (someone.id, unit, month) in ledger.declared:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        if someone.is_member:
            _add(row, ledger, someone.id, unit, month)
            continue
        job = covering(ledger, someone.id, unit, month)
        if not row.insist and (why := impossible_in(ledger, someone, month, is_new=job is None)):
            out.add(row, Result.IMPOSSIBLE, State.OPEN, cause=why[0], because=why[1])
            continue
        if job is None:
            job = begin_at_unit(row, ledger, out, month)
            if job is None:
                continue
        else:
            out.add(row, Result.CONFIRMED, State.SETTLED)
        _add(row, ledger, someone.id, unit, month)
        _ask_if_low(row, job, month, minimum, out)


def _add(row: Row, ledger: Ledger, person: int, unit: str, month: str) -> None:
    ledger.add_wage(person, unit, month, row["wage_yuan"], row.source, post_of(row["post"]), is_part_time(row["hours"]))


class Minimum:
    """The minimum wage by county and month, looked up once each."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Decimal | None] = {}

    def of(self, county: str, month: str) -> Decimal | None:
        """Yuan a month, None where the city has not entered it."""
        if (county, month) not in self.found:
            try:
                figure = figures_on(months.last_day(month), county)["wage.minimum_monthly"]
                self.found[county, month] = Decimal(str(figure.value))
            except FigureMissing:
                self.found[county, month] = None
        return self.found[county, month]


def _ask_if_low(row: Row, job: Job, month: str, minimum: Minimum, out: Findings) -> None:
    assert row.person is not None
    if job.values["form"] not in CONTRACT_BASED or months.of(job.started_on) >= month:
        return  # a month that was not worked from its first day proves nothing
    if job.ended_on is not None and job.ended_on < months.last_day(month):
        return
    least = minimum.of(row.person.county_code, month)
    if least is not None and row["wage_yuan"] < least:
        out.add(
            row,
            Result.IMPOSSIBLE,
            State.OPEN,
            cause=f"wage-under-minimum:{row.text('unit_code')}",
            because=f"申报的月工资低于当地当月最低工资 {least} 元，少 {least - row['wage_yuan']} 元。",
            sides=[side("月工资（元）", f"最低 {least}", row["wage_yuan"])],
            plan={"act": "note"},
        )
