"""What one would write first: for each person ask the ORM for its facts, judge, save. The same rules as the product's."""

from datetime import date
from typing import Any

from tonggong.base.installation import clock
from tonggong.domain.casework.models import Visit
from tonggong.domain.persons.choices import Circumstance, Kind
from tonggong.domain.persons.models import HouseholdMember, Person
from tonggong.domain.status import cases
from tonggong.domain.status.judging import Answer, Case, judge, member
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.domain.status.services import OWED, STATUS, Judge, owed_rows, status_row
from tonggong.rules.ages import FEMALE, MALE, RetireCategory
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.employment import Work
from tonggong.rules.evidence import Check, Registration, Report, Service
from tonggong.rules.households import Basis
from tonggong.rules.target import Said, Span


def _spans(facts: list[Any], kind: Circumstance) -> tuple[Span, ...]:
    found = [Span(fact.started_on, fact.ended_on, fact.value) for fact in facts if fact.kind == kind]
    return tuple(sorted(found, key=repr))


def case_of(person: Person) -> Case:
    """One person's case, asked for relation by relation."""
    facts = list(person.facts.filter(known_until=None))
    homes = list(person.households.filter(known_until=None).select_related("household").order_by("household_id"))
    hukou = next((home.hukou_kind for home in homes if home.hukou_kind), "")
    checks, said = [], []
    for row in person.verifications.filter(known_until=None):
        visit = None
        if row.visit_key is not None:
            visit = Visit.objects.filter(key=row.visit_key, person=person, known_until=None).first()
        said.append(Said(row.on, row.wish, row.reason, row.is_employed, row.not_employed_since))
        checks.append(
            Check(
                row.thread or row.pk, row.on, row.method, row.answered_by, frozenset(row.confirmed), row.is_employed,
                row.reason, row.wish, row.visit_key is None or visit is not None, visit.outcome if visit else None,
                row.source_file_id is not None,
            )
        )  # fmt: skip
    paid: list[tuple[str, str]] = []
    if person.kind == Kind.MEMBER or any(fact.kind == Circumstance.UNEMPLOYED for fact in facts):
        paid = sorted(person.contributions.filter(known_until=None).values_list("first_month", "last_month"))
    categories = [fact.value for fact in facts if fact.kind == Circumstance.RETIREMENT]
    moves = [(fact.started_on, fact.ended_on, fact.value) for fact in facts if fact.kind == Circumstance.RESIDENCE]
    someone = cases.Someone(
        person.kind, person.sex, person.born_on, person.county_code, person.township_code, person.died_on
    )
    return Case(
        person.pk,
        MALE if person.sex == "1" else FEMALE,
        person.born_on,
        person.died_on,
        tuple(
            CertificatePeriod(row.issued_on, row.valid_until, "", "pwd", row.grade)
            for row in person.certificates.filter(known_until=None)
        ),
        tuple(
            Work(row.form, row.started_on, row.ended_on, None, row.wage_yuan)
            for row in person.spells.filter(known_until=None)
        ),
        _spans(facts, Circumstance.SCHOOL),
        _spans(facts, Circumstance.PENSION),
        _spans(facts, Circumstance.CAPACITY),
        _spans(facts, Circumstance.LOW_INCOME),
        _spans(facts, Circumstance.UNEMPLOYED),
        _spans(facts, Circumstance.HARDSHIP),
        _spans(facts, Circumstance.MONITORED),
        _spans(facts, Circumstance.MASSAGE),
        _spans(facts, Circumstance.INJURY),
        RetireCategory(categories[0]) if categories else None,
        max((last for _first, last in paid), default=None),
        tuple(paid) if person.kind == Kind.MEMBER else (),
        cases.residences(someone, moves),
        hukou,
        tuple(said),
        tuple(checks),
        tuple(
            Report(row.thread or row.pk, row.on, row.depth, row.assessor_id is not None, row.signed_on, row.shown_on)
            for row in person.assessments.filter(known_until=None, double_of=None)
        ),
        tuple(
            Registration(row.thread or row.pk, row.on, bool(row.jobs or row.forms or row.support))
            for row in person.need_registrations.filter(known_until=None)
        ),
        tuple(
            Service(row.thread or row.pk, row.on, row.kind, row.content, row.outcome)
            for row in person.services.filter(known_until=None)
        ),
    )


def one_person(person: Person, day: date, setting: Judge) -> tuple[Answer, str]:
    """Judge a person with the family and save the answers, row by row."""
    by = setting.setting(person.county_code)
    figures = by.figures
    families = []
    for home in person.households.filter(known_until=None).select_related("household"):
        members = HouseholdMember.objects.filter(household=home.household, known_until=None).select_related("person")
        families.append(
            (
                Basis(home.household.basis),
                [member(case_of(row.person), row.relation, day, figures) for row in members.order_by("person_id")],
            )
        )
    answer = judge(case_of(person), families, day, figures, by.period, by.before)
    version = by.version
    values = dict(zip(STATUS[1:], status_row(person.pk, answer, version)[1:], strict=True))
    PersonStatus.objects.update_or_create(person=person, defaults=values | {"day": day, "computed_at": clock.now()})
    for row in owed_rows(person.pk, answer, by):
        rest = dict(zip(OWED[3:], row[3:], strict=True))
        Owed.objects.update_or_create(person=person, one=row[1], period=row[2], defaults=rest)
    return answer, version
