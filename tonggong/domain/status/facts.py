"""Rows of the ledger and of the casework turned into the cases that the rules take: the only file that knows both.

Many persons are read with a handful of statements, whatever their number: the facts of one kind of shape come in one
statement, as plain tuples.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.domain.casework.models import Assessment, NeedRegistration, ServiceRecord, Verification, Visit
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.persons.choices import CertificateKind, CertificateStatus, Circumstance, Kind
from tonggong.domain.persons.models import Certificate, HouseholdMember, Person, PersonFact
from tonggong.domain.status.judging import Case
from tonggong.rules import certificates as rule_certificates
from tonggong.rules.ages import FEMALE, MALE, RetireCategory
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.employment import Work
from tonggong.rules.four_ones import Check, Registration, Report, Service
from tonggong.rules.households import Basis
from tonggong.rules.rural import Residence
from tonggong.rules.target import Said, Span

FETCH = 20_000
BATCH = 50_000  # primary keys of persons read together
FEW = 800  # persons named one by one in a statement
_ENDS = (CertificateStatus.CANCELLED.value, CertificateStatus.FROZEN.value)
_LEFT_SCHOOL = ("毕业", "退学")
_KINDS = {
    Circumstance.SCHOOL: "school", Circumstance.PENSION: "pension", Circumstance.CAPACITY: "lost_capacity",
    Circumstance.LOW_INCOME: "low_income", Circumstance.UNEMPLOYED: "registered", Circumstance.HARDSHIP: "recognised",
    Circumstance.MONITORED: "monitored", Circumstance.MASSAGE: "massage", Circumstance.INJURY: "injuries",
}  # fmt: skip
_READ = [*(kind.value for kind in _KINDS), *(
    kind.value for kind in (Circumstance.RETIREMENT, Circumstance.RESIDENCE, Circumstance.DEATH)
)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Which persons: a range of primary keys, a few by name, or whoever outside a range shares a household with it."""

    first: int = 0
    last: int = 0
    keys: tuple[int, ...] = ()
    kin: QuerySet[Any] | None = None  # persons who share a household with the range; those of the range excepted

    def of(self, path: str) -> Q:
        """The condition on a column that names persons."""
        if self.keys:
            return Q(**{f"{path}__in": self.keys})
        inside = Q(**{f"{path}__gte": self.first, f"{path}__lte": self.last})
        if self.kin is None:
            return inside
        return Q(**{f"{path}__in": self.kin}) & ~inside


def scopes(person_ids: Sequence[int] | None) -> Iterator[Scope]:
    """Cut everybody, or some persons, into portions that are read together."""
    if person_ids is not None:
        for chunk in in_chunks(person_ids, FEW):
            yield Scope(keys=tuple(chunk))
        return
    keys = Person.objects.order_by("pk").values_list("pk", flat=True)
    first = keys.first()
    while first is not None:
        last = keys.filter(pk__gte=first)[BATCH : BATCH + 1].first()
        end = last - 1 if last is not None else keys.last()
        yield Scope(first, end or first)
        first = last


def _text(name: str) -> Cast:
    """A column as text, a day as YYYY-MM-DD: read without the converters, which cost more than the reading."""
    return Cast(F(name), TextField())


class _Days(dict[str | None, Any]):
    """Days by their text, each made once."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


_day = _Days({None: None})


@dataclass(slots=True)
class Someone:
    """A person's own row."""

    kind: str
    sex: str
    born_on: date
    county_code: str
    township_code: str
    died_on: date | None


@dataclass(slots=True)
class Batch:
    """Some persons of the ledger with their families, and the cases of all of them.

    `asked` are those whose answers are wanted: holders and injured workers; the others are family.
    """

    people: dict[int, Someone] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)
    families: dict[int, list[tuple[Basis, list[tuple[int, str]]]]] = field(default_factory=dict)


