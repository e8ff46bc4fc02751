"""A dispatched person whom the agency and the user both claim: what a declaration says beside the other side's word.

The other side's word is an agreement that a file says, what a decision accepted, or what the other unit's declaration of the
same year asks for. A person counts in one of the two only; who it is, is for a person to look at.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from tonggong.domain.declaration.models import Declaration, Item
from tonggong.domain.employers.queries import carried
from tonggong.domain.employment.models import Attested, DispatchAgreement
from tonggong.domain.persons.models import Person
from tonggong.rules import months

Kind, CountedBy = Item.Kind, DispatchAgreement.CountedBy


class Both(NamedTuple):
    """Months in which both claim a person, and the other side's word."""

    person: int
    first: str
    last: str
    text: str


class _Word(NamedTuple):
    """Somebody's word on who counts a dispatched person: the unit that counts, the agency, and who says so."""

    person: int
    unit: str
    agency: str
    first: str
    last: str
    says: str

    def under(self, joins: Mapping[str, str]) -> "_Word":
        """The same by the codes in use."""
        return self._replace(unit=joins.get(self.unit, self.unit), agency=joins.get(self.agency, self.agency))


def both_sides(declaration: Declaration, items: Iterable[Item], ours: set[int]) -> list[Both]:
    """The persons of a declaration whom the other side of their dispatch claims too, each stretch of months once.

    Args:
        ours: whom the unit reported or asks to be counted with; of nobody else anything is said.
    """
    joins, year = carried(), declaration.year
    unit = joins.get(declaration.unit.code, declaration.unit.code)
    claims = [one.under(joins) for one in (*_asked(unit, items), *_at_agency(unit, year, ours))]
    words = [one.under(joins) for one in _words(year, {one.person for one in claims}, declaration.pk)]
    found: dict[tuple[int, str, str], str] = {}
    for claim in claims:
        for word in words:
            first, last = max(claim.first, word.first), min(claim.last, word.last)
            same = word.person == claim.person and word.agency == claim.agency
            if same and word.unit != claim.unit and first <= last:
                found.setdefault((claim.person, first, last), f"{word.says}由{_side(word)}计算。")
    return [Both(*where, text) for where, text in sorted(found.items())]


def _side(word: _Word) -> str:
    return "派遣单位" if word.unit == word.agency else "用工单位"


def _person_of(item: Item) -> int | None:
    if item.person_id is not None or not item.citizen_index:
        return item.person_id
    found = Person.objects.filter(citizen_id_index=bytes(item.citizen_index), merged_into=None)
    return found.values_list("pk", flat=True).first()


def _asked(unit: str, items: Iterable[Item]) -> Iterable[_Word]:
    """What the unit as a user asks for: by agreement it counts."""
    for one in items:
        if one.kind == Kind.AGREED and one.state != Item.State.REFUSED and (person := _person_of(one)) is not None:
            yield _Word(person, unit, one.other, one.first_month, one.last_month, "本单位申报")


def _at_agency(unit: str, year: int, ours: set[int]) -> Iterable[_Word]:
    """What the unit as an agency takes for granted: those whom it reported are its own all year."""
    return (_Word(person, unit, unit, f"{year}-01", f"{year}-12", "本单位申报") for person in ours)


def _file(agreement: DispatchAgreement) -> str:
    file = agreement.source_file
    where = f"（{file.delivery.sender}报送，第{agreement.source_row}行）" if file is not None else ""
    return f"备案的派遣协议{where}说"


def _words(year: int, people: set[int], but: int) -> Iterable[_Word]:
    first, last = f"{year}-01", f"{year}-12"
    rows = DispatchAgreement.objects.standing().filter(person__in=people, started_on__lte=date(year, 12, 31))
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
    for one in rows.select_related("source_file__delivery").order_by("pk"):
        counts = one.user_code if one.counted_by == CountedBy.USER else one.unit_code
        end = min(months.of(one.ended_on), last) if one.ended_on else last
        begin = max(months.of(one.started_on), first)
        yield _Word(one.person_id, counts, one.unit_code, begin, end, _file(one))
    held = Attested.objects.standing().filter(person__in=people, first_month__lte=last, last_month__gte=first)
    for said in held.filter(kind=Attested.Kind.AGREED).order_by("pk"):
        yield _Word(said.person_id, said.unit_code, said.other, said.first_month, said.last_month, "用工单位的认定采信")
    open_items = Item.objects.filter(
        kind=Kind.AGREED, dropped_at=None, declaration__year=year, declaration__state__in=Declaration.OPEN
    )
    for item in (
        open_items.exclude(declaration=but)
        .exclude(declaration__state=Declaration.State.DRAFT)
        .exclude(state=Item.State.REFUSED)
        .select_related("declaration__unit")
    ):
        person = _person_of(item)
        if person in people:
            unit = item.declaration.unit.code
            yield _Word(person, unit, item.other, item.first_month, item.last_month, "用工单位申报")
