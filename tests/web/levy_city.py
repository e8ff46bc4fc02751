"""A small city for the pages of the levy: a firm with staff and wages, whom it reported, and others whom it did not."""

from decimal import Decimal
from typing import Any

from tests.domain.reporting_ledger import UNIT, XINGLONG, Ledger
from tonggong.base.accounts import services
from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import system_who
from tonggong.base.intake.services import sender_of_unit
from tonggong.base.policy.models import FigureValue
from tonggong.base.policy.queries import forget
from tonggong.domain.employers.models import Unit, UnitMonth
from tonggong.rules import months

YEAR = 2023
MONTHS = list(months.between(f"{YEAR}-01", f"{YEAR}-12"))
NAME = "盘锦测试食品有限公司"


def local_average(yuan: int | None) -> None:
    """Let the city say its average wage, or not."""
    FigureValue.objects.filter(figure_id="wage.local_average_yearly").update(value=yuan)
    forget()


def a_firm(ledger: Ledger, heads: int = 120, code: str = UNIT, kind: str = "企业", wage: int = 5_000) -> Unit:
    """A unit with a year of insurance and wages."""
    unit = Unit.objects.create(code=code, name=NAME, economic_kind=kind, county_code=XINGLONG[0])
    for month in MONTHS:
        for feed, yuan in (("social-insurance", None), ("wages", Decimal(heads * wage))):
            delivery = ledger.file(feed, month).delivery
            UnitMonth.objects.create(
                unit_code=code, month=month, feed=feed, delivery=delivery, heads=heads, total_yuan=yuan
            )
    return unit


def placed(
    ledger: Ledger, name: str, *, reported: bool, grade: int = 3, which: list[str] = MONTHS, code: str = UNIT
) -> Any:
    """Somebody insured and paid at the firm in some months, by its own report or by a department's file alone."""
    person = ledger.person(certificate=False)
    person.name = name
    person.save(update_fields=["name"])
    ledger.certificate(person, f"{person.pk:018d}4{grade}", grade=grade)
    file = ledger.file(sender=sender_of_unit(NAME, code)) if reported else ledger.file("social-insurance", "2023-01")
    started = months.first_day(which[0])
    ledger.spell(person, started, unit_code=code, contract_kind="无固定期限劳动合同", source_file=file)
    for month in which:
        ledger.insured(person, month, month, code)
        row = ledger.wage(person, month, "2600")
        row.unit_code = code
        row.save(update_fields=["unit_code"])
    return person


def employer(client: Any, code: str = UNIT) -> None:
    """Sign in as the one who speaks for a unit."""
    user = services.create_user(system_who(), username="gaoyuan", name="高原").user
    services.appoint(system_who(), user, "employer", unit_code=code)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client.force_login(user)
