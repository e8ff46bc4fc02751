"""The table of the assistance month and what lasts after 90 days, counted from the ledger's rows of a campaign's names."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.bulk import in_chunks
from tonggong.base.policy.queries import figures_on
from tonggong.domain.campaigns.models import Campaign
from tonggong.domain.campaigns.queries.lists import rows_of, seen
from tonggong.domain.casework.choices import Method, ServiceKind, ServiceOutcome, VisitOutcome
from tonggong.domain.casework.models import ServiceRecord, Visit
from tonggong.domain.casework.models.visits import COUNTING
from tonggong.domain.employment.models import Contribution, Spell
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Household, HouseholdMember, PersonFact
from tonggong.rules.campaigns import Cell, Lasts, lasts, month_table, result_day
from tonggong.rules.public_posts import FORMS

ZERO = "zero_employment_household"
PORTION = 20_000


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of those placed in a campaign on the day of its result."""

    on: date
    placed: int
    lasts: Counter[Lasts]


def counted(row: Campaign) -> dict[str, int]:
    """The lines of the month's table that the ledger counts, by key; dates inside the campaign."""
    names = list(rows_of(row).order_by().values_list("stands", "groups"))
    zero = {person for person, groups in names if ZERO in groups}
    found: dict[str, set[int | str]] = defaultdict(set)
    for people in in_chunks([person for person, _groups in names], PORTION):
        home = _homes(people)
        inside = {"person__in": among(people), "on__gte": row.starts_on, "on__lte": row.ends_on}
        seen = Visit.objects.standing().filter(outcome=VisitOutcome.MET, method=Method.HOME, **inside)
        found["visited"].update(home[person] for person in seen.values_list("person_id", flat=True))
        facts = PersonFact.objects.standing().filter(
            person__in=among(people), kind=Circumstance.HARDSHIP, started_on__gte=row.starts_on, started_on__lte=row.ends_on
        )  # fmt: skip
        found["recognised"].update(facts.values_list("person_id", flat=True))
        for person, form in _begun(row, people).values_list("person_id", "form"):
            found["placed"].add(person)
            if form in FORMS:
                found["posts"].add(person)
        helped = ServiceRecord.objects.standing().filter(Q(kind=ServiceKind.POLICY) | Q(outcome=ServiceOutcome.APPLIED), **inside)  # fmt: skip
        helped = helped.filter(COUNTING).exclude(outcome=ServiceOutcome.DECLINED)
        found["supported"].update(helped.values_list("person_id", flat=True))
        found["zero"].update(home[person] for person in people if person in zero)
    found["zero_helped"] = _helped(row, {key for key in found["zero"] if isinstance(key, int)})
    return {key: len(found[key]) for key in ("visited", "recognised", "placed", "posts", "zero", "zero_helped", "supported")}  # fmt: skip


def _begun(row: Campaign, people: Sequence[int]) -> QuerySet[Spell]:
    return Spell.objects.standing().filter(
        person__in=among(people), started_on__gte=row.starts_on, started_on__lte=row.ends_on
    )


def _homes(people: Sequence[int]) -> dict[int, int | str]:
    """The household of each person: where she lives with others first, else by book, else she is one by herself."""
    found: dict[int, int | str] = {person: f"person {person}" for person in people}
    rows = HouseholdMember.objects.standing().filter(person__in=among(people))
    for basis in (Household.Basis.BOOK, Household.Basis.LIVING):
        found.update(rows.filter(household__basis=basis).order_by("pk").values_list("person_id", "household_id"))
    return found


def _helped(row: Campaign, households: set[int]) -> set[int | str]:
    """Households of zero employment of which somebody began to work inside the campaign."""
    members = HouseholdMember.objects.standing().filter(household__in=among(sorted(households)))
    pairs = list(members.values_list("person_id", "household_id"))
    placed = set(_begun(row, [person for person, _home in pairs]).values_list("person_id", flat=True))
    return {home for person, home in pairs if person in placed}


def table(row: Campaign) -> list[Cell]:
    """The table of the month, as it stands."""
    return month_table(counted(row), row.typed)


def result(who: Who, row: Campaign, today: date) -> Result:
    """What is known of those within reach who were placed in a campaign, so many days after its end.

    Raises:
        FigureMissing: the days are not set.
    """
    on = result_day(row.ends_on, figures_on(row.ends_on, row.reach.ljust(12, "0")))
    placed: set[int] = set()
    jobs: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    paid: dict[int, list[tuple[str, str]]] = defaultdict(list)
    names = [person for (person,) in seen(who, row).order_by().values_list("stands")]
    for people in in_chunks(names, PORTION):
        placed.update(_begun(row, people).values_list("person_id", flat=True))
    for chunk in in_chunks(sorted(placed)):
        for person, start, end in Spell.objects.standing().filter(person__in=chunk).values_list("person_id", "started_on", "ended_on"):  # fmt: skip
            jobs[person].append((start, end))
        for person, first, last in Contribution.objects.standing().filter(person__in=chunk).values_list("person_id", "first_month", "last_month"):  # fmt: skip
            paid[person].append((first, last))
    return Result(on, len(placed), Counter(lasts(jobs[p], paid[p], on, today) for p in placed))
