"""Certificates of disability and of disabled servicemen: the registers that say who stands in the ledger."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tonggong.base.divisions.queries import city, name_of
from tonggong.domain.comparison.findings import GRADES, Findings, Result, Row, State, side, tail
from tonggong.domain.comparison.ledger import Card, Ledger, Someone
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Category, CertificateKind, CertificateStatus, Kind, Sex

CATEGORIES = {c.label: c.value for c in Category}
STATUSES = {s.label: s.value for s in CertificateStatus}
UNDERSTOOD = frozenset({"ok", "widened"})  # the exchange has checked date and check character
STOPPED = {CertificateStatus.CANCELLED.value, CertificateStatus.FROZEN.value}
COMPARED = ("category", "grade", "issued_on", "valid_until", "status", "status_on")
LABELS = {
    "category": "类别",
    "grade": "等级",
    "issued_on": "发证日期",
    "valid_until": "有效期至",
    "status": "证件状态",
    "status_on": "状态日期",
}


def in_words(column: str, value: Any) -> Any:
    """A certificate's column as a clerk reads it."""
    if column == "status":
        return CertificateStatus(value).label
    if column == "category":
        return Category(value).label if value else ""
    return f"{GRADES[value - 1]}级" if column == "grade" else value


def enter(row: Row, ledger: Ledger, kind: str) -> Someone | None:
    """Enter the person of a row into the ledger, or find the one that has this number; None where it is no number."""
    number = row.text("citizen_id")
    if row["id_state"] not in UNDERSTOOD or not row.text("name"):
        return None
    if (person := ledger.by_number.get(number)) is not None:
        return ledger.people[person]
    county, township = row.place
    if not county and (own := city()) is not None:
        county = own.code  # a row without a place is seen by the city; without any code nobody would ever see it
    return ledger.add_person(
        kind=str(kind),
        citizen_id=number,
        name=row.text("name"),
        sex=Sex.MALE.value if int(number[16]) % 2 else Sex.FEMALE.value,
        born_on=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        county_code=county,
        township_code=township,
        phone=row["phone"],
    )


def follow(row: Row, ledger: Ledger) -> list[dict[str, Any]]:
    """Take over name, place and telephone where a register knows them anew; return what differed."""
    someone, sides = row.person, []
    assert someone is not None
    county, township = row.place
    if row.text("name") and row.text("name") != someone.name:
        sides.append(side("姓名", someone.name, row.text("name")))
        persons.change_name(ledger.changes, someone.id, row.text("name"), row.source)
        ledger.aliases.append((someone.id, None, someone.name))
        someone.name = row.text("name")
    if township and township != someone.township_code:
        sides.append(side("所属乡镇街道", name_of(someone.township_code), name_of(township)))
        persons.change_place(ledger.changes, someone.id, county, township, row.source)
        someone.county_code, someone.township_code = county, township
    if row["phone"] and row["phone"] != someone.phone:
        persons.change_phone(ledger.changes, someone.id, row["phone"], row.source)
        someone.phone = row["phone"]
    return sides


def disability(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """残疾人证 registry: a row enters a holder, or says a certificate anew."""
    for row in rows:
        known = {
            "kind": CertificateKind.DISABILITY.value,
            "number": row.text("certificate_no"),
            "category": CATEGORIES[row.text("category")],
            "grade": row.grade,
            "issued_on": row["issued_on"],
            "valid_until": row["valid_until"],
            "status": STATUSES.get(row.text("status"), CertificateStatus.VALID.value),
            "status_on": row["status_on"],
        }
        _take(row, ledger, out, known)


def military(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """残疾军人证 registry: grades 1 to 10, of which 1 to 8 count."""
    for row in rows:
        known = {
            "kind": CertificateKind.MILITARY.value,
            "number": row.text("military_no"),
            "category": "",
            "grade": row.grade,
            "issued_on": row["issued_on"],
            "valid_until": None,
            "status": STATUSES.get(row.text("status"), CertificateStatus.VALID.value),
            "status_on": None,
        }
        _take(row, ledger, out, known)


def _take(row: Row, ledger: Ledger, out: Findings, known: dict[str, Any]) -> None:
    is_fresh = row.person is None
    if row.person is None:
        row.person = enter(row, ledger, Kind.HOLDER)
        if row.person is None:
            return
    someone = row.person
    if row.tier and not row.tier.startswith("E") and not row.insist:
        out.add(
            row,
            Result.CONTRADICTORY,
            State.OPEN,
            cause=f"register-person:{known['kind']}",
            because="登记表上的号码和台账里这个人的号码不同，其他各项相近。请确认是不是同一个人。",
            sides=[side("姓名", someone.name, row.text("name")), side("身份证尾号", tail(someone.citizen_id), tail(row.text("citizen_id")))],
        )  # fmt: skip
        return
    ledger.set_kind(someone, Kind.HOLDER)
    old = _same_certificate(ledger, someone, known)
    if old is None:
        ledger.add_card(someone.id, known, row.source)
        if not is_fresh:
            follow(row, ledger)
        out.add(row, Result.NEW, State.FACT)
        return
    sides = [
        side(LABELS[c], in_words(c, getattr(old, c)), in_words(c, known[c]))
        for c in COMPARED
        if getattr(old, c) != known[c]
    ]
    renumbered = old.number != known["number"]
    if not sides and not renumbered:
        moved = follow(row, ledger)
        out.add(row, Result.CHANGED if moved else Result.CONFIRMED, State.FACT if moved else State.SETTLED, sides=moved)
        return
    if known["status"] in STOPPED and old.status not in STOPPED and not row.insist:
        label = CertificateStatus(known["status"]).label
        out.add(
            row,
            Result.ENDED,
            State.OPEN,
            cause=f"certificate-stopped:{known['status']}",
            because=f"来文说证件已{label}。停用证件会影响统计和待遇，按规定由人确认。",
            sides=sides,
        )
        return
    ledger.add_card(someone.id, known, row.source, old)
    if renumbered:
        sides.append(side("证号", "原号", "换发新号"))
    out.add(row, Result.CHANGED, State.FACT, sides=sides + follow(row, ledger))


def _same_certificate(ledger: Ledger, someone: Someone, known: dict[str, Any]) -> Card | None:
    """The standing statement of the certificate that a row speaks of: the same kind, by number before by being the only."""
    cards = [c for c in ledger.cards.get(someone.id, ()) if c.kind == known["kind"]]
    return next((c for c in cards if c.number == known["number"]), cards[0] if cards else None)


def holder_from_number(row: Row, ledger: Ledger) -> Someone | None:
    """Enter a holder known so far only by the certificate number that a row gives (期初台账)."""
    number = row.text("certificate_no")
    if len(number) < 20 or number[:18] != row.text("citizen_id"):
        return None
    someone = enter(row, ledger, Kind.HOLDER)
    if someone and not ledger.cards.get(someone.id):
        known = {
            "kind": CertificateKind.DISABILITY.value,
            "number": number,
            "category": number[18],
            "grade": int(number[19]),
            "issued_on": None,
            "valid_until": None,
            "status": CertificateStatus.VALID.value,
            "status_on": None,
        }
        ledger.set_kind(someone, Kind.HOLDER)
        ledger.add_card(someone.id, known, row.source)
    return someone
