"""The practice city's hires at public bodies: the roster taken in as any file, the reports entered by the bodies' own accounts."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Q

from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.installation import clock
from tonggong.base.intake.services import take_in
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.hires.choices import Form
from tonggong.domain.hires.facts import public_bodies
from tonggong.domain.hires.models import HireReport
from tonggong.domain.hires.services import report_hire
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import Certificate, Person
from tonggong.practice import roster
from tonggong.rules.quota.kinds import UnitKind

SPEAKER = "fangrui"  # the practice account that speaks for the body with most reports
REPORTED = 12  # days after a hire on which it is reported
YOUNGEST, OLDEST, MANY = 22, 40, 200  # years of age on New Year, about; of how many the hired are


def speaking_body() -> str:
    """The code of the organ with most posts, "" where there is none."""
    found = _bodies()
    return found[0].code if found and found[0].is_organ else ""


def settle_hires(folder: Path, seed: int, year: int) -> None:
    """Take in the roster of a year's first half, and let the bodies report. Done once."""
    bodies, people = _bodies(), _people(year)
    if len(bodies) < 2 or not people or HireReport.objects.exists():
        return
    path = folder / "roster" / f"{roster.FEED}.csv"
    reports, truth = roster.write_roster(seed, year, bodies, people, path)
    table = pa.table({"citizen_id": list(truth), "kind": list(truth.values())})
    pq.write_table(table, folder / "truth" / "roster.parquet")
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={one.body.code for one in reports})}
    for one in reports:
        with clock.pretend(_at(one.hired_on + timedelta(REPORTED))):
            report_hire(
                _speaker(one.body.code), units[one.body.code], citizen_id=one.person.citizen_id, name=one.person.name,
                hired_on=one.hired_on, post=one.post, form=Form.CIVIL if one.body.is_organ else Form.STAFF,
                ground=one.ground,
            )  # fmt: skip
    who, month = system_who("演练城市"), f"{year}-06"
    take_in(who, roster.FEED, path, month, sender=roster.SENDER)
    compare_month(who, month)  # by itself, so that the last month's numbers are those of its own files


def _bodies() -> list[roster.Body]:
    """Organs and institutions with a place, those with most posts first, an organ before all."""
    known = public_bodies()
    rows = Unit.objects.filter(code__in=known, same_as=None).exclude(county_code="")
    found = [
        (known[code].kind == UnitKind.ORGAN.value, posts or 0, code, name)
        for code, name, posts in rows.values_list("code", "name", "posts")
    ]
    found.sort(key=lambda one: (not one[0], -one[1], one[2]))
    return [roster.Body(code, name, is_organ) for is_organ, _posts, code, name in found]


def _people(year: int) -> list[roster.Somebody]:
    """Young holders of whom the ledger knows no work, with a certificate that was valid all the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cards = Certificate.objects.standing().filter(status="valid", issued_on__lte=first, valid_until__gte=last)
    at_work = Spell.objects.standing().filter(Q(ended_on=None) | Q(ended_on__gte=first))
    rows = Person.objects.in_ledger().filter(
        kind=Kind.HOLDER, died_on=None, pk__in=cards.values("person"),
        born_on__range=(date(year - OLDEST, 1, 1), date(year - YOUNGEST, 1, 1)),
    )  # fmt: skip
    rows = rows.exclude(pk__in=at_work.values("person")).order_by("pk")
    return [roster.Somebody(row.citizen_id, row.name) for row in rows[:MANY]]


def _speaker(code: str) -> Who:
    return Who(None, "演练单位", "employer", ROLES["employer"].title, "", ROLES["employer"].duties, unit_code=code)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.SHANGHAI)
