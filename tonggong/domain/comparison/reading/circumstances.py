"""Deaths, school, low income, unemployment, watched households: what other departments know of our people's circumstances."""

from collections.abc import Iterable
from datetime import date

from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.rules import monitored, months
from tonggong.rules.forms import CONTRACT_BASED
from tonggong.rules.schooling import LEFT, is_full_time


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
        if row.text("status") in LEFT or not is_full_time(row.text("mode")) or row.insist:
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


def registered_unemployed(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """Registered as unemployed with the labour office, from a day to a day: kept at once, one period after the other."""
    for row in rows:
        if row.person is not None:
            _keep_period(
                row, ledger, out, Circumstance.UNEMPLOYED, row.text("reason"), row["registered_on"], row["ended_on"]
            )


def monitoring(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """Members of watched households: kept at once, with what the list says of their work; its words on capacity decide nothing."""
    for row in rows:
        if row.person is None:
            continue
        said = monitored.Monitored(
            kind=row.text("kind"), household=row.text("household_no"), village=row.text("village"), risk=row.text("risk"),
            relation=row.text("relation"), skill=row.text("skill"), work_months=row["work_months"], post=row.text("post"),
            post_months=row["post_months"], work_region=row.text("work_region"), health=row.text("health"), work_unit=row.text("work_unit"),
        )  # fmt: skip
        gone = row["gone_on"] if row.text("risk_gone") != "否" else None
        _keep_period(row, ledger, out, Circumstance.MONITORED, monitored.written(said), row["since"], gone)


def _keep_period(
    row: Row, ledger: Ledger, out: Findings, kind: Circumstance, value: str, start: date | None, end: date | None
) -> None:
    """Keep one of several periods: each ends where the next begins, in whatever order they are told."""
    assert row.person is not None
    person = row.person.id
    standing = list(ledger.circumstances.get((person, kind.value), ()))
    same = next((f for f in standing if f[3] == start), None)
    if start is not None:
        others = [(f, f[3]) for f in standing if f is not same and f[3] is not None]
        following = min((began for _, began in others if began > start), default=None)
        if following is not None and (end is None or end > following):
            known = same[4] if same is not None and end is None else None
            end = min(known, following) if known is not None else following
        for f, began in others:
            if began < start and (f[4] is None or f[4] > start):
                ledger.say_anew(person, kind, f, f[2], began, start, row.source)
    if same is None:
        ledger.say(person, kind, value, start, end, row.source)
        out.add(row, Result.NEW, State.FACT)
    elif same[2:] == (value, start, end):
        out.add(row, Result.CONFIRMED, State.SETTLED)
    else:
        ledger.say_anew(person, kind, same, value, start, end, row.source)
        sides = [side(str(kind.label), same[2], value), side("起", same[3], start), side("止", same[4], end)]
        out.add(row, Result.CHANGED, State.FACT, sides=sides)


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
