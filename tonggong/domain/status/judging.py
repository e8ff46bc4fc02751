"""All that the rules say of one person on a day: the one place where they are put together. Pure, like them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from tonggong.rules import (
    ages,
    certificates,
    contacts,
    days,
    employment,
    evidence,
    forms,
    four_ones,
    graduates,
    hardship,
    households,
    months,
    retirement,
    rural,
    schooling,
    target,
)
from tonggong.rules.ages import RetireCategory, Use
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.days import in_words
from tonggong.rules.employment import Work, main_form_on
from tonggong.rules.evidence import Check, Registration, Report, Service
from tonggong.rules.figures import Figures
from tonggong.rules.forms import FORMS
from tonggong.rules.four_ones import FourOnesCase, Obligation, Period
from tonggong.rules.households import Basis, Member
from tonggong.rules.outcome import Outcome
from tonggong.rules.rural import Residence
from tonggong.rules.target import Reason, Said, Span, TargetCase

_RULES = (
    ages, certificates, contacts, days, employment, evidence, forms, four_ones, graduates, hardship, households, months, retirement, rural, schooling, target,
)  # fmt: skip
_FIGURES = (
    "age.",
    "assessment.valid_months",
    "work_age.",
    "retire.",
    "four_ones.",
    "hardship.",
    "graduate.followed_years",
    "quota.countable_",
    "visits.spoken_",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One person's facts, as known; those that begin after the day asked are left to the rules to leave out."""

    key: int
    sex: str
    born_on: date
    died_on: date | None = None
    certificates: tuple[CertificatePeriod, ...] = ()
    work: tuple[Work, ...] = ()
    school: tuple[Span, ...] = ()  # full-time
    pension: tuple[Span, ...] = ()
    lost_capacity: tuple[Span, ...] = ()
    low_income: tuple[Span, ...] = ()
    registered: tuple[Span, ...] = ()  # as unemployed, with 人社
    recognised: tuple[Span, ...] = ()
    monitored: tuple[Span, ...] = ()
    massage: tuple[Span, ...] = ()
    injuries: tuple[Span, ...] = ()
    retire_category: RetireCategory | None = None
    paid_until: str | None = None
    insured: tuple[tuple[str, str], ...] = ()  # first and last month paid by a unit; only of who holds no certificate
    residences: tuple[Residence, ...] = ()
    hukou: str = ""
    said: tuple[Said, ...] = ()
    checks: tuple[Check, ...] = ()
    reports: tuple[Report, ...] = ()
    registrations: tuple[Registration, ...] = ()
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A period of the four ones that is over, with the figures that were in force on its last day."""

    period: Period
    figures: Figures


@dataclass(frozen=True, slots=True)
class Answer:
    """Every answer for one person on a day; `because` holds a sentence for each question that has something to say."""

    is_working_age: bool
    is_employed: bool
    form: str
    reason: Reason
    wish: str
    hardship: tuple[str, ...]
    is_rural: bool
    is_monitored: bool
    is_graduate: bool
    massage: str
    is_injured_only: bool
    retire_month: str
    because: dict[str, str]
    owed: tuple[Obligation, ...]
    owed_before: tuple[Obligation, ...] = ()  # in the period before, as that stood on its last day

    @property
    def is_target(self) -> bool:
        """Whether somebody is in the plan's target group."""
        return self.reason is Reason.TARGET


Families = Sequence[tuple[Basis, Sequence[Member]]]


