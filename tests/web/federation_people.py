"""A few people of two counties, with all that a person page can show: the ledger of the pages' tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.domain.reporting_ledger import TAISHAN, UNIT, XINGLONG, Ledger
from tonggong.base.changes import Changes
from tonggong.domain.comparison.models import Month
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth
from tonggong.domain.employment.models import Spell, SpellEvidence
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.models import Person
from tonggong.rules.identifiers import id_check_digit

FIRST, LATER = datetime(2024, 6, 10, 2, tzinfo=UTC), datetime(2024, 9, 10, 2, tzinfo=UTC)


def numbered(n: int, born: str = "19850501") -> str:
    """A citizen ID that passes its check."""
    begin = f"211103{born}{n:03d}"
    return begin + id_check_digit(begin)


@dataclass
class People:
    """Who there is: 王淑珍 works in 兴隆台区 with a correction behind her, 李国栋 is her son, 陈桂兰 lives in 双台子区."""

    wang: Person
    li: Person
    chen: Person
    unit: Unit
    number: str
    phone: str
    certificate: str


def add(
    changes: Changes, n: int, name: str, place: tuple[str, str], kind: str = "holder", phone: str | None = None
) -> int:
    """Enter somebody with a name that is found by its pairs."""
    return persons.add_person(
        changes, kind=kind, citizen_id=numbered(n), name=name, sex="2", born_on=date(1985, 5, 1), county_code=place[0],
        township_code=place[1], phone=phone,
    )  # fmt: skip


def some_people() -> People:
    """Write them."""
    ledger = Ledger()
    Month.objects.create(month="2024-12", compared_at=LATER)
    hires, insurance = ledger.file("hires", "2024-06"), ledger.file("social-insurance", "2024-06")
    changes = Changes(FIRST)
    number, phone = numbered(101), "13900006071"
    certificate = f"{number}43"
    wang = add(changes, 101, "王淑珍", XINGLONG, phone=phone)
    li = add(changes, 102, "李国栋", XINGLONG, kind="member")
    chen = add(changes, 103, "陈桂兰", TAISHAN)
    persons.add_certificate(
        changes, wang, kind="disability", number=certificate, category="4", grade=3, issued_on=date(2018, 6, 1),
        valid_until=date(2028, 5, 31), status="valid", status_on=None, source=(hires.pk, 3),
    )  # fmt: skip
    home = persons.add_household(changes, "H1", *XINGLONG)
    persons.add_member(changes, home, wang, relation="户主", hukou_kind="农业", source=(hires.pk, 4))
    persons.add_member(changes, home, li, relation="子", hukou_kind="农业", source=(hires.pk, 5))
    changes.write()
    row = Person.objects.get(pk=wang)
    wrong = ledger.spell(
        row,
        date(2024, 4, 3),
        known_from=FIRST,
        known_until=LATER,
        source_file=hires,
        source_row=9,
        wage_yuan=Decimal(2450),
    )
    Spell.objects.filter(pk=wrong.pk).update(thread=wrong.pk)
    ledger.spell(
        row, date(2024, 5, 1), known_from=LATER, thread=wrong.pk, source_file=hires, source_row=17, post="缝纫工",
        wage_yuan=Decimal(2450),
    )  # fmt: skip
    SpellEvidence.objects.create(thread=wrong.pk, source_file=insurance, source_row=902, known_from=LATER)
    ledger.insured(row, "2024-05", "2024-12")
    ledger.course(row, date(2022, 11, 1), date(2022, 11, 10), "0.96", hours=Decimal(120))
    ledger.insurance_compared("2024-11", "2024-12")
    unit = Unit.objects.create(
        code=UNIT,
        name="盘锦测试食品有限公司",
        county_code=XINGLONG[0],
        township_code=XINGLONG[1],
        status="存续",
        posts=40,
    )
    for n, name in enumerate(("盘锦旧名食品有限公司", unit.name)):
        UnitFact.objects.create(
            unit=unit, kind="name", value=name, source_file=hires, source_row=20 + n, known_from=(FIRST, LATER)[n]
        )
    for month, heads in (("2024-11", 12), ("2024-12", 2)):
        delivery = ledger.file("social-insurance", month, "市社保中心").delivery
        UnitMonth.objects.create(
            unit_code=UNIT, month=month, feed="social-insurance", delivery=delivery, heads=heads,
            total_yuan=Decimal(heads * 3000), median_yuan=Decimal("2987.65"),
        )  # fmt: skip
    return People(row, Person.objects.get(pk=li), Person.objects.get(pk=chen), unit, number, phone, certificate)
