"""Questions about recruiting exams and the help asked for in them; they change nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys
from tonggong.domain.posts.choices import HelpState
from tonggong.domain.posts.models import Exam, ExamRequest
from tonggong.domain.posts.queries import figures_here
from tonggong.rules.outcome import Outcome
from tonggong.rules.posts.exam_help import Asked, Light, light_of

# What a number of an exam counts, and so what it opens.
GROUPS = ("asked", "answered", "in_time", "granted", "other", "refused", "overdue", "given")
GROUP_TITLES = {
    "asked": "申请", "answered": "已答复", "in_time": "按时", "granted": "同意", "other": "换办法", "refused": "不同意",
    "overdue": "过期", "given": "已提供",
}  # fmt: skip


def help_kinds(county: str = "") -> Mapping[str, str]:
    """The kinds of help that a person may ask for, by key. Raises FigureMissing: the city has none."""
    found: Mapping[str, str] = figures_here(clock.today(), county)["exam.help_kinds"].value
    return found


def kind_words(kinds: Iterable[str], names: Mapping[str, str]) -> str:
    """Kinds in words; one that is listed no longer keeps its key."""
    return "、".join(names.get(one, one) for one in kinds)


def exams(who: Who) -> QuerySet[Exam]:
    """Exams within reach, the latest first: a county sees those of the whole city too, a department its own."""
    rows = Exam.objects.order_by("-held_on", "-pk")
    if who.department:
        return rows.filter(department=who.department)
    city = divisions.city()
    near = Q(pk__in=who.sees(Exam.objects.order_by()).values("pk"))
    return (
        rows.filter(near | Q(county_code=city.code))
        if city and city.code.startswith(who.reach[:4]) and who.reach
        else rows.filter(near)
    )


def exam(who: Who, pk: int) -> Exam | None:
    """One exam within reach; None says no more than that."""
    return exams(who).filter(pk=pk).first()


def requests(who: Who, exam_ids: Iterable[int]) -> QuerySet[ExamRequest]:
    """What is asked for in some exams, of persons within reach; the organiser's department sees all of its own exams.

    What was taken back does not count and is not shown.
    """
    rows = ExamRequest.objects.filter(exam__in=list(exam_ids)).exclude(state=HelpState.WITHDRAWN)
    if who.department:
        rows = rows.filter(exam__department=who.department)
    else:
        own = served(who).values("pk")
        rows = rows.filter(Q(person__in=own) | Q(person__merged_into__in=own))
    return rows.select_related("exam", "person").order_by("asked_at", "pk")


def request(who: Who, pk: int) -> ExamRequest | None:
    """One request within reach; None says no more than that."""
    row = ExamRequest.objects.filter(pk=pk).values_list("exam", flat=True).first()
    return requests(who, [row]).filter(pk=pk).first() if row is not None else None


@dataclass(frozen=True, slots=True)
class Line:
    """A request with how it stands today."""

    row: ExamRequest
    light: Outcome[Light]

    def is_in(self, group: str) -> bool:
        """Whether it is counted in a group of `GROUPS`. Raises KeyError: there is no such group."""
        light, state = self.light.value, self.row.state
        return {
            "asked": True,
            "answered": self.row.answered_on is not None,
            "in_time": light is Light.ANSWERED,
            "granted": state == HelpState.GRANTED,
            "other": state == HelpState.OTHER,
            "refused": state == HelpState.REFUSED,
            "overdue": light is Light.OVERDUE,
            "given": self.row.was_given is True,
        }[group]


def lines(rows: Iterable[ExamRequest], today: date) -> list[Line]:
    """How some requests stand today. Raises FigureMissing: the city has not entered the days."""
    found = []
    for row in rows:
        asked = Asked(row.asked_on, row.exam.held_on, row.answered_on)
        found.append(Line(row, light_of(asked, today, figures_here(today, row.exam.county_code))))
    return found


def counts(found: Iterable[Line]) -> dict[str, int]:
    """How many of some requests are in each group; the rows that a number opens are exactly these."""
    every = list(found)
    return {group: sum(one.is_in(group) for one in every) for group in GROUPS}


def by_exam(who: Who, rows: Iterable[Exam], today: date) -> dict[int, list[Line]]:
    """The requests of some exams as they stand, by exam; one query."""
    found: dict[int, list[Line]] = {one.pk: [] for one in rows}
    for line in lines(requests(who, found), today):
        found[line.row.exam_id].append(line)
    return found


def open_exams(person: Person, today: date) -> list[Exam]:
    """Exams for which a person may still ask for help: those of the city and of her county, the next first."""
    city = divisions.city()
    codes = [person.county_code, *([city.code] if city else [])]
    rows = Exam.objects.filter(county_code__in=codes, held_on__gt=today)
    rows = rows.filter(Q(ask_until=None) | Q(ask_until__gte=today))
    return list(rows.order_by("held_on", "pk"))


def own_requests(person: Person, today: date) -> list[Line]:
    """What a person asked for, the latest exam first, what she took back among it."""
    rows = ExamRequest.objects.filter(person__in=own_keys(person)).select_related("exam", "person")
    return lines(rows.order_by("-exam__held_on", "-pk"), today)
