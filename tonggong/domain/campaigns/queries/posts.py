"""The board of public-welfare posts: how many, who holds them by the ledger, what is vacant, whose term ends or is over."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.bulk import in_chunks
from tonggong.base.policy.queries import figures_on
from tonggong.domain.campaigns.models import Occupancy, PublicPost
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Circumstance, Sex
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.status.models import PersonStatus
from tonggong.rules.ages import FEMALE, MALE, RetireCategory
from tonggong.rules.public_posts import FORMS, Held, Holder, lawful_until

FORM_NAMES: dict[str, str] = dict(PublicPost.Form.choices)


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who holds a post by the ledger.

    Args:
        until: the last day granted or, without one, of the contract; None where neither is known.
        lawful: the last day on which it is lawful, None where this kind has no term.
        ends_on: the earlier of both.
    """

    person: Person
    spell: Spell
    post: PublicPost | None
    since: date
    until: date | None
    lawful: date | None

    @property
    def ends_on(self) -> date | None:
        """The day on which she has to leave, as far as it is known."""
        known = [day for day in (self.until, self.lawful) if day is not None]
        return min(known, default=None)

    def is_over(self, day: date) -> bool:
        """Whether the lawful term is over and she still holds the post."""
        return self.lawful is not None and self.lawful < day


@dataclass(frozen=True, slots=True)
class Board:
    """The posts within reach with who holds them.

    Args:
        posts: each with its holders by name, those within reach.
        filled: how many hold each post by its key, whoever they are: one of another place holds it too.
    """

    posts: list[tuple[PublicPost, list[Holding]]]
    filled: dict[int, int]
    loose: list[Holding]  # no post of the unit is entered
    ending: list[Holding]
    over: list[Holding]
    day: date

    @property
    def headcount(self) -> int:
        """How many posts there are."""
        return sum(post.headcount for post, _held in self.posts)

    @property
    def held(self) -> int:
        """How many of them are held."""
        return sum(self.filled.values())

    @property
    def vacant(self) -> int:
        """How many are vacant; a unit with more holders than posts has none vacant."""
        return sum(free(post, self.filled[post.pk]) for post, _held in self.posts)

    @property
    def holders(self) -> list[Holding]:
        """Everybody who holds one."""
        return [one for _post, held in self.posts for one in held] + self.loose


def free(post: PublicPost, filled: int) -> int:
    """How many of a post's places are vacant."""
    return max(0, post.headcount - filled)


def holders_of(rows: Sequence[PublicPost], day: date) -> dict[int, int]:
    """How many hold each of some posts on a day by the ledger, wherever they are registered; by post; one query.

    The one definition of a place that is taken: the board and the list of vacancies both count by it.
    """
    spells = Spell.objects.standing().on(day).filter(form__in=FORMS, person__merged_into=None)
    spells = spells.filter(unit_code__in={one.unit_code for one in rows})
    held = Counter(spells.order_by().values_list("unit_code", "form"))
    return {one.pk: held[one.unit_code, one.form] for one in rows}


def posts(who: Who) -> QuerySet[PublicPost]:
    """Open posts within reach, by place."""
    rows = who.sees(PublicPost.objects.filter(ended_on=None))
    return rows.order_by("county_code", "unit_name", "form", "pk")


def post(who: Who, pk: int) -> PublicPost | None:
    """One post within reach; None says no more than that."""
    return who.sees(PublicPost.objects.filter(pk=pk)).first()


def holder(person: Person, status: PersonStatus | None, category: str = "", filed: str = "") -> Holder:
    """A person as the rule takes her."""
    known = {one.value: one for one in RetireCategory}
    sex = FEMALE if person.sex == Sex.FEMALE else MALE
    return Holder(sex, person.born_on, known.get(category), frozenset(status.hardship if status else ()), filed)


