"""A small city with figures kept, for the tests of the committee's desk."""

from datetime import date

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger
from tonggong.base.installation import clock
from tonggong.domain.comparison.models import Month
from tonggong.domain.reporting import services

END, MONTH = date(2024, 9, 30), "2024-09"


def city_with_figures() -> Ledger:
    """Five newly employed in 兴隆台, three in 双台子 (all trained), two that changed their work; September is compared."""
    ledger = Ledger()
    for place, several in ((XINGLONG, 5), (TAISHAN, 3)):
        for n in range(several):
            person = ledger.person(place)
            ledger.spell(person, date(2024, 1 + n, 5))
            ledger.course(person, date(2023, 3, 1), date(2023, 3, 20), "0.95")
    for _ in range(2):
        person = ledger.person()
        ledger.spell(person, date(2019, 1, 1), date(2024, 1, 31))
        ledger.spell(person, date(2024, 2, 20), unit_code="91211100MA0TESTX2B")
    Month.objects.create(month=MONTH, compared_at=clock.now())
    services.refresh_figures(END)
    return ledger
