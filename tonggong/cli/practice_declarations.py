"""The practice city's declarations: a year passed, one that waits, one with an objection, and a draft of the account's unit.

Through the services of the pages, on the days on which a unit and a clerk would have worked.
"""

import zlib
from datetime import date, datetime, time
from decimal import Decimal
from struct import pack
from typing import NamedTuple

from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import clock
from tonggong.base.privacy import unseal
from tonggong.domain.declaration import queries, services
from tonggong.domain.declaration.models import Declaration
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import DispatchAgreement
from tonggong.domain.persons.choices import CertificateKind
from tonggong.domain.quota.queries import results

HANDLER = "演练城市"
SENT, DECIDED, OBJECTED = (9, 12), (10, 21), (12, 5)  # month and day in the year after the declared one
CHOSEN = 3


def settle_declarations(year: int, own: str) -> None:
    """Three units declare a year, and the unit of the account begins the next one.

    Args:
        own: the code of the unit that the practice account speaks for, "" for none.
    """
    units = _units(year, own)
    for settle, (unit, heads) in zip((_pass, _wait, _object), units, strict=False):
        settle(unit, year, heads)
    if own and Unit.objects.filter(code=own).exclude(county_code="").exists():
        services.open_declaration(_speaker(own), year + 1)


def _units(year: int, own: str) -> list[tuple[Unit, int]]:
    """Units with somebody placed, those with most first, and how many work there: as the year after knows it."""
    rows = [
        row
        for row in results(system_who(HANDLER), year + 1)
        if row.counted and row.headcount and row.unit.code != own and row.unit.county_code
    ]
    rows.sort(key=lambda row: (-row.counted, row.unit.code))
    return [(row.unit, int(row.headcount or 0)) for row in rows[:CHOSEN]]


def _pass(unit: Unit, year: int, heads: int) -> None:
    """Everything was accepted: passed."""
    with clock.pretend(_at(year, SENT)):
        row = _corrected(unit, year, heads)
    with clock.pretend(_at(year, DECIDED)):
        _decided(row, accept=True)


def _wait(unit: Unit, year: int, heads: int) -> None:
    """Two corrections wait for their review: the heads of a month, and somebody whom an agency sends and counts as well."""
    with clock.pretend(_at(year, SENT)):
        row = _corrected(unit, year, heads + 2, _sent_by_an_agency(unit, year))
    with clock.pretend(_at(year, DECIDED)):
        services.take_up(system_who(HANDLER), row)


def _object(unit: Unit, year: int, heads: int) -> None:
    """The correction was not accepted, and the unit objects."""
    with clock.pretend(_at(year, SENT)):
        row = _corrected(unit, year, max(heads - 5, 1))
    with clock.pretend(_at(year, DECIDED)):
        _decided(row, accept=False)
    with clock.pretend(_at(year, OBJECTED)):
        row.refresh_from_db()
        services.object_to(_speaker(unit.code), row, "工资表原件已经盖章，可以当面核对。")


class _Sent(NamedTuple):
    """Somebody whom an agency sends: his certificate, his number, the agency's code."""

    number: str
    citizen_id: str
    agency: str


def _sent_by_an_agency(unit: Unit, year: int) -> _Sent | None:
    """Whom the unit asks to count by an agreement, though a file says that the agency counts him; None: there is nobody."""
    rows = DispatchAgreement.objects.standing().filter(counted_by=DispatchAgreement.CountedBy.AGENCY)
    rows = rows.filter(started_on__lte=date(year, 7, 1), person__merged_into=None).exclude(unit_code=unit.code)
    for row in rows.select_related("person").order_by("pk"):
        card = row.person.certificates.filter(known_until=None, kind=CertificateKind.DISABILITY).order_by("pk").last()
        number = unseal("certificate.number", card.number_sealed) if card else None
        if number:
            return _Sent(number, row.person.citizen_id, row.unit_code)
    return None


def _corrected(unit: Unit, year: int, heads: int, sent: _Sent | None = None) -> Declaration:
    who = _speaker(unit.code)
    row = services.open_declaration(who, year)
    if sent:
        services.correct(
            who,
            row,
            "agreed",
            f"{year}-07",
            f"{year}-12",
            "协议补充约定由我们计算。",
            ("补充协议.png", "image/png", _picture()),
            number=sent.number, citizen_id=sent.citizen_id, other=sent.agency,
        )  # fmt: skip
    services.correct(
        who, row, "heads", f"{year}-12", f"{year}-12", "部门没有报送这个月的职工人数，按工资表填。",
        ("12月工资表.png", "image/png", _picture()), amount=Decimal(heads),
    )  # fmt: skip
    return services.submit(who, row)


def _decided(row: Declaration, *, accept: bool) -> None:
    who = system_who(HANDLER)
    services.take_up(who, row)
    for item in queries.items_of(row):
        reason = "与凭据相符。" if accept or item.is_flag else "工资表没有盖章，不能作为凭据。"
        services.answer(who, item, accept or item.is_flag, reason)
    services.decide(who, row, "与凭据相符。" if accept else "职工人数没有合格的凭据，不采信。")


def _speaker(code: str) -> Who:
    return Who(None, "演练单位", "employer", ROLES["employer"].title, "", ROLES["employer"].duties, unit_code=code)


def _at(year: int, day: tuple[int, int]) -> datetime:
    return datetime.combine(date(year + 1, *day), time(10), tzinfo=clock.SHANGHAI)


def _picture() -> bytes:
    """A small blank scan, byte by byte."""
    rows = b"".join(b"\0" + b"\xf4" * 48 for _ in range(64))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", 48, 64, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
