"""Deaths, school and low income: what other departments know of our people's circumstances."""

from collections.abc import Iterable
from datetime import date

from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.rules import months
from tonggong.rules.forms import CONTRACT_BASED

LEFT_SCHOOL = {"毕业", "退学"}


def deaths(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """A death waits for a person, always; once believed it also ends the work."""
    for row in rows:
        someone = row.person
        if someone is None or row["died_on"] is None:
            continue
        if someone.died_on == row["died_on"]:
            out.add(row, Result.CONFIRMED, State.SETTLED)
        elif row.insist:
            persons.record_death(ledger.changes, someone.id, row["died_on"], row.source)
            someone.died_on = row["died_on"]
            _end_work(ledger, someone.id, row["died_on"], row)
        else:
            sides = [side("姓名", someone.name, row.text("name")), side("死亡日期", someone.died_on, row["died_on"])]
            out.add(
                row,
                Result.ENDED,
                State.OPEN,
                cause="death",
                because="死亡登记。认定死亡会停用这个人的一切记录，必须由人确认。",
                sides=sides,
            )


def _end_work(ledger: Ledger, person: int, day: date, row: Row) -> None:
    for job in list(ledger.jobs.get(person, ())):
        if job.ended_on is None and job.started_on <= day:
            ledger.correct_job(job, row.source, ended_on=day, end_reason="死亡")


def school_enrolment(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """School: kept as a circumstance; full-time study beside full-time work is a contradiction."""
    for row in rows:
        someone = row.person
        if someone is None:
            continue
        value = " ".join(filter(None, (row.text("school"), row.text("level"), row.text("mode"), row.text("status"))))
        start, end = row["enrolled_on"], row["leaves_on"]
        _keep(row, ledger, out, Circumstance.SCHOOL, value, start, end)
        if row.text("status") in LEFT_SCHOOL or "非" in row.text("mode") or row.insist:
            continue
        work = [j for j in ledger.jobs.get(someone.id, ()) if j.ended_on is None and j.values["form"] in CONTRACT_BASED]
        if work and start is not None:
            out.add(
                row,
                Result.CONTRADICTORY,
                State.OPEN,
                cause="school-and-work",
                because="学籍说此人全日制在读，台账说此人全职在业，两边不能都对。",
                sides=[side("状态", f"在业：{work[0].values['unit_name']}", f"在读：{row.text('school')}")],
                plan={"act": "note"},
            )


def low_income(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """Low-income households: kept as a circumstance, at once."""
    for row in rows:
        if row.person is not None:
            since = months.first_day(row["since"]) if row["since"] else None
            _keep(row, ledger, out, Circumstance.LOW_INCOME, row.text("kind"), since, None)


def _keep(
    row: Row, ledger: Ledger, out: Findings, kind: Circumstance, value: str, start: date | None, end: date | None
) -> None:
    assert row.person is not None
    standing = ledger.circumstances.get((row.person.id, kind.value), ())
    same = next((f for f in standing if f[3] == start), standing[-1] if standing else None)
    if same is None:
        ledger.say(row.person.id, kind, value, start, end, row.source)
        out.add(row, Result.NEW, State.FACT)
    elif same[2:] == (value, start, end):
        out.add(row, Result.CONFIRMED, State.SETTLED)
    else:
        ledger.say_anew(row.person.id, kind, same, value, start, end, row.source)
        out.add(
            row, Result.CHANGED, State.FACT, sides=[side(str(kind.label), same[2], value), side("起", same[3], start)]
        )