def read(scope: Scope, known_at: datetime | None = None, *, lock: bool = False) -> Batch:
    """Read a portion of the ledger, and who shares a household with it.

    Args:
        known_at: as it was known at an instant; None is now.
        lock: let nobody else work out the same persons until the transaction ends. Named persons only: then those who
            share a household with them are asked too, for their answers hang on the same facts.
    """
    batch = Batch()
    rows = _households(scope, known_at)
    if scope.keys:
        named = set(scope.keys)
        own = {row[0] for row in rows if row[2] in named}
        asked = named | {row[2] for row in rows if row[0] in own}
        everybody = sorted(asked | {row[2] for row in rows})
        portions = [Scope(keys=tuple(chunk)) for chunk in in_chunks(everybody, FEW)]
    else:
        said = HouseholdMember.objects.known_at(known_at)
        homes = said.filter(scope.of("person")).values("household")
        kin = said.filter(household__in=homes).values("person")
        portions = [scope, Scope(scope.first, scope.last, kin=kin)]
    found: dict[int, Own] = {}
    for portion in portions:
        _people(portion, batch, known_at, lock)
    for portion in portions:
        _read(portion, found, known_at)
    hukou: dict[int, str] = {}
    _families(rows, batch, hukou)
    for key, one in batch.people.items():
        batch.cases[key] = _case(key, one, found.get(key), hukou.get(key, ""), known_at)
        if one.kind != Kind.MEMBER and (key in asked if scope.keys else scope.first <= key <= scope.last):
            batch.asked.append(key)
    return batch


def _households(scope: Scope, known_at: datetime | None) -> list[tuple]:
    """(household, basis, person, relation, kind of hukou) of everybody in the households of a portion.

    For named persons also of the households of those who share one with them: two steps, in one statement.
    """
    said = HouseholdMember.objects.known_at(known_at)
    homes = said.filter(scope.of("person")).values("household")
    if scope.keys:
        homes = said.filter(person__in=said.filter(household__in=homes).values("person")).values("household")
    rows = said.filter(household__in=homes).order_by("household_id", "person_id", "id")
    columns = ("household_id", "household__basis", "person_id", "relation", "hukou_kind")
    return list(rows.values_list(*columns).iterator(chunk_size=FETCH))


def _people(scope: Scope, batch: Batch, known_at: datetime | None, lock: bool) -> None:
    rows = Person.objects.in_ledger().filter(scope.of("pk")).order_by("pk")
    if known_at is not None:
        rows = rows.filter(first_known_at__lte=known_at)
    if lock:
        rows = rows.select_for_update(of=("self",))
    columns = ("id", "kind", "sex", "county_code", "township_code")
    texts = rows.values_list(*columns, _text("born_on"), _text("died_on"))
    for key, kind, sex, county, town, born, died in texts.iterator(chunk_size=FETCH):
        batch.people[key] = Someone(kind, sex, _day[born], county, town, _day[died])


def _families(rows: Sequence[tuple], batch: Batch, hukou: dict[int, str]) -> None:
    homes: dict[int, tuple[Basis, dict[int, str]]] = {}
    for home, basis, person, relation, kind in rows:
        if person not in batch.people:
            continue
        homes.setdefault(home, (Basis(basis), {}))[1][person] = relation
        if kind and (basis == Basis.BOOK or person not in hukou):
            hukou[person] = kind
    for basis, members in homes.values():
        known = sorted(members.items())
        for person in members:
            batch.families.setdefault(person, []).append((basis, known))


# --- facts, all in one statement --------------------------------------------------------------------------------------

_TEXTS, _NUMBERS = ("a_", "b_", "c_", "w_", "d_", "e_", "f_"), ("n_", "m_", "t_", "x_", "y_", "z_")


def _yes(condition: Q | F) -> Cast:
    return Cast(condition, IntegerField())


def _as(rows: QuerySet[Any], tag: str, **columns: Any) -> QuerySet[Any]:
    """A statement in the common shape: person, tag, texts (days are texts too), numbers."""
    kinds = ((_TEXTS, TextField), (_NUMBERS, IntegerField))
    empty = {name: Cast(Value(None), kind()) for names, kind in kinds for name in names}
    shape = {"tag_": Value(tag, output_field=CharField()), **empty, **columns}
    return rows.order_by().annotate(**shape).values_list("person_id", *shape)


