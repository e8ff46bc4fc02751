"""Units with staff, wages and placements of a year, for the tests of the quota."""

from datetime import date
from decimal import Decimal

from tests.domain.reporting_ledger import UNIT, XINGLONG, Ledger
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.employers.models import Unit, UnitFact, UnitMonth

YEAR = 2023
MONTHS = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
OTHER = "91211100MA0TESTX2B"


def city_with_wages() -> Ledger:
    """A firm of 100 heads with twelve months of insurance and wages, in a city that has entered its average wage."""
    found = Ledger()
    row = FigureValue.objects.filter(figure_id="wage.local_average_yearly").first()
    row.value = 90_000
    row.save()
    forget()
    firm(found, UNIT, 100)
    return found


def firm(ledger: Ledger, code: str, heads: int, kind: str = "企业", months=MONTHS, wage: int = 5_000) -> Unit:
    """A unit with staff, insured and paid in some months of the year."""
    unit = Unit.objects.create(code=code, name=f"单位{code[-2:]}", economic_kind=kind, county_code=XINGLONG[0])
    for month in months:
        for feed, yuan in (("social-insurance", None), ("wages", Decimal(heads * wage))):
            delivery = ledger.file(feed, month).delivery
            UnitMonth.objects.create(
                unit_code=code, month=month, feed=feed, delivery=delivery, heads=heads, total_yuan=yuan
            )
    return unit


def placed(ledger: Ledger, months=MONTHS, wage="2600", unit=UNIT, person=None, grade=3, **known):
    """Somebody placed at a unit since 2022, insured and paid in some months; return the person."""
    person = person or ledger.person(certificate=False)
    if not person.certificates.exists():
        ledger.certificate(person, f"{person.citizen_id}4{grade}", grade=grade)
    ledger.spell(person, date(2022, 3, 1), unit_code=unit, contract_kind="无固定期限劳动合同", **known)
    for month in months:
        ledger.insured(person, month, month, unit)
        row = ledger.wage(person, month, wage)
        row.unit_code = unit
        row.save()
    return person


def body(
    ledger: Ledger, code: str, posts: int | None, heads: int = 60, kind: str = "机关", level: str = "市级", **known
) -> Unit:
    """A public body with staff; `heads` 0: no file says how many work there."""
    unit = (
        firm(ledger, code, heads, kind)
        if heads
        else Unit.objects.create(code=code, name=f"单位{code[-2:]}", economic_kind=kind, county_code=XINGLONG[0])
    )
    for name, value in ({"level": level, "posts": posts} | known).items():
        setattr(unit, name, value)
    unit.save()
    if posts is not None:
        file = ledger.file("establishment", "2022-12")
        UnitFact.objects.create(
            unit=unit,
            kind="posts",
            value=str(posts),
            started_on=date(2022, 12, 31),
            source_file=file,
            source_row=2,
            known_from=file.received_at,
        )
    return unit