def judge(
    case: Case, families: Families, day: date, figures: Figures, period: Period, before: Turn | None = None
) -> Answer:
    """Ask every rule about one person.

    Args:
        families: the households that the person belongs to, as `member` gives their members.
        period: the one of the four ones that holds the day.
        before: the one before it; None leaves out what was owed in it.
    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    because: dict[str, str] = {}
    age = ages.working_age(Use.STATISTICS, case.sex, case.born_on, day, figures)
    because["working_age"] = age.because
    retire = ages.retirement_answer(case.sex, case.born_on, case.retire_category, figures)
    because["retirement"] = retire.because
    form = main_form_on(case.work, day) or ""
    if form:
        because["employed"] = (
            f"{FORMS[form].name if form in FORMS else form}，{in_words(_since(case.work, day))}起在职。"
        )
    found = target.target(
        TargetCase(
            case.sex, case.born_on, case.certificates, case.work, case.died_on, case.school, case.pension,
            case.lost_capacity, case.said,
        ), day, figures,
    )  # fmt: skip
    because["target"] = found.because
    wish = target.latest_wish(case.said, day)
    countryside = rural.is_rural(case.residences, case.hukou, day)
    because["rural"] = countryside.because
    monitored = rural.is_monitored(case.monitored, day) if case.monitored else _NO
    graduate = rural.is_graduate(case.school, day, figures) if case.school else _NO
    massage = rural.massage_kind(case.massage, day) if case.massage else _NOTHING
    injured = rural.is_injured_only(case.injuries, case.certificates, day, figures) if case.injuries else _NO
    hard = hardship.hardship(
        hardship.HardshipCase(
            case.key, case.sex, case.born_on, case.certificates, found.value, countryside.value, case.work,
            case.registered, case.paid_until, case.low_income, case.recognised, case.school, case.said,
            case.retire_category, tuple(families),
        ), day, figures,
    )  # fmt: skip
    for question, outcome in (
        ("monitored", monitored), ("graduate", graduate), ("massage", massage), ("injured", injured),
    ):  # fmt: skip
        if outcome.value:
            because[question] = outcome.because
    for code, step in zip(hard.value, hard.steps, strict=True):
        because[code] = step.text
    own = FourOnesCase(
        case.sex, case.born_on, case.certificates, case.work, case.died_on, case.said, case.checks, case.reports,
        case.registrations, case.services,
    )  # fmt: skip
    owed = four_ones.obligations(own, period, day, figures)
    owed_before: tuple[Obligation, ...] = ()
    if before is not None:
        owed_before = four_ones.obligations(own, before.period, before.period.last, before.figures)
    return Answer(
        age.value, bool(form), form, found.value, wish.wish if wish is not None else "", hard.value, countryside.value,
        monitored.value, graduate.value, massage.value, injured.value, retire.value, because, owed,
        owed_before,
    )  # fmt: skip


_NO: Outcome[bool] = Outcome(False, ())
_NOTHING: Outcome[str] = Outcome("", ())


def member(case: Case, relation: str, day: date, figures: Figures) -> Member:
    """One person as a member of a household on a day."""
    wish = target.latest_wish(case.said, day)
    said = target.latest_reason(case.said, day)
    reason = said.reason if said is not None and not said.is_employed else None
    grades = figures["quota.countable_military_grades"].value
    return Member(
        case.key,
        case.sex,
        case.born_on,
        relation,
        employment.is_employed(case.work, day) or _is_insured(case.insured, day, figures),
        any(one.on(day) for one in case.registered),
        any(one.on(day) for one in case.school) or reason == target.IN_SCHOOL,
        any(one.on(day) for one in case.pension) or reason == target.RETIRED,
        any(one.on(day) for one in case.lost_capacity) or reason == target.LOST_CAPACITY,
        wish.wish if wish is not None else "",
        certificates.valid_on(case.certificates, day, grades) is not None,
    )


def _is_insured(paid: Sequence[tuple[str, str]], day: date, figures: Figures) -> bool:
    """Whether a unit paid insurance lately: of family nothing else tells the ledger that somebody works."""
    if not paid:
        return False
    month = months.of(day)
    since = months.shift(month, -int(figures["hardship.insured_months"].value))
    return any(first <= month and since <= last for first, last in paid)


def _since(work: Sequence[Work], day: date) -> date:
    return min(spell.started_on for spell in work if spell.on(day))


@cache
def _rules_hash() -> bytes:
    whole = hashlib.sha256()
    for path in sorted({*(Path(str(module.__file__)) for module in _RULES), Path(__file__)}):
        whole.update(path.read_bytes())
    whole.update(Path(str(hardship.__file__)).with_name("hardship_groups.yaml").read_bytes())
    return whole.digest()


@lru_cache(maxsize=512)
def rule_version(figures: Figures, before: Figures | None = None) -> str:
    """The mark of the rules and of the figures in force that an answer was made with; another one is another rule.

    Args:
        before: those that were in force when the period before ended.
    """
    used = [
        sorted((row.id, str(row.value)) for row in of or () if row.id.startswith(_FIGURES)) for of in (figures, before)
    ]
    return hashlib.sha256(_rules_hash() + repr(used).encode()).hexdigest()[:12]


QUESTIONS = {
    "working_age": "就业年龄",
    "retirement": "法定退休时间",
    "employed": "就业",
    "target": "服务对象",
    "rural": "城乡",
    "monitored": "防止返贫监测",
    "graduate": "高校毕业生",
    "massage": "盲人按摩",
    "injured": "工伤",
}