def held_by(person_ids: Sequence[int]) -> dict[int, list[Held]]:
    """The posts that persons hold and held, by the ledger."""
    found: dict[int, list[Held]] = defaultdict(list)
    for chunk in in_chunks(person_ids):
        rows = Spell.objects.standing().filter(person__in=chunk, form__in=FORMS)
        for person, form, start, end in rows.values_list("person_id", "form", "started_on", "ended_on"):
            found[person].append(Held(form, start, end))
    return found


def board(who: Who, day: date) -> Board:
    """The posts as they stand on a day; a fixed number of queries.

    Raises:
        FigureMissing: a setting of the terms is not entered.
    """
    rows = list(posts(who))
    spells = who.sees(Spell.objects.standing().on(day).filter(form__in=FORMS, person__merged_into=None), "person")
    held = list(spells.select_related("person").order_by("started_on", "pk"))
    people = sorted({spell.person_id for spell in held})
    facts = _Facts(people, day)
    by_unit = {(post.unit_code, post.form): post for post in rows}
    at: dict[int, list[Holding]] = defaultdict(list)
    loose: list[Holding] = []
    for spell in held:
        post = by_unit.get((spell.unit_code, spell.form))
        one = facts.holding(spell, post)
        (loose if post is None else at[post.pk]).append(one)
    everybody = [one for held_ in at.values() for one in held_] + loose
    soon = day + timedelta(int(figures_on(day, who.reach.ljust(12, "0"))["publicpost.ending_days"].value))
    ending = [one for one in everybody if one.ends_on is not None and day <= one.ends_on <= soon]
    over = [one for one in everybody if one.is_over(day)]
    far = date.max
    return Board(
        [(post, at[post.pk]) for post in rows], holders_of(rows, day), loose, sorted(ending, key=lambda one: one.ends_on or far),
        sorted(over, key=lambda one: one.lawful or far), day,
    )  # fmt: skip


def vacant(who: Who, day: date) -> list[tuple[PublicPost, int]]:
    """Posts within reach of which some are vacant, with how many."""
    rows = list(posts(who))
    filled = holders_of(rows, day)
    return [(one, free(one, filled[one.pk])) for one in rows if free(one, filled[one.pk])]


class _Facts:
    """What the rule asks about holders, gathered set-wise."""

    def __init__(self, people: Sequence[int], day: date) -> None:
        self.day = day
        self.held = held_by(people)
        self.status: dict[int, PersonStatus] = {}
        self.category: dict[int, str] = {}
        self.granted: dict[int, list[Occupancy]] = defaultdict(list)
        for chunk in in_chunks(people):
            self.status.update(PersonStatus.objects.in_bulk(chunk))
            facts = PersonFact.objects.standing().filter(person__in=chunk, kind=Circumstance.RETIREMENT)
            self.category.update(facts.order_by("pk").values_list("person_id", "value"))
            for row in Occupancy.objects.standing().filter(person__in=chunk).order_by("started_on", "pk"):
                self.granted[row.person_id].append(row)

    def holding(self, spell: Spell, post: PublicPost | None) -> Holding:
        """One holder with her terms."""
        granted = [row for row in self.granted[spell.person_id] if row.started_on <= self.day]
        last = granted[-1] if granted else None
        filed = next((row.filed for row in reversed(granted) if row.filed), "")
        category = self.category.get(spell.person_id, "")
        who = holder(spell.person, self.status.get(spell.person_id), category, filed)
        figures = figures_on(self.day, spell.person.county_code)
        lawful = lawful_until(who, self.held[spell.person_id], self.day, figures)
        until = last.ends_on if last is not None else spell.contract_until
        return Holding(spell.person, spell, post, spell.started_on, until, lawful)


def retire_category(person: Person) -> str:
    """The category of retirement that is known of a person, "" where none is."""
    rows = PersonFact.objects.standing().filter(person=person, kind=Circumstance.RETIREMENT).order_by("-pk")
    return rows.values_list("value", flat=True).first() or ""


def granted(one: PublicPost) -> list[Occupancy]:
    """The terms granted on a post, the latest first, those taken back too."""
    return list(Occupancy.objects.filter(post=one).select_related("person").order_by("-started_on", "-pk"))
