"""Rows of the ledger and of the casework turned into the cases that the rules take: the only file that knows both.

Many persons are read with a handful of statements, whatever their number: the facts of one kind of shape come in one
statement, as plain tuples.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
from tonggong.domain.casework.models import Assessment, NeedRegistration, ServiceRecord, Verification, Visit
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.persons.choices import Circumstance, Kind
from tonggong.domain.persons.models import Certificate, HouseholdMember, Person, PersonFact
from tonggong.domain.status import cases
from tonggong.domain.status.judging import Case
from tonggong.rules.households import Basis

FETCH = 20_000
BATCH = 20_000  # primary keys of persons read and written together: the database is held for a second or two
FEW = 800  # persons named one by one in a statement


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


@dataclass(slots=True)
class Batch:
    """Some persons of the ledger with their families, and the cases of all of them.

    `asked` are those whose answers are wanted: holders and injured workers; the others are family.
    """

    people: dict[int, cases.Someone] = field(default_factory=dict)
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
        # whoever shares a household with them, or did: one who left it changes what holds of those who stay
        asked = set(scope.keys) | {row[2] for row in rows if row[5]}
        everybody = sorted(asked | {row[2] for row in rows})
        portions = [Scope(keys=tuple(chunk)) for chunk in in_chunks(everybody, FEW)]
    else:
        outside = sorted({row[2] for row in rows if not scope.first <= row[2] <= scope.last})
        said = HouseholdMember.objects.known_at(known_at)
        homes = said.filter(scope.of("person")).values("household")
        kin = [Scope(scope.first, scope.last, kin=said.filter(household__in=homes).values("person"))]
        if len(outside) <= 4 * FEW:
            kin = [Scope(keys=tuple(chunk)) for chunk in in_chunks(outside, FEW)]
        portions = [scope, *kin]
    found: dict[int, cases.Own] = {}
    for portion in portions:
        _people(portion, batch, known_at, lock)
    for portion in portions:
        _read(portion, found, known_at)
    hukou: dict[int, str] = {}
    _families(rows, batch, hukou)
    for key, one in batch.people.items():
        batch.cases[key] = cases.make(key, one, found.get(key), hukou.get(key, ""), known_at)
        if one.kind != Kind.MEMBER and (key in asked if scope.keys else scope.first <= key <= scope.last):
            batch.asked.append(key)
    return batch


def _households(scope: Scope, known_at: datetime | None) -> list[tuple]:
    """(household, basis, person, relation, kind of hukou) of everybody in the households of a portion.

    For named persons also of the households of those who share one with them, or ever did: two steps, in one statement;
    a sixth column then says whether the household is such a one.
    """
    said = HouseholdMember.objects.known_at(known_at)
    columns = ["household_id", "household__basis", "person_id", "relation", "hukou_kind"]
    homes = (HouseholdMember.objects.all() if scope.keys else said).filter(scope.of("person")).values("household")
    if scope.keys:
        said = said.annotate(is_own=_yes(Q(household__in=homes)))
        homes = said.filter(person__in=said.filter(household__in=homes).values("person")).values("household")
        columns.append("is_own")
    rows = said.filter(household__in=homes).order_by("household_id", "person_id", "id")
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
        batch.people[key] = cases.Someone(kind, sex, cases.DAYS[born], county, town, cases.DAYS[died])


def _families(rows: Sequence[tuple], batch: Batch, hukou: dict[int, str]) -> None:
    homes: dict[int, tuple[Basis, dict[int, str]]] = {}
    for home, basis, person, relation, kind, *_ in rows:
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


def _yes(condition: Any) -> Cast:
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
            known(PersonFact).filter(kind__in=cases.KINDS_READ), "fact", a_=_text("kind"), b_=_text("value"), d_=_text("started_on"),
            e_=_text("ended_on"),
        ),
        _as(
            known(Contribution).filter(Q(person__in=registered) | Q(person__kind=Kind.MEMBER)), "paid",
            a_=_text("first_month"), b_=_text("last_month"),
        ),
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


def _read(scope: Scope, found: dict[int, cases.Own], known_at: datetime | None) -> None:
    for key, tag, *values in _statement(scope, known_at).iterator(chunk_size=FETCH):
        own = found.get(key)
        if own is None:
            own = found[key] = defaultdict(list)
        cases.TAKE[tag](own, *values)


def forget() -> None:
    """Forget names of divisions (after a city pack was loaded, or between tests)."""
    cases.residence.cache_clear()
