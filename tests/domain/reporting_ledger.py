"""A small ledger built by hand, for the tests of figures: persons, certificates, spells, classes, contributions."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count

from tests.panjin import load_panjin
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.privacy import blind_index, seal
from tonggong.domain.employment.models import Contribution, Spell, WageMonth
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.training.models import Attendance

TAISHAN = ("211102000000", "211102002000")  # 双台子区 胜利街道
XINGLONG = ("211103000000", "211103002000")  # 兴隆台区 兴隆街道
ELSEWHERE = ("210103000000", "210103001000")
KNOWN = datetime(2022, 1, 5, tzinfo=UTC)
UNIT = "91211100MA0TESTX1A"


def at(day: date) -> datetime:
    """Noon of a day in China, the hour at which these tests learn things."""
    return datetime.combine(day, time(4), UTC)


class Ledger:
    """Writes facts straight into the tables."""

    def __init__(self):
        load_panjin()
        self._next = count(1)
        self._files: dict[str, SourceFile] = {}

    def file(self, feed: str = "hires", month: str = "2024-01", sender: str = "测试") -> SourceFile:
        key = f"{feed} {month} {sender}"
        if key not in self._files:
            delivery = Delivery.objects.create(
                feed=feed, month=month, sender=sender, state="complete", received_at=KNOWN, received_by="测试",
                changed_at=KNOWN, compared_at=at(date(*map(int, month.split("-")), 28)),
            )  # fmt: skip
            self._files[key] = SourceFile.objects.create(
                delivery=delivery, name=f"{feed}-{month}.xlsx", fingerprint=key.encode()[:16], received_at=KNOWN
            )
        return self._files[key]

    def person(self, place=XINGLONG, *, born_on=date(1985, 5, 1), sex="1", certificate=True, kind="holder") -> Person:
        n = next(self._next)
        number = f"21110319850501{n:03d}X"
        person = Person.objects.create(
            kind=kind, citizen_id_sealed=seal("person.citizen_id", number), citizen_id_index=blind_index("citizen_id", number),
            name=f"测试{n}", sex=sex, born_on=born_on, county_code=place[0], township_code=place[1], first_known_at=KNOWN,
        )  # fmt: skip
        if certificate:
            self.certificate(person, f"{number}41")
        return person

    def certificate(self, person: Person, number: str, **known) -> Certificate:
        values = {
            "kind": "disability", "category": "4", "grade": 2, "issued_on": date(2015, 1, 1), "valid_until": None,
            "status": "valid", "known_from": KNOWN,
        }  # fmt: skip
        return Certificate.objects.create(
            person=person,
            number_sealed=seal("certificate.number", number),
            number_index=blind_index("certificate", number),
            **{**values, **known},
        )

    def spell(self, person: Person, started_on: date, ended_on: date | None = None, **known) -> Spell:
        values = {
            "unit_code": UNIT, "unit_name": "盘锦测试食品有限公司", "form": "14", "evidence_level": "A",
            "known_from": at(started_on), "source_file": self.file(), "source_row": 7,
        }  # fmt: skip
        return Spell.objects.create(person=person, started_on=started_on, ended_on=ended_on, **{**values, **known})

    def insured(self, person: Person, first: str, last: str, unit=UNIT, known_from=KNOWN) -> Contribution:
        return Contribution.objects.create(
            person=person, unit_code=unit, first_month=first, last_month=last, known_from=known_from
        )

    def insurance_compared(self, *months: str) -> None:
        """Say that everybody who owes the months' contributions has been compared."""
        for month in months:
            for sender in ("市社保中心", "大洼区社保中心", "盘山县社保中心"):
                self.file("social-insurance", month, sender)

    def wage(self, person: Person, month: str, yuan: str) -> WageMonth:
        return WageMonth.objects.create(
            person=person, unit_code=UNIT, month=month, wage_yuan=Decimal(yuan), known_from=KNOWN
        )

    def course(self, person: Person, started_on: date, ended_on: date | None, share: str | None, **known) -> Attendance:
        values = {"class_name": "面点班", "kind": "就业技能培训", "result": "passed", "known_from": at(started_on)}
        return Attendance.objects.create(
            person=person,
            started_on=started_on,
            ended_on=ended_on,
            attendance_share=None if share is None else Decimal(share),
            **{**values, **known},
        )
