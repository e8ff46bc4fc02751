"""Work: the opening ledger, hiring reports, recruitment, and the monthly insurance file."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Job, Ledger, Someone
from tonggong.domain.comparison.reading.certificates import holder_from_number
from tonggong.domain.employment import services as employment
from tonggong.domain.employment.models import Spell
from tonggong.rules import months
from tonggong.rules.ages import age_on
from tonggong.rules.forms import CONTRACT_BASED, form_of_unit, read_form

LABELS = {
    "started_on": "开始日期",
    "ended_on": "离职日期",
    "form": "就业形式",
    "contract_until": "合同到期",
    "wage_yuan": "月工资（元）",
}


def covering(ledger: Ledger, person: int, unit: str, month: str) -> Job | None:
    """The spell of a person at a unit that some day of the month lies in."""
    return next((job for job in ledger.jobs_at(person, unit) if job.covers(month)), None)


def impossible_in(ledger: Ledger, someone: Someone, month: str, *, is_new: bool) -> tuple[str, str] | None:
    """Why somebody can't have worked in a month: (cause, sentence), None if nothing speaks against it."""
    if someone.died_on and months.of(someone.died_on) < month:
        return "dead", f"台账说此人 {someone.died_on} 去世，来文仍有 {month} 的记录。"
    if age_on(someone.born_on, months.last_day(month)) < ledger.limits.youngest:
        return "under-16", f"此人 {month} 还不满 {ledger.limits.youngest} 周岁。"
    if is_new and someone.kind == "holder" and not ledger.holds_valid_card(someone.id, months.last_day(month)):
        return "certificate-expired", f"{month} 没有有效的证件，新出现的就业不能直接入账。"
    return None


def new_values(someone: Someone, row: Row, form: str, **known: Any) -> dict[str, Any]:
    """The columns of a new spell, from a row."""
    values: dict[str, Any] = {
        "person_id": someone.id,
        "unit_code": row.text("unit_code"),
        "unit_name": row.text("unit_name")[:120],
        "form": form,
        "started_on": None,
        "ended_on": None,
        "end_reason": "",
        "contract_kind": row.text("contract_kind")[:30],
        "contract_until": row["contract_until"],
        "wage_yuan": row["wage_yuan"],
        "post": row.text("post")[:60],
        "channel": row.text("channel")[:30],
        "evidence_level": Spell.Evidence.FEED.value,
    }
    return values | known


def add_spell(row: Row, ledger: Ledger, values: dict[str, Any]) -> Job | None:
    """Add a spell unless the very same stands already."""
    for job in ledger.jobs.get(values["person_id"], ()):
        if all(job.values[c] == values[c] for c in ("unit_code", "form", "started_on")):
            return None
    return ledger.add_job(values, row.source)


