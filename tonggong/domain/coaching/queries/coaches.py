"""The register of coaches: who there is, qualified or not, with which load, how many over time, how many people each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.db.models import Count

from tonggong.base.accounts.models import User
from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import counties, name_of
from tonggong.base.installation import clock
from tonggong.domain.coaching.choices import CoachSkill, CoachStatus, TrainingKind
from tonggong.domain.coaching.models import Coach, CoachTraining, SupportCase
from tonggong.domain.coaching.reach import cases, coaches, figures
from tonggong.domain.status.models import PersonStatus
from tonggong.rules import coaching
from tonggong.rules.coaching import Load, Qualification
from tonggong.rules.months import first_day, last_day, shift
from tonggong.rules.months import of as month_of
from tonggong.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class CoachLine:
    """One coach with what the rules say of her on a day."""

    coach: Coach
    county: str
    outline_hours: Decimal
    practice_hours: Decimal
    continuing_hours: Decimal  # of the day's year
    qualification: Outcome[Qualification]
    load: Outcome[Load]

    @property
    def qualified_words(self) -> str:
        """Qualified or why not, in one word."""
        return coaching.QUALIFICATION_LABELS[self.qualification.value]

    @property
    def is_qualified(self) -> bool:
        """Whether she is qualified."""
        return self.qualification.value is Qualification.QUALIFIED

    @property
    def skills(self) -> list[str]:
        """Languages and skills in words."""
        return [str(CoachSkill(skill).label) for skill in self.coach.skills]

    @property
    def has_certificate(self) -> bool:
        """Whether a trade certificate is entered; its number is never shown."""
        return self.coach.certificate_sealed is not None


def lines_of(found: Sequence[Coach], day: date) -> list[CoachLine]:
    """Return what the rules say of some coaches on a day; three queries."""
    trainings: dict[int, list[CoachTraining]] = defaultdict(list)
    for row in CoachTraining.objects.filter(coach__in=found, on__lte=day):
        trainings[row.coach_id].append(row)
    stages: dict[int, dict[str, int]] = defaultdict(dict)
    counted = SupportCase.objects.filter(coach__in=found, closed_on=None).order_by()
    for coach, stage, count in counted.values_list("coach", "stage").annotate(Count("pk")):
        stages[coach][stage] = count
    figs, lines = figures(day), []
    for one in found:
        rows = trainings[one.pk]
        outline = [(r.on, r.hours) for r in rows if r.kind == TrainingKind.OUTLINE]
        continuing: dict[int, Decimal] = defaultdict(Decimal)
        for r in rows:
            if r.kind == TrainingKind.CONTINUING:
                continuing[r.on.year] += r.hours
        practice = sum((r.hours for r in rows if r.kind == TrainingKind.PRACTICE), Decimal(0))
        lines.append(
            CoachLine(
                one, name_of(one.county_code), sum((h for _, h in outline), Decimal(0)), practice, continuing[day.year],
                coaching.qualification(outline, continuing, one.certificate_until, day, figs),
                coaching.caseload(stages[one.pk], figs, one.points_ceiling),
            )
        )  # fmt: skip
    return lines


@dataclass(frozen=True, slots=True)
class CountyLine:
    """Coaches of a county beside its persons of working age."""

    code: str
    name: str
    coaches: int
    working_age: int

    @property
    def ratio(self) -> str:
        """Persons of working age to one coach, as "1 : 147.0"; a dash where there is no coach."""
        return ratio_words(self.working_age, self.coaches)


def ratio_words(people: int, heads: int) -> str:
    """A ratio of coaches to people as "1 : 26.5"; a dash where there is no coach."""
    return f"1 : {Decimal(people) / heads:.1f}" if heads else "—"


@dataclass(frozen=True, slots=True)
class Register:
    """The register as a whole."""

    lines: list[CoachLine]
    left: list[Coach]
    counties: list[CountyLine]
    growth: list[tuple[str, int]]  # (month, coaches at its end)
    median_load: Decimal | None
    median_heads: Decimal | None
    over: int
    flagged: int
    waiting: int  # open cases without a coach

    @property
    def qualified(self) -> int:
        """How many are qualified."""
        return sum(line.is_qualified for line in self.lines)


def register(who: Who, day: date) -> Register:
    """Return the register of the coaches within reach on a day."""
    everyone = list(coaches(who).order_by("county_code", "name", "pk"))
    present = [one for one in everyone if one.started_on <= day and (one.left_on is None or one.left_on > day)]
    lines = lines_of(present, day)
    active = [line for line in lines if line.coach.status == CoachStatus.ACTIVE]
    points, heads = [line.load.value.points for line in active], [line.load.value.heads for line in active]
    return Register(
        lines,
        [one for one in everyone if one not in present],
        _by_county(who, present),
        _growth(everyone, day),
        Decimal(median(points)) if points else None,
        Decimal(median(heads)) if heads else None,
        sum(line.load.value.is_over for line in lines),
        sum(line.load.value.is_flagged for line in lines),
        _without_coach(who),
    )


def _by_county(who: Who, present: Sequence[Coach]) -> list[CountyLine]:
    heads: dict[str, int] = defaultdict(int)
    for one in present:
        heads[one.county_code] += 1
    people = who.sees(PersonStatus.objects.filter(is_working_age=True, person__merged_into=None), "person")
    ages = dict(people.order_by().values_list("person__county_code").annotate(Count("pk")))
    return [
        CountyLine(one.code, one.name, heads[one.code], ages.get(one.code, 0))
        for one in counties()
        if who.covers(one.code)
    ]


def _growth(everyone: Sequence[Coach], day: date, months: int = 12) -> list[tuple[str, int]]:
    """How many there were at the end of each of the last months, the last one as of the day."""
    found = []
    for back in range(months - 1, -1, -1):
        month = shift(month_of(day), -back)
        end = min(last_day(month), day)
        count = sum(o.started_on <= end and (o.left_on is None or o.left_on > end) for o in everyone)
        found.append((month, count))
    return found


def _without_coach(who: Who) -> int:
    return cases(who).filter(coach=None, closed_on=None).count()


def coach(who: Who, pk: int) -> Coach | None:
    """Return one coach in sight."""
    return coaches(who).filter(pk=pk).first()


def trainings_of(one: Coach) -> list[CoachTraining]:
    """Return a coach's hours of training, the latest first."""
    return list(CoachTraining.objects.filter(coach=one).order_by("-on", "-pk"))


def active_coaches(who: Who) -> list[Coach]:
    """Return the coaches within reach who take cases."""
    rows = coaches(who).filter(status=CoachStatus.ACTIVE, left_on=None, started_on__lte=clock.today())
    return list(rows.order_by("name", "pk"))


def accounts(who: Who) -> list[tuple[int, str]]:
    """Return the accounts of job coaches within reach that no register row has yet: (key, name)."""
    posts = User.objects.filter(
        is_active=True,
        posts__role="job_coach",
        posts__reach__startswith=who.reach,
        posts__valid_from__lte=clock.today(),
    ).exclude(posts__valid_to__lt=clock.today())
    return list(posts.filter(coach=None).distinct().order_by("name").values_list("pk", "name"))


def learnt_in(one: Coach, month: str) -> Decimal:
    """Return how many hours a coach learnt in a month."""
    rows = CoachTraining.objects.filter(coach=one, on__range=(first_day(month), last_day(month)))
    return sum(rows.values_list("hours", flat=True), Decimal(0))
