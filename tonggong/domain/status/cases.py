"""One person's rows, as texts and numbers, turned into the case that the rules take."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tonggong.base.divisions import queries as divisions
from tonggong.domain.persons.choices import Circumstance, Kind
from tonggong.domain.persons.periods import certificate_period
from tonggong.domain.status.judging import Case
from tonggong.rules.ages import FEMALE, MALE, RetireCategory
from tonggong.rules.employment import Work
from tonggong.rules.evidence import Check, Registration, Report, Service
from tonggong.rules.rural import Residence
from tonggong.rules.schooling import is_attended
from tonggong.rules.target import Said, Span

_KINDS = {
    Circumstance.SCHOOL: "school", Circumstance.PENSION: "pension", Circumstance.CAPACITY: "lost_capacity",
    Circumstance.LOW_INCOME: "low_income", Circumstance.UNEMPLOYED: "registered", Circumstance.HARDSHIP: "recognised",
    Circumstance.MONITORED: "monitored", Circumstance.MASSAGE: "massage", Circumstance.INJURY: "injuries",
}  # fmt: skip
KINDS_READ = [*(kind.value for kind in _KINDS), *(
    kind.value for kind in (Circumstance.RETIREMENT, Circumstance.RESIDENCE, Circumstance.DEATH)
)]  # fmt: skip


class Days(dict[str | None, Any]):
    """Days by their text, each made once."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


DAYS = Days({None: None})


@dataclass(slots=True)
class Someone:
    """A person's own row."""

    kind: str
    sex: str
    born_on: date
    county_code: str
    township_code: str
    died_on: date | None


Own = dict[str, Any]  # lists of what a person's case is made of, by the case's field


def _certificate(own: Own, kind, status, _c, _w, issued, until, status_on, grade, *_) -> None:
    period = certificate_period(kind, status, DAYS[issued], DAYS[until], DAYS[status_on], grade)
    if period is not None:
        own["certificates"].append(period)


def _spell(own: Own, form, wage, _c, _w, started, ended, *_) -> None:
    own["work"].append(Work(form, DAYS[started], DAYS[ended], None, None if wage is None else _money(wage)))


def _fact(own: Own, kind, value, _c, _w, started, ended, *_) -> None:
    name = _KINDS.get(kind)
    if name is None:
        own[kind].append((DAYS[started], DAYS[ended], value))
    elif name != "school" or is_attended(value, ended):
        own[name].append(Span(DAYS[started], DAYS[ended], value))


def _paid(own: Own, first, last, *_) -> None:
    own["paid"].append((first, last))


def _check(
    own: Own, method, by, confirmed, wish, on, since, _f, reason, outcome, thread, employed, alone, said
) -> None:
    is_employed = None if employed is None else bool(employed)
    day, has_visit = DAYS[on], bool(alone) or outcome is not None
    own["said"].append(Said(day, wish, reason, is_employed, DAYS[since]))
    own["checks"].append(
        Check(thread, day, method, by, _items(confirmed), is_employed, reason, wish, has_visit, outcome, not said)
    )


def _report(own: Own, depth, _b, _c, _w, on, signed, shown, _n, _m, thread, alone, *_) -> None:
    own["reports"].append(Report(thread, DAYS[on], depth, not alone, DAYS[signed], DAYS[shown]))


def _need(own: Own, jobs, forms, support, wage, on, _e, _f, distance, hours, thread, at_home, *_) -> None:
    filled = any(_items(text) for text in (jobs, forms, support))
    says = filled or any(value is not None for value in (wage, distance, hours, at_home))
    own["registrations"].append(Registration(thread, DAYS[on], says))


def _service(own: Own, content, _b, _c, _w, on, _e, _f, kind, outcome, thread, *_) -> None:
    own["services"].append(Service(thread, DAYS[on], kind, content, outcome))


TAKE: dict[str, Callable[..., None]] = {
    "certificate": _certificate, "spell": _spell, "fact": _fact, "paid": _paid, "check": _check, "report": _report,
    "need": _need, "service": _service,
}  # fmt: skip
_CATEGORIES = {one.value: one for one in RetireCategory}


@lru_cache(maxsize=4096)
def _items(text: str) -> frozenset[str]:
    """What a stored list of words or codes holds."""
    return frozenset(str(item) for item in json.loads(text) if str(item).strip()) if text else frozenset()


@lru_cache(maxsize=4096)
def _money(text: str) -> Decimal:
    return Decimal(text)


def make(key: int, one: Someone, own: Own | None, hukou: str, known_at: datetime | None) -> Case:
    sex = MALE if one.sex == "1" else FEMALE
    if own is None:
        return Case(
            key,
            sex,
            one.born_on,
            one.died_on if known_at is None else None,
            hukou=hukou,
            residences=residences(one, ()),
        )
    died_on = one.died_on
    if known_at is not None:  # the row repeats what stands now
        died_on = min((started for started, _e, _v in own.pop(Circumstance.DEATH.value, ()) if started), default=None)
    moves = own.pop(Circumstance.RESIDENCE.value, ())
    categories = sorted(own.pop(Circumstance.RETIREMENT.value, ()), key=lambda row: (row[0] or date.min, row[2]))
    category = categories[-1][2] if categories else ""
    own.pop(Circumstance.DEATH.value, None)
    paid = own.pop("paid", None)
    # in an order of their own, so that it never matters in which one they arrived
    lists = {name: tuple(sorted(rows, key=repr)) if len(rows) > 1 else tuple(rows) for name, rows in own.items()}
    return Case(
        key, sex, one.born_on, died_on,
        retire_category=_CATEGORIES.get(category),
        paid_until=max(last for _first, last in paid) if paid else None,
        insured=tuple(sorted(paid)) if paid and one.kind == Kind.MEMBER else (), residences=residences(one, moves), hukou=hukou, **lists,
    )  # fmt: skip


def residences(one: Someone, moves: Iterable[tuple[date | None, date | None, str]]) -> tuple[Residence, ...]:
    """Where somebody lives from which day on: first where she belongs, then as it was said."""
    said = sorted((row for row in moves if row[2]), key=lambda row: (row[0] or date.min, row[2]))
    if not said:
        return (residence(None, one.township_code or one.county_code),)
    first = () if said[0][0] is None else (residence(None, one.township_code or one.county_code),)
    return (*first, *(residence(since, code) for since, _until, code in said))


@lru_cache(maxsize=4096)
def residence(since: date | None, code: str) -> Residence:
    place = divisions.division(code)
    return Residence(since, place.kind if place is not None else "", place.name if place is not None else code)
