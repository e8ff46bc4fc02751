"""What the ledger knows of the persons themselves: certificates, death, school, unemployment, home, who met them, their word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.domain.casework.choices import Method, Present, VisitOutcome
from tonggong.domain.casework.models import Verification, Visit
from tonggong.domain.coaching.choices import FollowUpMethod, FollowUpOutcome, Place
from tonggong.domain.coaching.models import FollowUp, Session
from tonggong.domain.comparison.models import Finding
from tonggong.domain.inspection.lines import Line
from tonggong.domain.persons.choices import CertificateKind, CertificateStatus, Circumstance
from tonggong.domain.persons.models import Certificate, Household, HouseholdMember, Person, PersonFact
from tonggong.domain.persons.periods import certificate_period
from tonggong.domain.quota.facts import FETCH
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.figures import Figures
from tonggong.rules.schooling import LEFT, is_full_time
from tonggong.rules.signals.facts import Benefit, Care, Home, Says, Sign, Statement, Stretch, Trace
from tonggong.rules.signals.stays import Look, stays

_FOUND_AT = {
    VisitOutcome.INSTITUTION: Care.RESIDENTIAL, VisitOutcome.HOSPITAL: Care.HOSPITAL, VisitOutcome.MET: None,
    VisitOutcome.AT_WORK: None, VisitOutcome.SCHOOL: None,
}  # fmt: skip
_STILL_THERE = (FollowUpOutcome.STEADY, FollowUpOutcome.AT_RISK)
Pair = tuple[int, str]


@dataclass(slots=True)
class Life:
    """One person. `phone` and `household` are tokens that can be compared and nothing else."""

    home: Home | None = None
    phone: str | None = None
    died_on: date | None = None
    unconfirmed: bool = False  # the death or the cancelling is what an open finding of a comparison says
    household: int | None = None
    certificates: tuple[CertificatePeriod, ...] = ()
    cancelled_on: date | None = None
    category: str = ""
    grade: int | None = None


@dataclass(slots=True)
class Lives:
    """Persons, and what was seen of them and said by them; a unit of None is any unit. Without a feed nothing is known."""

    people: dict[int, Life] = field(default_factory=dict)
    holders: set[int] = field(default_factory=set)  # those of whom any certificate is known, valid or not
    has_school: bool = False
    has_unemployed: bool = False
    part_time_students: set[int] = field(default_factory=set)
    stretches: dict[tuple[int, str], list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    traces: dict[int, list[tuple[str | None, Trace]]] = field(default_factory=lambda: defaultdict(list))
    verified: dict[int, list[tuple[date, bool, Line]]] = field(default_factory=lambda: defaultdict(list))
    looks: dict[int, list[Look]] = field(default_factory=lambda: defaultdict(list))

    def school(self, person: int) -> tuple[Stretch, ...] | None:
        """Full-time stays at a school; None where no department says who is at school."""
        return tuple(self.stretches[person, Circumstance.SCHOOL]) if self.has_school else None

    def unemployed(self, person: int) -> tuple[Stretch, ...] | None:
        """Registered unemployment; None where no department says who is registered."""
        return tuple(self.stretches[person, Circumstance.UNEMPLOYED]) if self.has_unemployed else None

    def care(self, person: int, words: Figures) -> tuple[Stretch, ...] | None:
        """Stays in a hospital or an institution as visits found them; None where nobody was found anywhere."""
        return stays(self.looks[person], words) if person in self.looks else None

    def own_word(self, person: int, since: date, until: date | None, *, is_only: bool) -> Iterator[Statement]:
        """What she herself said of having work while she was here; only where the ledger knows one work does it speak of it."""
        for on, works, line in self.verified.get(person, ()) if is_only else ():
            if since <= on <= (until or date.max):
                yield Statement(on, Says.WORKS if works else Says.NOT_REAL, line)


def read(people: QuerySet[Any], at: Mapping[int, Pair], words: Figures, known_at: datetime | None) -> Lives:
    """Read the lives of some persons.

    Args:
        people: keys of persons, as a query.
        at: whose each thread of a spell is, and at which unit.
        words: the city's words for who is at school no more.
        known_at: facts as known at an instant; None is now. The telephone is always today's.
    """
    found = Lives()
    rows = Person.objects.filter(pk__in=people).values_list(
        "id", "county_code", "township_code", "phone_index", "died_on"
    )
    for key, county, township, phone, died in rows.iterator(chunk_size=FETCH):
        home = Home(county, township) if county else None
        token = bytes(phone).hex() if phone is not None else None
        found.people[key] = Life(home, token, died if known_at is None else None)
    _certificates(found, people, known_at)
    _households(found, people, known_at)
    _circumstances(found, people, words, known_at)
    _waiting(found, people, known_at)
    _seen(found, people, at, known_at)
    _said(found, people, known_at)
    return found


def _certificates(found: Lives, people: QuerySet[Any], known_at: datetime | None) -> None:
    periods: dict[int, list[CertificatePeriod]] = defaultdict(list)
    columns = ("person_id", "kind", "status", "issued_on", "valid_until", "status_on", "grade", "category")
    rows = Certificate.objects.known_at(known_at).filter(person__in=people).order_by("issued_on", "pk")
    for person, kind, status, issued, until, on, grade, category in rows.values_list(*columns).iterator(
        chunk_size=FETCH
    ):
        life = found.people.get(person)
        if life is None:
            continue
        found.holders.add(person)
        cancelled = status == CertificateStatus.CANCELLED
        # by its own dates: one that was cancelled or frozen before them did not expire, and evidence must not say so
        period = certificate_period(kind, CertificateStatus.VALID, issued, until, on, grade)
        if period is not None:
            periods[person].append(period)
        if kind == CertificateKind.DISABILITY:
            life.category, life.grade = category, grade
            life.cancelled_on = on if cancelled else None
    for person, those in periods.items():
        found.people[person].certificates = tuple(those)


def _households(found: Lives, people: QuerySet[Any], known_at: datetime | None) -> None:
    rows = HouseholdMember.objects.known_at(known_at).filter(person__in=people, household__basis=Household.Basis.BOOK)
    for person, household in rows.order_by("pk").values_list("person_id", "household_id").iterator(chunk_size=FETCH):
        if person in found.people:
            found.people[person].household = household


def _circumstances(found: Lives, people: QuerySet[Any], words: Figures, known_at: datetime | None) -> None:
    facts = PersonFact.objects.known_at(known_at)
    found.has_school = facts.filter(kind=Circumstance.SCHOOL).exists()
    found.has_unemployed = facts.filter(kind=Circumstance.UNEMPLOYED).exists()
    gone = (*LEFT, *map(str, words["signals.absent_words"].value))  # schools close their registers late
    kinds = (Circumstance.SCHOOL, Circumstance.UNEMPLOYED, Circumstance.RESIDENCE, Circumstance.DEATH)
    columns = ("person_id", "kind", "value", "started_on", "ended_on", "source_file_id", "source_row")
    rows = facts.filter(person__in=people, kind__in=kinds).order_by("known_from", "pk")
    for person, kind, value, since, until, file, row in rows.values_list(*columns).iterator(chunk_size=FETCH):
        life = found.people.get(person)
        if life is None:
            continue
        if kind == Circumstance.RESIDENCE:
            life.home = Home(f"{value[:6]}000000", value) if len(value) == 12 else life.home
        elif kind == Circumstance.DEATH:
            life.died_on = life.died_on or since
        elif since is not None:
            _stretch(
                found, person, kind, value, since, until, gone, Line(Circumstance(kind).label, file, row, f"{since}起")
            )


def _waiting(found: Lives, people: QuerySet[Any], known_at: datetime | None) -> None:
    """Deaths and cancelled certificates that a file says and that wait for somebody's decision; what is decided stands above."""
    labels = {"death": "死亡日期", "certificate-stopped:cancelled": "状态日期"}
    rows = Finding.objects.filter(person__in=people, cause__in=list(labels))
    if known_at is None:
        rows = rows.filter(state=Finding.State.OPEN)
    else:
        undecided = Q(decided_at=None, state=Finding.State.OPEN) | Q(decided_at__gt=known_at)
        rows = rows.filter(undecided, found_at__lte=known_at)
    for person, cause, sides in rows.order_by("pk").values_list("person_id", "cause", "sides"):
        life, on = found.people.get(person), _side_day(sides, labels[cause])
        if life is None or on is None or life.died_on is not None or life.cancelled_on is not None:
            continue
        life.unconfirmed = True
        if cause == "death":
            life.died_on = on
        else:
            life.cancelled_on = on


