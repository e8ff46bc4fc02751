"""The family as a unit (家庭): who belongs to it, who works, which of the household rules it meets, by book and by living together."""

from dataclasses import dataclass
from datetime import date

from tonggong.base.accounts.who import Who
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.status import facts
from tonggong.domain.status.judging import member
from tonggong.domain.status.services import Judge
from tonggong.rules import households
from tonggong.rules.ages import age_on
from tonggong.rules.employment import main_form_on
from tonggong.rules.forms import FORMS
from tonggong.rules.households import BASIS_LABELS, Basis, Member
from tonggong.rules.outcome import Outcome

ZERO, SEVERAL, ELDER = "零就业家庭", "一户多残", "老残一体"


@dataclass(frozen=True, slots=True)
class Relative:
    """One member as somebody sees her: of a person out of reach only what the rules need, `person` is then None."""

    person: Person | None
    relation: str
    age: int
    work: str  # form in words, "" without work
    facts: Member

    @property
    def words(self) -> list[str]:
        """What else counts for the household, in words."""
        one = self.facts
        return [
            word
            for word, holds in (
                ("持证残疾人", one.holds_certificate),
                ("失业登记", one.is_registered),
                ("在校", one.in_school),
                ("已退休", one.is_retired),
                ("丧失劳动能力", one.lost_capacity),
            )
            if holds
        ]


@dataclass(frozen=True, slots=True)
class Family:
    """One household of a person, with each rule's answer and its reason."""

    basis: Basis
    members: list[Relative]
    rules: list[tuple[str, Outcome[bool]]]

    @property
    def title(self) -> str:
        """What makes them a household."""
        return BASIS_LABELS[self.basis]

    @property
    def working(self) -> int:
        """How many work."""
        return sum(one.facts.is_employed for one in self.members)


@dataclass(frozen=True, slots=True)
class Families:
    """The households of a person; `differing` names the rules that book and living together answer differently."""

    families: list[Family]
    differing: list[str]

    @property
    def people(self) -> list[int]:
        """Everybody who is shown by name."""
        return sorted({one.person.pk for family in self.families for one in family.members if one.person is not None})


def families_of(who: Who, person: Person, day: date) -> Families:
    """Read a person's households as of a day; a fixed number of queries.

    Raises:
        FigureMissing: a setting is not entered for that day.
    """
    batch = facts.read(facts.Scope(keys=(person.pk,)))
    figures = Judge(day).setting(person.county_code).figures
    keys = {key for _basis, known in batch.families.get(person.pk, ()) for key, _relation in known}
    near = {p.pk: p for p in served(who).filter(pk__in=keys)}
    found: list[Family] = []
    for basis, known in batch.families.get(person.pk, ()):
        alive = [(k, r) for k, r in known if not (d := batch.cases[k].died_on) or d > day]
        members = [member(batch.cases[key], relation, day, figures) for key, relation in alive]
        relatives = []
        for one, (key, relation) in zip(members, alive, strict=True):
            form = main_form_on(batch.cases[key].work, day)
            work = FORMS[form].name if form in FORMS else form or ("单位参保" if one.is_employed else "")
            relatives.append(Relative(near.get(key), relation, age_on(one.born_on, day), work, one))
        rules = [
            (ZERO, households.zero_employment(members, day, figures)),
            (SEVERAL, households.several_holders(members, figures)),
            (ELDER, households.old_and_disabled(members, person.pk, day, figures)),
        ]
        found.append(Family(basis, relatives, rules))
    by_title: dict[str, set[bool]] = {}
    for family in found:
        for title, outcome in family.rules:
            by_title.setdefault(title, set()).add(outcome.value)
    return Families(found, [title for title, answers in by_title.items() if len(answers) > 1])