def _statement(scope: Scope, known_at: datetime | None) -> QuerySet[Any]:
    def known(model: Any) -> QuerySet[Any]:
        return model.objects.known_at(known_at).filter(scope.of("person"))

    registered = PersonFact.objects.known_at(known_at).filter(kind=Circumstance.UNEMPLOYED).values("person")
    visit = Visit.objects.known_at(known_at).filter(key=OuterRef("visit_key"), person=OuterRef("person"))
    outcome = Subquery(visit.order_by("outcome").values("outcome")[:1])
    thread = Coalesce(F("thread"), F("id"), output_field=BigIntegerField())
    return _as(
        known(Certificate), "certificate", a_=_text("kind"), b_=_text("status"), n_=F("grade"), d_=_text("issued_on"),
        e_=_text("valid_until"), f_=_text("status_on"),
    ).union(
        _as(known(Spell), "spell", a_=_text("form"), b_=_text("wage_yuan"), d_=_text("started_on"), e_=_text("ended_on")),
        _as(
            known(PersonFact).filter(kind__in=_READ), "fact", a_=_text("kind"), b_=_text("value"), d_=_text("started_on"),
            e_=_text("ended_on"),
        ),
        _as(known(Contribution).filter(person__in=registered), "paid", a_=_text("last_month")),
        _as(
            known(Verification), "check", a_=_text("method"), b_=_text("answered_by"), c_=_text("confirmed"),
            w_=_text("wish"), n_=F("reason"), m_=outcome, t_=thread, x_=_yes(F("is_employed")),
            y_=_yes(Q(visit_key=None)), z_=_yes(Q(source_file=None)), d_=_text("on"), e_=_text("not_employed_since"),
        ),
        _as(
            known(Assessment).filter(double_of=None), "report", a_=_text("depth"), t_=thread, x_=_yes(Q(assessor=None)),
            d_=_text("on"), e_=_text("signed_on"), f_=_text("shown_on"),
        ),
        _as(
            known(NeedRegistration), "need", a_=_text("jobs"), b_=_text("forms"), c_=_text("support"),
            w_=_text("wage_yuan_from"), n_=F("distance_km"), m_=F("hours_per_week"), t_=thread, x_=_yes(F("at_home")),
            d_=_text("on"),
        ),
        _as(
            known(ServiceRecord), "service", a_=_text("content"), n_=F("kind"), m_=F("outcome"), t_=thread, d_=_text("on")
        ),
        all=True,
    )  # fmt: skip


def _read(scope: Scope, found: dict[int, dict[str, Any]], known_at: datetime | None) -> None:
    for key, tag, *values in _statement(scope, known_at).iterator(chunk_size=FETCH):
        own = found.get(key)
        if own is None:
            own = found[key] = defaultdict(list)
        _TAKE[tag](own, *values)


Own = dict[str, Any]  # lists of what a person's case is made of, by the case's field
_KIND_OF_CERTIFICATE = {
    CertificateKind.DISABILITY.value: rule_certificates.DISABILITY,
    CertificateKind.MILITARY.value: rule_certificates.MILITARY,
}


def _certificate(own: Own, kind, status, _c, _w, issued, until, status_on, grade, *_) -> None:  # type: ignore[no-untyped-def]
    last = _day[until]
    if status in _ENDS:
        if status_on is None:
            return  # invalid since nobody knows when: it proves nothing
        before = _day[status_on] - _ONE_DAY
        last = before if last is None else min(before, last)
    own["certificates"].append(CertificatePeriod(_day[issued], last, "", _KIND_OF_CERTIFICATE[kind], grade))


def _spell(own: Own, form, wage, _c, _w, started, ended, *_) -> None:  # type: ignore[no-untyped-def]
    own["work"].append(Work(form, _day[started], _day[ended], None, None if wage is None else _money(wage)))


