"""The practice city's posts and exams: what the personnel office's file brought is reviewed, two exams have requests.

All of it goes through the services; who acts is the practice, on days that are named.
"""

from datetime import date, datetime, timedelta

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.employers.models import Unit
from tonggong.domain.persons.choices import Kind
from tonggong.domain.persons.models import Person
from tonggong.domain.posts import queries, services
from tonggong.domain.posts.choices import State
from tonggong.domain.posts.models import Exam
from tonggong.domain.posts.services import ConditionSaid, HelpSaid, PostSaid
from tonggong.domain.posts.services.deciding import JUSTIFIED, REMOVED
from tonggong.practice import recruiting as acted


def settle_offers(who: Who, unit_code: str = "") -> None:
    """Review what the file brought, let a unit have two posts of its own, hold two exams. Done once."""
    today = clock.today()
    with clock.pretend(_morning(today - timedelta(acted.REVIEWED))):
        _reviewed(who)
        _counted(who)
        if unit := Unit.objects.filter(code=unit_code).first():
            _own(who, unit)
    for title, ahead in acted.EXAMS:
        _exam(who, title, today + timedelta(ahead), today)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


def _reviewed(who: Who) -> None:
    """Of the questioned conditions three in five go, one stays with its duty, one waits; most posts are published."""
    for n, row in enumerate(queries.waiting(who).order_by("pk")):
        for one in queries.conditions_of(row):
            if not one.questions or n % 5 == 4:
                continue
            if n % 5 == 3 and not queries.is_final(one):
                services.decide(who, one, JUSTIFIED, reason=acted.JUSTIFIED, duty=row.duties or row.title)
            else:
                services.decide(who, one, REMOVED, reason=acted.REASONS[n % len(acted.REASONS)])
        row.refresh_from_db()
        if row.state == State.REVIEW and n % 9 != 8:
            services.publish(who, row)


def _counted(who: Who) -> None:
    rows = queries.posts(who, state=State.PUBLISHED)
    for n, row in enumerate(rows):
        if n % 3 == 0 and row.open_from <= clock.today():
            hired = n // 3 % 3 % (row.places + 1)
            services.record_count(
                who, row, on=clock.today(), applicants=hired + n % 5, hired=hired, evidence=acted.HIRED_BY
            )


def _own(who: Who, unit: Unit) -> None:
    begins = clock.today() - timedelta(acted.OFFERED)
    for title, occupation, conditions, publishes in acted.OWN:
        said = PostSaid(
            title, occupation, acted.PLACES, acted.WHERE, acted.APPLY, begins, duties="",
            conditions=tuple(ConditionSaid(*one) for one in conditions), helps=(HelpSaid(acted.AID, is_on_hand=True),),
        )  # fmt: skip
        row = services.submit(who, services.enter_post(who, unit, said))
        if publishes:
            services.publish(who, services.analyse(who, row, row.demands))


def _exam(who: Who, title: str, held_on: date, today: date) -> None:
    city = divisions.city()
    begins, day = held_on - timedelta(acted.ENTERED), min(today, held_on)
    assert city is not None
    with clock.pretend(_morning(min(begins, today - timedelta(acted.ASKED_BY)))):
        exam = services.enter_exam(
            who,
            title=title,
            organiser=acted.ORGANISER,
            department=acted.DEPARTMENT,
            place_code=city.code,
            place=acted.HALL,
            held_on=held_on,
        )
        rows = [
            services.ask_for_help(who, exam, person, acted.ASKED[n], entry_no=f"{exam.pk}{n + 1:04d}")
            for n, person in enumerate(_people(who, exam))
        ]
    answered = min(today - timedelta(acted.ANSWERED_BY), held_on - timedelta(acted.BEFORE_EXAM))
    other, instead = acted.OTHERWISE
    with clock.pretend(_morning(answered)):
        for n, row in enumerate(rows):
            if n == other:
                services.answer_request(who, row, "other", instead)
            elif n < acted.ANSWERED or held_on < today:
                services.answer_request(who, row, "granted")
    if held_on < today:
        with clock.pretend(_morning(day)):
            for row in rows:
                services.record_given(who, row, was_given=True)


def _people(who: Who, exam: Exam) -> list[Person]:
    """Five who live, of an age to sit an exam, other ones for each exam."""
    rows = served(who).filter(kind=Kind.HOLDER, died_on=None, born_on__year__gte=exam.held_on.year - acted.OLDEST)
    rows = rows.filter(born_on__year__lte=exam.held_on.year - acted.YOUNGEST).order_by("pk")
    asked = len(acted.ASKED)
    return list(rows[asked * (exam.pk % 7) :][:asked])
