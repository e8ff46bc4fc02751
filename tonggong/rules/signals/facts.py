"""What the signals are asked of: a placement and its unit as the offices' files tell them, keys opaque (`facts.md` 3.4).

Nothing here knows tables. Persons, units, phones and accounts are tokens that can be compared and nothing else; a `row`
is the key under which the caller finds the line of the ledger again. None means that no source says anything.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tonggong.rules.certificates import CertificatePeriod


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """One month of contributions at a unit.

    `full`: with pension and medical; False where against accidents only (part-time); None where the file does not say.
    `back_paid`: paid in afterwards (补缴). `wage_yuan`: as declared to the tax office.
    """

    month: str
    full: bool | None = None
    back_paid: bool | None = None
    wage_yuan: Decimal | None = None
    row: Hashable = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Work of the same person at another unit; `city` is "" for the own one."""

    unit: Hashable
    started_on: date | None = None
    months: tuple[PaidMonth, ...] = ()
    is_part_time: bool | None = None
    city: str = ""
    row: Hashable = ""


class Care(StrEnum):
    """Where somebody is who can hardly be at work (住院、托养、羁押)."""

    HOSPITAL = "hospital"
    RESIDENTIAL = "residential"
    CLOSED = "closed"


CARE_LABELS = {Care.HOSPITAL: "住院", Care.RESIDENTIAL: "全日托养", Care.CLOSED: "在封闭机构"}


class Benefit(StrEnum):
    """What is drawn by whoever has no work (失业保险金、登记失业、申报无工资的低保)."""

    UNEMPLOYMENT = "unemployment"
    REGISTERED = "registered"
    NO_WAGE_DECLARED = "no_wage_declared"


BENEFIT_LABELS = {
    Benefit.UNEMPLOYMENT: "领取失业保险金",
    Benefit.REGISTERED: "登记为失业",
    Benefit.NO_WAGE_DECLARED: "申报低保时称没有工资",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that lasted; both days inclusive, `until` None while it lasts. `kind`: Care, Benefit or "" for school."""

    since: date
    until: date | None = None
    kind: str = ""
    row: Hashable = ""


class Sign(StrEnum):
    """What was seen of somebody at the place of work."""

    VISIT = "visit"  # met there by the federation
    COACH = "coach"
    ATTENDANCE = "attendance"
    FOLLOW_UP = "follow_up"  # the unit or the person confirmed it after the placement
    NOT_FOUND = "not_found"  # looked for there, and nobody knew the name


SIGN_LABELS = {
    Sign.VISIT: "到单位走访见到本人",
    Sign.COACH: "辅导员到岗辅导",
    Sign.ATTENDANCE: "有考勤",
    Sign.FOLLOW_UP: "就业回访稳定",
    Sign.NOT_FOUND: "到单位走访没有找到本人",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """One sign on a day."""

    on: date
    sign: Sign
    row: Hashable = ""


class Says(StrEnum):
    """What the person said, in a call, a visit or the portal; no unit ever sees it."""

    WORKS = "works"
    NOT_REAL = "not_real"
    UNKNOWN_UNIT = "unknown_unit"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the person said on a day."""

    on: date
    says: Says
    row: Hashable = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A county and a township, as codes or names; compared only."""

    county: str
    township: str = ""


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """One employment of one person at one unit, with everything known that bears on whether it is real.

    Optional facts are None where no feed gives them: `care`, `benefits`, `school`, `flows_back` (rows of a clue that wage
    went back), `is_remote`, `apart_km`, `account`. An empty tuple means that the source was asked and knows nothing.
    `unconfirmed`: the death or the cancelled certificate is what an office's file says and nobody has decided yet.
    """

    key: Hashable
    person: Hashable
    unit: Hashable
    place: str  # division code whose figures apply
    started_on: date
    ended_on: date | None = None
    form: str = ""
    post: str = ""
    is_part_time: bool | None = None
    is_remote: bool | None = None
    months: tuple[PaidMonth, ...] = ()
    certificates: tuple[CertificatePeriod, ...] = ()
    cancelled_on: date | None = None
    category: str = ""
    grade: int | None = None
    died_on: date | None = None
    unconfirmed: bool = False
    school: tuple[Stretch, ...] | None = None
    part_time_school: bool = False
    care: tuple[Stretch, ...] | None = None
    benefits: tuple[Stretch, ...] | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    home: Home | None = None
    work: Home | None = None
    apart_km: Decimal | None = None
    phone: Hashable | None = None
    account: Hashable | None = None
    household: Hashable | None = None
    traces: tuple[Trace, ...] = ()
    statements: tuple[Statement, ...] = ()
    flows_back: tuple[Hashable, ...] | None = None
    both_sides_count: bool | None = None  # agency and user count the same dispatched person
    back_from_illness: bool = False
    row: Hashable = ""


@dataclass(frozen=True, slots=True)
class StaffMonth:
    """The unit's staff without those judged here: how many, how many new and gone since the month before."""

    month: str
    others: int
    joined: int | None = None
    left: int | None = None
    back_paid: int = 0


@dataclass(frozen=True, slots=True)
class PlacedYear:
    """How many the unit counted in an earlier year, how many it needed, how many of the year before were still there."""

    year: int
    counted: int
    needed: Decimal
    stayed: int


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """The unit. `phones`: how many of its other staff are written with a phone; `contacts`: its own numbers."""

    key: Hashable
    is_agency: bool = False
    has_licence: bool | None = None
    is_concentrated: bool = False  # 集中安置单位、盲人按摩机构
    is_sheltered: bool = False
    is_seasonal: bool | None = None
    closed_on: date | None = None
    staff: tuple[StaffMonth, ...] = ()
    others_at_minimum: Decimal | None = None  # share of the other staff whose wage is the minimum to the yuan
    others_paid: int = 0  # of how many of them a wage is declared
    phones: Mapping[Hashable, int] = field(default_factory=dict)
    contacts: tuple[Hashable, ...] = ()
    history: tuple[PlacedYear, ...] | None = None