def _fact(own: Own, kind, value, _c, _w, started, ended, *_) -> None:  # type: ignore[no-untyped-def]
    name = _KINDS.get(kind)
    if name is None:
        own[kind].append((_day[started], _day[ended], value))
    elif name != "school" or not _is_over(value, ended):
        own[name].append(Span(_day[started], _day[ended], value))


def _is_over(school: str, ended: str | None) -> bool:
    """Part-time study, or a school that was left on a day that nobody knows."""
    return "非全日制" in school or (ended is None and any(word in school for word in _LEFT_SCHOOL))


def _paid(own: Own, month, *_) -> None:  # type: ignore[no-untyped-def]
    own["paid"].append(month)


def _check(
    own: Own, method, by, confirmed, wish, on, since, _f, reason, outcome, thread, employed, alone, said
) -> None:  # type: ignore[no-untyped-def]
    is_employed = None if employed is None else bool(employed)
    day, has_visit = _day[on], bool(alone) or outcome is not None
    own["said"].append(Said(day, wish, reason, is_employed, _day[since]))
    own["checks"].append(
        Check(thread, day, method, by, _items(confirmed), is_employed, reason, wish, has_visit, outcome, not said)
    )


def _report(own: Own, depth, _b, _c, _w, on, signed, shown, _n, _m, thread, alone, *_) -> None:  # type: ignore[no-untyped-def]
    own["reports"].append(Report(thread, _day[on], depth, not alone, _day[signed], _day[shown]))


def _need(own: Own, jobs, forms, support, wage, on, _e, _f, distance, hours, thread, at_home, *_) -> None:  # type: ignore[no-untyped-def]
    filled = any(_items(text) for text in (jobs, forms, support))
    says = filled or any(value is not None for value in (wage, distance, hours, at_home))
    own["registrations"].append(Registration(thread, _day[on], says))


def _service(own: Own, content, _b, _c, _w, on, _e, _f, kind, outcome, thread, *_) -> None:  # type: ignore[no-untyped-def]
    own["services"].append(Service(thread, _day[on], kind, content, outcome))


_TAKE = {
    "certificate": _certificate, "spell": _spell, "fact": _fact, "paid": _paid, "check": _check, "report": _report,
    "need": _need, "service": _service,
}  # fmt: skip
_ONE_DAY = timedelta(1)
_CATEGORIES = {one.value: one for one in RetireCategory}


@lru_cache(maxsize=4096)
def _items(text: str) -> frozenset[str]:
    """What a stored list of words or codes holds."""
    return frozenset(str(item) for item in json.loads(text) if str(item).strip()) if text else frozenset()


@lru_cache(maxsize=4096)
def _money(text: str) -> Decimal:
    return Decimal(text)


def _case(key: int, one: Someone, own: Own | None, hukou: str, known_at: datetime | None) -> Case:
    sex = MALE if one.sex == "1" else FEMALE
    if own is None:
        return Case(
            key,
            sex,
            one.born_on,
            one.died_on if known_at is None else None,
            hukou=hukou,
            residences=_residences(one, ()),
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
        paid_until=max(paid) if paid else None, residences=_residences(one, moves), hukou=hukou, **lists,
    )  # fmt: skip


def _residences(one: Someone, moves: Iterable[tuple[date | None, date | None, str]]) -> tuple[Residence, ...]:
    """Where somebody lives from which day on: first where she belongs, then as it was said."""
    said = sorted((row for row in moves if row[2]), key=lambda row: (row[0] or date.min, row[2]))
    if not said:
        return (_residence(None, one.township_code or one.county_code),)
    first = () if said[0][0] is None else (_residence(None, one.township_code or one.county_code),)
    return (*first, *(_residence(since, code) for since, _until, code in said))


@lru_cache(maxsize=4096)
def _residence(since: date | None, code: str) -> Residence:
    place = divisions.division(code)
    return Residence(since, place.kind if place is not None else "", place.name if place is not None else code)


def forget() -> None:
    """Forget names of divisions (after a city pack was loaded, or between tests)."""
    _residence.cache_clear()