def opening_ledger(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """期初台账: what a city that starts knows already; taken over as it is, each line with its row."""
    for row in rows:
        someone = row.person or holder_from_number(row, ledger)
        if someone is None or row["started_on"] is None:
            continue
        row.person = someone
        unit = row.text("unit_code")
        firm = ledger.firms.get(unit)
        form = read_form(row.text("form"), unit or None, firm.economic_kind if firm else "") or "70"
        values = new_values(someone, row, form, started_on=row["started_on"], ended_on=row["ended_on"])
        job = add_spell(row, ledger, values)
        if job is None:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        if unit and row["insured_from"] and row["insured_to"] and row["insured_from"] <= row["insured_to"]:
            ledger.add_contribution(someone.id, unit, row["insured_from"], row["insured_to"], None, row.source)
        out.add(row, Result.NEW, State.FACT)


def hires(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """单位用工申报: a hire with its day and contract, sometimes with its end."""
    for row in rows:
        if row.person is None or row["started_on"] is None:
            continue
        firm = ledger.firms.get(row.text("unit_code"))
        unit = row.text("unit_code")
        form = read_form(row.text("form"), unit or None, firm.economic_kind if firm else "")
        form = form or (form_of_unit(unit, firm.economic_kind if firm else "") if unit else "70")
        _reported(row, ledger, out, form, Spell.Evidence.PAPER.value)


def recruitment(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """公务员、事业单位招录: a hire by a public body, known from the personnel office."""
    for row in rows:
        if row.person is None or row["hired_on"] is None:
            continue
        form = "11" if "公务员" in row.text("person_kind") else "12"
        row.values["started_on"] = row["hired_on"]
        _reported(row, ledger, out, form, Spell.Evidence.FEED.value)


def _reported(row: Row, ledger: Ledger, out: Findings, form: str, evidence: str) -> None:
    someone, unit, start, end = row.person, row.text("unit_code"), row["started_on"], row["ended_on"]
    assert someone is not None
    if someone.is_member:
        return
    known = [j for j in ledger.jobs_at(someone.id, unit) if unit or j.values["form"][0] == form[0]]
    job = min(known, key=lambda j: abs(j.started_on - start), default=None)
    if job is not None and abs(job.started_on - start) > ledger.limits.same_hire and not (end and job.ended_on is None):
        job = job if job.ended_on is None or job.ended_on >= start else None
    if job is None:
        if not row.insist:
            why = impossible_in(ledger, someone, months.of(start), is_new=True)
            why = why or _second_full_time(ledger, someone, unit, form, months.of(start))
            if why:
                out.add(row, Result.IMPOSSIBLE, State.OPEN, cause=why[0], because=why[1])
                return
        values = new_values(someone, row, form, started_on=start, ended_on=end, evidence_level=evidence)
        if values["ended_on"] and values["ended_on"] < start:
            values["ended_on"] = None
        add_spell(row, ledger, values)
        out.add(row, Result.NEW, State.FACT)
        return
    _agree(row, ledger, out, job)


def _agree(row: Row, ledger: Ledger, out: Findings, job: Job) -> None:
    """A report of a spell that is known: confirm it, refine it, or ask."""
    start, end = row["started_on"], row["ended_on"]
    if end and job.ended_on is None and end >= job.started_on:
        if row.insist:
            ledger.correct_job(job, row.source, ended_on=end, end_reason="离职")
        else:
            out.add(
                row,
                Result.ENDED,
                State.OPEN,
                cause="reported-end",
                because="单位申报已离职。终止就业按规定由人确认。",
                sides=[
                    side("离职日期", job.ended_on, end),
                    side("用人单位", job.values["unit_name"], row.text("unit_name")),
                ],
            )
        return
    fresh = {c: row[c] for c in ("contract_until", "wage_yuan") if row[c] is not None and row[c] != job.values[c]}
    if start != job.started_on:
        from_month_file = job.started_on.day == 1 and months.of(job.started_on) >= months.of(start)
        if row.insist or (abs(start - job.started_on) <= ledger.limits.same_hire and from_month_file):
            fresh["started_on"] = start
        else:
            out.add(
                row,
                Result.CONTRADICTORY,
                State.OPEN,
                cause=f"start-differs:{row.text('unit_code')}",
                because="同一份工作，两边开始的日期不同，影响是否计入新增就业。",
                sides=[side("开始日期", job.started_on, start)],
            )
            return
    if fresh and (job.ended_on is None or fresh.get("started_on", job.started_on) <= job.ended_on):
        sides = [side(LABELS[c], job.values[c], v) for c, v in fresh.items()]
        ledger.correct_job(job, row.source, **fresh)
        out.add(row, Result.CHANGED, State.FACT, sides=sides)
        return
    _second_chip(row, ledger, job)
    out.add(row, Result.CONFIRMED, State.SETTLED)


def _second_chip(row: Row, ledger: Ledger, job: Job) -> None:
    employment.add_evidence(ledger.changes, job.thread, row.source)


def _second_full_time(ledger: Ledger, someone: Someone, unit: str, form: str, month: str) -> tuple[str, str] | None:
    """Whether somebody is insured that month by another unit in a full-time form."""
    if form not in CONTRACT_BASED:
        return None
    for job in ledger.jobs.get(someone.id, ()):
        other = job.unit_code
        is_elsewhere = other and other != unit and job.values["form"] in CONTRACT_BASED and job.covers(month)
        if is_elsewhere and (someone.id, other, month) in ledger.paid:
            where = job.values["unit_name"] or "另一单位"
            return "two-full-time", f"此人 {month} 已由{where}全职参保，不能同时在两家全职。"
    return None


def social_insurance(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """参保缴费: who was insured by whom in the month; what is missing is found afterwards (`endings`)."""
    rows = [r for r in rows if r.person is not None and r["month"]]
    settled = _paid_where_known(rows, ledger)
    for row in rows:
        someone, month, unit = row.person, row["month"], row.text("unit_code")
        assert someone is not None
        if (someone.id, unit, month) in ledger.paid and not row.insist:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        if someone.is_member:
            _add_month(row, ledger)
            continue
        job = covering(ledger, someone.id, unit, month)
        if not row.insist and (why := impossible_in(ledger, someone, month, is_new=job is None)):
            out.add(row, Result.IMPOSSIBLE, State.OPEN, cause=why[0], because=why[1])
            continue
        if job is None:
            if begin_at_unit(row, ledger, out, month, settled.get(someone.id, frozenset())) is None:
                continue
        else:
            _still_there(row, ledger, out, job)
        _add_month(row, ledger)


def _add_month(row: Row, ledger: Ledger) -> None:
    assert row.person is not None
    ledger.add_contribution(
        row.person.id,
        row.text("unit_code"),
        row["month"],
        row["month"],
        row["base_yuan"],
        row.source,
        kinds=row.text("kinds"),
        is_arrears=FEEDS["social-insurance"].arrears_word in row.text("remark"),
    )


def _paid_where_known(rows: list[Row], ledger: Ledger) -> dict[int, set[str]]:
    """Units that insure somebody in this very file and at which the ledger knows them already."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        assert row.person is not None
        if covering(ledger, row.person.id, row.text("unit_code"), row["month"]):
            found[row.person.id].add(row.text("unit_code"))
    return found


def begin_at_unit(row: Row, ledger: Ledger, out: Findings, month: str, insured_at: Iterable[str] = ()) -> Job | None:
    """Somebody of ours appears at a unit where the ledger knows no work: a new spell, or a question."""
    someone, unit = row.person, row.text("unit_code")
    assert someone is not None
    firm = ledger.firms.get(unit)
    form = form_of_unit(unit, firm.economic_kind if firm else "")
    start = months.first_day(month)
    if not row.insist:
        recent = months.first_day(months.shift(month, -ledger.limits.left_recently_months))
        gone = [j for j in ledger.jobs_at(someone.id, unit) if j.ended_on and j.ended_on >= recent]
        if gone:
            because = f"台账说此人 {gone[-1].ended_on} 已离开该单位，来文说 {month} 仍在。"
            sides = [side("离职日期", gone[-1].ended_on, None), side("来文月份", None, month)]
            out.add(row, Result.CONTRADICTORY, State.OPEN, cause="still-there", because=because, sides=sides)
            return None
        why = _second_full_time(ledger, someone, unit, form, month)
        if why is None and any(other != unit for other in insured_at):
            why = "two-full-time", f"此人 {month} 由两家单位同时全职参保。"
        if why:
            out.add(row, Result.IMPOSSIBLE, State.OPEN, cause=why[0], because=why[1])
            return None
    gone_job = next((j for j in ledger.jobs_at(someone.id, unit) if j.ended_on and row.insist), None)
    if gone_job is not None:  # somebody decided that it never ended
        return ledger.correct_job(gone_job, row.source, ended_on=None, end_reason="")
    name = row.text("unit_name") or (firm.name if firm else "")
    values = new_values(someone, row, form, started_on=start, unit_name=name[:120], wage_yuan=row["wage_yuan"])
    job = add_spell(row, ledger, values)
    out.add(row, Result.NEW, State.FACT)
    return job or next(ledger.jobs_at(someone.id, unit), None)


def _still_there(row: Row, ledger: Ledger, out: Findings, job: Job) -> None:
    """A spell that goes on: confirmed, or with another wage base, or under another name of the unit."""
    someone, unit, base = row.person, row.text("unit_code"), row["base_yuan"]
    assert someone is not None
    sides = []
    known = ledger.contributions.get((someone.id, unit))
    if known and base is not None and known[2] is not None and known[2] != base:
        sides.append(side("月缴费基数（元）", known[2], base))
    firm, name = ledger.firms.get(unit), row.text("unit_name")
    if firm and name and name != firm.name and name != job.values["unit_name"]:
        out.add(
            row,
            Result.CONTRADICTORY,
            State.OPEN,
            cause=f"unit-renamed:{unit}:{name}",
            because="统一社会信用代码相同，单位名称不同，市场主体登记还没有更名记录。",
            sides=[side("用人单位", firm.name, name), side("统一社会信用代码", unit, unit)],
            plan={"act": "rename_unit", "unit_code": unit, "name": name},
        )
    out.add(row, Result.CHANGED if sides else Result.CONFIRMED, State.FACT if sides else State.SETTLED, sides=sides)
