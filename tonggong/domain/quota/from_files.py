"""What files say of dispatches and of pay through banks, in the form in which decisions are held; decisions stand above it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tonggong.domain.employment.models import Attested, BankPayment, DispatchAgreement
from tonggong.domain.quota.attested import NOT_BANK, Said
from tonggong.rules import months

FETCH = 20_000


def agreements(year: int, known_at: datetime | None) -> Iterator[Said]:
    """Dispatches of a year whose agreement lets the user count, from the month in which it begins to that in which it ends.

    Where the agency counts nothing has to be said.
    """
    rows = DispatchAgreement.objects.known_at(known_at).filter(counted_by=DispatchAgreement.CountedBy.USER)
    rows = rows.filter(started_on__lte=date(year, 12, 31), person__merged_into=None)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
    columns = ("person_id", "unit_code", "user_code", "started_on", "ended_on", "number")
    for person, agency, user, start, end, number in rows.order_by("started_on", "pk").values_list(*columns):
        first = max(months.of(start), f"{year}-01")
        last = min(months.of(end), f"{year}-12") if end else f"{year}-12"
        yield Said(person, user, Attested.Kind.AGREED, first, last, other=agency, ground=f"派遣协议{number}")


def bank_months(theirs: Q, first: str, last: str, known_at: datetime | None) -> Iterator[Said]:
    """The months in which a bank paid somebody's wage at a unit, and those in which all that it paid came back.

    A bank's silence says nothing: a unit may pay through another one.
    """
    rows = BankPayment.objects.known_at(known_at).filter(theirs, month__gte=first, month__lte=last)
    columns = ("person_id", "unit_code", "month", "is_returned")
    found: dict[tuple[int, str, str], bool] = {}
    for person, unit, month, returned in rows.order_by("pk").values_list(*columns).iterator(chunk_size=FETCH):
        found[person, unit, month] = found.get((person, unit, month), False) or not returned
    run: list[Any] = []  # person, unit, whether paid, first month, last month
    for (person, unit, month), paid in sorted(found.items()):
        if run and run[:3] == [person, unit, paid] and months.shift(run[4], 1) == month:
            run[4] = month
            continue
        if run:
            yield _run(*run)
        run = [person, unit, paid, month, month]
    if run:
        yield _run(*run)


def _run(person: int, unit: str, paid: bool, first: str, last: str) -> Said:
    return Said(person, unit, Attested.Kind.BANK if paid else NOT_BANK, first, last, ground="银行代发")