def _side_day(sides: Iterable[dict[str, Any]], label: str) -> date | None:
    """The day that a file puts on one line of a finding; None where it puts none."""
    said = next((str(one.get("incoming", "")) for one in sides if one.get("label") == label), "")
    with suppress(ValueError):
        return date.fromisoformat(said)
    return None


def _stretch(
    found: Lives, person: int, kind: str, value: str, since: date, until: date | None, gone: tuple[str, ...], line: Line
) -> None:
    if kind == Circumstance.UNEMPLOYED:
        found.stretches[person, kind].append(Stretch(since, until, Benefit.REGISTERED, line))
    elif not is_full_time(value):
        found.part_time_students.add(person)
    elif not any(word in value for word in gone):
        found.stretches[person, kind].append(Stretch(since, until, "", line))


def _seen(found: Lives, people: QuerySet[Any], at: Mapping[int, Pair], known_at: datetime | None) -> None:
    """Who was met, or looked for in vain, at a place of work."""
    signs = {VisitOutcome.MET: Sign.VISIT, VisitOutcome.NOT_FOUND: Sign.NOT_FOUND}
    visits = Visit.objects.known_at(known_at).filter(
        person__in=people, method=Method.WORKPLACE, outcome__in=list(signs)
    )
    for person, on, outcome in (
        visits.order_by("pk").values_list("person_id", "on", "outcome").iterator(chunk_size=FETCH)
    ):
        line = Line("走访记录", None, None, f"{on}")
        found.traces[person].append((None, Trace(on, signs[VisitOutcome(outcome)], line)))
    found_at = Visit.objects.known_at(known_at).filter(person__in=people, outcome__in=list(_FOUND_AT))
    for person, on, outcome in found_at.values_list("person_id", "on", "outcome").iterator(chunk_size=FETCH):
        line = Line("走访记录", None, None, f"{on}")
        found.looks[person].append((on, _FOUND_AT[VisitOutcome(outcome)], line))
    sessions = Session.objects.filter(
        case__person__in=people, place=Place.WORKPLACE, withdrawn_at=None, case__spell__isnull=False
    )
    if known_at is not None:
        sessions = sessions.filter(at__lte=known_at)
    for spell, on in sessions.order_by("pk").values_list("case__spell", "on").iterator(chunk_size=FETCH):
        _trace(found, at.get(spell or 0), Trace(on, Sign.COACH, Line("辅导记录", None, None, f"{on}")))
    calls = FollowUp.objects.filter(
        person__in=people, method=FollowUpMethod.WORKPLACE, outcome__in=_STILL_THERE, done_on__isnull=False
    )
    if known_at is not None:
        calls = calls.filter(at__lte=known_at)
    for spell, on in calls.order_by("pk").values_list("spell", "done_on").iterator(chunk_size=FETCH):
        if on is not None:
            _trace(found, at.get(spell), Trace(on, Sign.FOLLOW_UP, Line("就业跟进", None, None, f"{on}")))


def _trace(found: Lives, pair: Pair | None, trace: Trace) -> None:
    if pair is not None:
        found.traces[pair[0]].append((pair[1], trace))


def _said(found: Lives, people: QuerySet[Any], known_at: datetime | None) -> None:
    """What the persons said in a talk of having work at all.

    Their own word on a placement (testimony) isn't read here: what a run finds reaches files and more hands than it may.
    """
    talks = Verification.objects.known_at(known_at).filter(
        person__in=people, answered_by=Present.SELF, is_employed__isnull=False
    )
    for person, on, works in (
        talks.order_by("pk").values_list("person_id", "on", "is_employed").iterator(chunk_size=FETCH)
    ):
        found.verified[person].append((on, works, Line("核对记录", None, None, f"{on}")))
