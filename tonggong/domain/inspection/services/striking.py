"""A confirmed result as decided facts of the ledger, which the quota reads, and their end when the result holds no more."""

from collections.abc import Iterator
from contextlib import suppress

from tonggong.base.accounts.who import Who
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Attested
from tonggong.domain.employment.services import attest, end_struck_by_case
from tonggong.domain.inspection.models import Case, Result
from tonggong.domain.persons.models import Person
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.services.years import make_unit
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing


def strike(who: Who, case: Case, result: Result) -> None:
    """Count a confirmed result's months out, and work the unit's year out again where it is kept."""
    changes, today = Changes(clock.now(), who.name[:60]), clock.today()
    for person, those in result.months.items():
        for first, last in _runs(those):
            attest(
                changes,
                {
                    "person_id": _lasting(int(person)), "unit_code": case.unit_code, "kind": Attested.Kind.CASE,
                    "first_month": first, "last_month": last, "yuan": None, "until": None, "other": str(case.pk),
                    "ground": f"核查案卷第{case.pk}号认定为不实", "decided_on": today,
                },
            )  # fmt: skip
    if result.months:
        changes.write()
        _work_out_again(who, case)


def count_again(who: Who, case: Case) -> None:
    """Count again what a case struck out."""
    changes = Changes(clock.now(), who.name[:60])
    end_struck_by_case(changes, case.unit_code, case.pk)
    changes.write()
    _work_out_again(who, case)


def _work_out_again(who: Who, case: Case) -> None:
    unit = Unit.objects.filter(code=case.unit_code).first()
    if unit is not None and YearResult.objects.filter(year=case.year).exists():
        with suppress(FigureMissing):  # the unit's page says so; the result stands
            make_unit(who, unit, case.year)


def _runs(those: list[str]) -> Iterator[tuple[str, str]]:
    """The first and the last month of each row of months without a gap."""
    known = sorted(set(those))
    begun = [month for month in known if months.shift(month, -1) not in known]
    over = [month for month in known if months.shift(month, 1) not in known]
    return zip(begun, over, strict=True)


def _lasting(person: int) -> int:
    """The key under which somebody stands now who was merged since the result was proposed."""
    kept = Person.objects.filter(pk=person).values_list("merged_into", flat=True).first()
    return person if kept is None else _lasting(kept)
