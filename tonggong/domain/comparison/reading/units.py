"""The business register, the establishment office, the tax office: which units there are, their posts, what they paid."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import CLOSED, Firm, Ledger
from tonggong.domain.employers import services as employers
from tonggong.domain.employers.contacts import Filed, Written
from tonggong.domain.employers.models import Unit, UnitContact, UnitFact
from tonggong.domain.quota.models import LevyCollected
from tonggong.domain.quota.services import COLLECTED, keep_collected


def businesses(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """市场主体登记: enters units, follows renames and closures, and whom to call there."""
    open_work = _open_work(ledger)
    contacts: Filed | None = None
    for row in rows:
        code, name = row.text("unit_code"), row.text("unit_name")
        county, township = row.place
        known = {
            "economic_kind": row.text("kind"),
            "industry": row.text("industry")[:1],
            "county_code": county,
            "township_code": township,
            "status": row.text("status"),
            "registered_on": row["registered_on"],
        }
        firm = ledger.firms.get(code)
        is_new = firm is None
        if firm is None:
            firm = ledger.add_firm(code, name, row.source, **known)
        contacts, called = _contact(row, ledger, firm, contacts, row["changed_on"])
        if is_new:
            out.add(row, Result.NEW, State.FACT)
            continue
        sides = _follow(row, ledger, firm, name, known) + called
        out.add(row, Result.CHANGED if sides else Result.CONFIRMED, State.FACT if sides else State.SETTLED, sides=sides)
        if known["status"] in CLOSED and not row.insist:
            work = open_work.get(code, [])
            _ask_about_work(row, firm, work, out)
            ledger.asked_as_closed |= {job.thread for job in work}


def _contact(
    row: Row, ledger: Ledger, firm: Firm, contacts: Filed | None, since: date | None
) -> tuple[Filed | None, list[dict[str, Any]]]:
    """Enter whom a row names for calls to a unit, if it names anybody; the sides say the name, never the number."""
    name, phone = row.text("contact_name")[:40], row.text("contact_phone")
    if not name:
        return contacts, []
    contacts = contacts or Filed(ledger.changes, ledger.gone.get(UnitContact, ()))
    written = Written(name, row.text("contact_role")[:40], phone, since)
    found = contacts.take(firm.id, written, row.source)
    return contacts, [side("联系人", *found)] if found else []


def _follow(row: Row, ledger: Ledger, firm: Firm, name: str, known: dict[str, Any]) -> list[dict[str, Any]]:
    sides = []
    if name and name != firm.name:
        sides.append(side("单位名称", firm.name, name))
        employers.rename_unit(ledger.changes, firm.id, name, row.source, since=row["changed_on"])
        firm.name = name
    if known["status"] and known["status"] != firm.status:
        sides.append(side("登记状态", firm.status, known["status"]))
        employers.say_of_unit(
            ledger.changes, firm.id, UnitFact.Kind.STATUS, known["status"], row.source, started_on=row["changed_on"]
        )
        firm.status = known["status"]
    fresh = {c: v for c, v in known.items() if v not in ("", None)}
    if fresh:
        ledger.changes.update(Unit, firm.id, **fresh)
    firm.economic_kind = known["economic_kind"] or firm.economic_kind
    return sides


def _open_work(ledger: Ledger) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for jobs in ledger.jobs.values():
        for job in jobs:
            if job.unit_code and job.ended_on is None:
                found.setdefault(job.unit_code, []).append(job)
    return found


def _ask_about_work(row: Row, firm: Firm, work: Iterable[Any], out: Findings) -> None:
    """A unit is gone, and somebody still works there by the ledger: one question a person, one cause."""
    day = row["changed_on"]
    for job in work:
        someone = out.people.get(job.person)
        if someone is None:
            continue
        out.add_missing(
            out.hash_of(f"closed\0{firm.code}\0{job.thread}"),
            Result.CONTRADICTORY,
            someone,
            unit_code=firm.code,
            cause=f"unit-closed:{firm.code}",
            because=f"{firm.name}已{row.text('status')}，台账里此人仍在该单位就业。",
            sides=[side("单位状态", "在业", row.text("status")), side("离职日期", None, day)],
            plan={
                "act": "end_job",
                "thread": job.thread,
                "ended_on": day.isoformat() if day else "",
                "reason": "单位关闭",
            },
        )


def establishment(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """机构编制: approved posts, level and kind of public bodies, and whom to call there."""
    said = ledger.standing(UnitFact, "unit_id", "kind", "value")
    standing = {unit: (pk, value) for pk, unit, kind, value in said if kind == UnitFact.Kind.POSTS}
    contacts: Filed | None = None
    for row in rows:
        code, name = row.text("unit_code"), row.text("unit_name")
        county, _township = row.place
        posts = int(row["posts"])
        known = {
            "economic_kind": row.text("unit_kind"),
            "level": row.text("level"),
            "supervisor": row.text("supervisor"),
            "is_school": row.text("is_school") == "是",
            "is_committee_member": row.text("is_member") == "是",
            "posts": posts,
        }
        firm = ledger.firms.get(code)
        is_new = firm is None
        if firm is None:
            firm = ledger.add_firm(code, name, row.source, county_code=county, **known)
        contacts, called = _contact(row, ledger, firm, contacts, row["as_of"])
        old = standing.get(firm.id)
        if old is not None and old[1] == str(posts):
            found = Result.CHANGED if called else Result.CONFIRMED
            out.add(row, found, State.FACT if called else State.SETTLED, sides=called)
            continue
        if old is not None:
            ledger.changes.end(UnitFact, old[0])
        fact = employers.say_of_unit(
            ledger.changes, firm.id, UnitFact.Kind.POSTS, str(posts), row.source, started_on=row["as_of"]
        )
        standing[firm.id] = (fact, str(posts))
        if not is_new:
            ledger.changes.update(Unit, firm.id, **known)
        sides = [side("编制数", old[1] if old else None, str(posts)), *called]
        out.add(row, Result.CHANGED if old else Result.NEW, State.FACT, sides=sides if old else [])


def levy_collected(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """残保金征收: what was collected of each unit for a year; other figures of the same unit and year take its place."""
    standing = {tuple(known[:2]): (pk, known) for pk, *known in ledger.standing(LevyCollected, *COLLECTED)}
    for row in rows:
        code, county = row.text("unit_code"), row.place[0]
        firm = ledger.firms.get(code)
        known = [
            code, int(row["year"]), row.text("unit_name")[:120], county or (firm.county_code if firm else ""),
            row["headcount"], row["counted"], row["wage_yuan"], row["relief_yuan"], row["payable_yuan"],
            row["paid_yuan"], row["paid_on"], row.text("status"),
        ]  # fmt: skip
        old = standing.get((code, known[1]))
        if old is not None and old[1] == known:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        if old is not None:
            ledger.changes.end(LevyCollected, old[0])
        standing[code, known[1]] = (keep_collected(ledger.changes, known, row.source), known)
        sides = [side("实缴（元）", old[1][9], row["paid_yuan"])] if old else []
        out.add(row, Result.CHANGED if old else Result.NEW, State.FACT, sides=sides)
