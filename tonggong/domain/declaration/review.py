"""What whoever reviews a declaration sees: both sides of each thing, the months that it touches, the quota before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.privacy import open_bytes
from tonggong.domain.declaration.comparing import said_of
from tonggong.domain.declaration.differences import Difference, Lack, differences, lacking
from tonggong.domain.declaration.models import Declaration, Evidence, Item, Objection
from tonggong.domain.declaration.queries import items_of
from tonggong.domain.employers import queries as employers
from tonggong.domain.employment.models import Attested
from tonggong.domain.employment.own import reported_by
from tonggong.domain.quota.attested import Said
from tonggong.domain.quota.yearly import UnitQuota, quota_of
from tonggong.rules import months
from tonggong.rules.figures import FigureMissing
from tonggong.rules.quota.counting import YearCount
from tonggong.rules.quota.numbers import plain

STATES = {one.value: one.label for one in Declaration.State if one != Declaration.State.DRAFT}
OPEN = tuple(one.value for one in Declaration.OPEN)
DECIDED = tuple(one.value for one in Declaration.DECIDED)
HEADS, WAGES = "social-insurance", "wages"


@dataclass(frozen=True, slots=True)
class Side:
    """One thing to be decided: what the unit says, what the files say, and the months of the year that it touches."""

    item: Item
    ours: str
    files: str
    months: frozenset[str]


@dataclass(frozen=True, slots=True)
class Review:
    """A declaration with its things; `before` and `after` are the unit's year without and with what is asked for.

    `after` is None where a decision is under review again: what falls of the old one is known once the new one is made.
    `missing` says which figure the city has not entered.
    """

    declaration: Declaration
    sides: list[Side]
    before: UnitQuota | None
    after: UnitQuota | None
    objection: Objection | None
    missing: str = ""
    differences: tuple[Difference, ...] = ()  # what the unit changed of what was prefilled
    lacking: tuple[Lack, ...] = ()  # of whom something has neither a file nor a paper, while it is under review

    @property
    def waiting(self) -> int:
        """How many things are not answered."""
        return sum(one.item.state == Item.State.OPEN for one in self.sides)


def review_of(declaration: Declaration) -> Review:
    """Gather a declaration for the one who reviews it; the caller has asked whether he may see it."""
    items = list(items_of(declaration))
    before, after, missing = None, None, ""
    try:
        before, after = _quotas(declaration, items)
    except FigureMissing as why:
        missing = str(why)
    placements = before.placements if before else ()
    sides = [_side(one, placements, before) for one in items]
    objection = Objection.objects.filter(declaration=declaration).first()
    lacks = lacking(after or before, reported_by(declaration.unit.code)) if declaration.state in OPEN else []
    return Review(
        declaration, sides, before, after, objection, missing, tuple(differences(items, before)), tuple(lacks)
    )


def _quotas(declaration: Declaration, items: Sequence[Item]) -> tuple[UnitQuota | None, UnitQuota | None]:
    code, year = declaration.unit.code, declaration.year
    now = quota_of(code, year)
    if declaration.state in DECIDED:
        return quota_of(code, year, known_at=declaration.submitted_at), now
    if declaration.version > 1 or declaration.state == Declaration.State.REVISED:
        return now, None
    people, sums = said_of(items)
    struck = [
        Said(one.person_id, code, Attested.Kind.STRUCK, one.first_month, one.last_month, ground=one.answer)
        for one in items
        if one.is_flag and one.state == Item.State.REFUSED and one.person_id is not None
    ]
    return now, quota_of(code, year, over=([*people, *struck], sums))


def _side(item: Item, placements: Iterable[tuple[int, YearCount]], found: UnitQuota | None) -> Side:
    span = frozenset(months.between(item.first_month, item.last_month))
    if item.kind == Item.Kind.WAGES:
        ours, files = f"全年 {_amount(item.amount)} 元", _sums(item, WAGES, "元")
    elif item.kind == Item.Kind.HEADS:
        ours, files = f"{int(item.first_month[5:])}月 {_amount(item.amount)} 人", _sums(item, HEADS, "人")
    else:
        own = [count for person, count in placements if person == item.person_id]
        ours, files = _claim(item), _person(item, own, span)
    return Side(item, ours, files, span)


def _amount(number: Decimal | None) -> str:
    return "—" if number is None else f"{number.normalize():,f}"


def _sums(item: Item, feed: str, unit: str) -> str:
    values = []
    for one in employers.sums_of(item.declaration.unit.in_use, feed):
        number = one.total_yuan if feed == WAGES else one.heads
        if number is not None and item.first_month <= one.month <= item.last_month:
            values.append(Decimal(number))
    if not values:
        return "没有部门报送这几个月的数。"
    return f"{len(values)} 个月的报送，共 {_amount(sum(values, Decimal(0)))} {unit}。"


def _claim(item: Item) -> str:
    if item.is_flag:
        return "单位申报这几个月在本单位，计入安排人数。"
    said = [item.get_kind_display()]
    if item.amount is not None:
        said.append(f"月工资 {_amount(item.amount)} 元")
    if item.until is not None:
        said.append(f"合同到 {item.until}")
    if item.other:
        said.append(item.other)
    return "，".join(said)


def _person(item: Item, own: Iterable[YearCount], span: frozenset[str]) -> str:
    """What the files say of somebody in some months, counted by month."""
    known = [month for count in own for month in count.placement.months if month.month in span]
    results = [month for count in own for month in count.months if month.month in span]
    if not known and not results:
        text = (
            "台账里这几个月没有这个人在本单位。" if item.person_id else "台账里还没有对上这个人，审核时按身份证号查。"
        )
    else:
        text = (
            f"{len(span)} 个月里，养老参保 {sum(bool(one.pension) for one in known)} 个月，"
            f"医疗参保 {sum(bool(one.medical) for one in known)} 个月，"
            f"有工资 {sum(one.wage_yuan is not None for one in known)} 个月，"
            f"计入 {plain(sum((one.weight for one in results), Decimal(0)))} 人月。"
        )
    return f"{item.reason}{text}" if item.is_flag else text


def opened(who: Who, evidence: Evidence) -> bytes:
    """Open a sealed file for somebody who may see it; written into the trail with the persons whom it is about."""
    people = Item.objects.filter(evidence=evidence).exclude(person=None).values_list("person", flat=True)
    audit.record("view", who=who, subject="declaration.Evidence", ids=[evidence.pk])
    if people:
        audit.record("view", who=who, subject="persons.Person", ids=sorted(set(people)))
    return open_bytes("declaration.evidence", evidence.sealed)


def light(declaration: Declaration, day: date) -> tuple[str, str, date | None]:
    """Shape, words and day of the term that runs: the review, the mending; none once it is decided."""
    state = Declaration.State
    if declaration.state == state.RETURNED:
        end, words = declaration.mend_by, "等单位补正"
    elif declaration.state in (state.SUBMITTED, state.REVIEWING):
        end, words = declaration.due_on, "审核期限内"
    else:
        return "", "", None
    if end is not None and end < day:
        return "overdue", "过期", end
    return ("due", "今天到期", end) if end == day else ("running", words, end)
