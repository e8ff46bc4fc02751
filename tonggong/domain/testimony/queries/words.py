"""What persons say of their jobs: each her own, content only for whoever handles cases, and for a run only that there is a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.audit import queries as audit
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import Present
from tonggong.domain.casework.queries.reach import served, standing_person
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.employment.models import Spell, SpellQuerySet, WageMonth
from tonggong.domain.employment.queries import form_name
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys
from tonggong.domain.testimony.choices import Answer, MatterState
from tonggong.domain.testimony.models import Matter, Statement
from tonggong.rules.figures import Figures
from tonggong.rules.testimony import NOT_SAYING, Asking, is_time_to_ask

STANDS = Coalesce("person__merged_into__merged_into", "person__merged_into", "person")
OPEN = (MatterState.WAITING, MatterState.TAKEN)
SUBJECT = (
    "testimony.Statement"  # the trail names the statement, never its person: her record's readers would learn of it
)


def figures(day: date) -> Figures:
    """Return the city's figures on a day."""
    row = current()
    return figures_on(day, row.city_code if row else "")


def voice_of(who: Who) -> str:
    """As whose word something counts that somebody says through her own door."""
    return Present.GUARDIAN if who.role == "guardian" else Present.SELF


def _spells() -> SpellQuerySet:
    key = Coalesce("thread", F("pk"), output_field=BigIntegerField())
    return SpellQuerySet(Spell).standing().annotate(key=key)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the ledger has it, in the words that are read out to her.

    Args:
        spell: its thread. pay_yuan: what the ledger says she gets a month, None where nobody said.
        said_on: when she last spoke of it in this voice; what she said isn't shown again, others may hold her phone.
        is_time: she is asked today.
    """

    spell: int
    unit_name: str
    unit_code: str
    form: str
    post: str
    started_on: date
    pay_yuan: Decimal | None
    said_on: date | None
    is_time: bool


def jobs_of(person: Person, voice: str) -> list[Job]:
    """Return the jobs that are recorded for a person and go on today, the latest first."""
    keys, today = own_keys(person), clock.today()
    said = {row.spell: row for row in Statement.objects.standing().filter(person__in=keys, voice=voice).order_by("pk")}
    table = figures(today)
    found = []
    for job in _spells().on(today).filter(person__in=keys).order_by("-started_on", "pk"):
        row = said.get(job.key)
        asking = Asking(job.started_on)
        if row is not None:
            asking = Asking(job.started_on, clock.day_of(row.said_at), NOT_SAYING in row.said["answers"])
        found.append(
            Job(
                job.key, job.unit_name or form_name(job.form), job.unit_code, form_name(job.form), job.post,
                job.started_on, job.wage_yuan or _wage(keys, job.unit_code), asking.said_on,
                is_time_to_ask(asking, today, table).value,
            )
        )  # fmt: skip
    return found


def _wage(keys: list[int], unit_code: str) -> Decimal | None:
    """What the unit last declared as her wage of a month."""
    rows = WageMonth.objects.standing().filter(person__in=keys, unit_code__in=codes_under(unit_code))
    last = rows.order_by("-month", "-pk").first()
    return last.wage_yuan if last is not None else None


def own_statements(person: Person, voice: str) -> list[Statement]:
    """Return what was said of a person's jobs in one voice, the latest first. A guardian isn't shown the person's own."""
    return list(Statement.objects.filter(person__in=own_keys(person), voice=voice).order_by("-said_at", "-pk"))


def readings(statements: Iterable[Statement]) -> list[Entry]:
    """Return who read some statements, the latest first, for her whose word it is."""
    keys = [row.pk for row in statements]
    rows = audit.entries(kind="view", subject=SUBJECT).filter(subject_id__in=keys)
    return list(rows) if keys else []


# --- for whoever handles cases -----------------------------------------------------------------------------------------


def _within(who: Who, rows: QuerySet[Any]) -> QuerySet[Any]:
    return _served_by(who, rows) if who.may("testimony.read") else rows.annotate(stands_for=STANDS).none()


def matters(who: Who) -> QuerySet[Matter]:
    """Return the things that wait, or waited, as somebody within reach said her job isn't as recorded; the soonest due first."""
    rows = Matter.objects.select_related("person__merged_into__merged_into")
    return _within(who, rows).order_by("due_on", "pk")


def open_matters(who: Who) -> QuerySet[Matter]:
    """Return those of them that nobody has finished."""
    return matters(who).filter(state__in=OPEN)


def person_of(row: Matter | Statement) -> Person:
    """Return the person that a row is about: the standing one where rows were merged."""
    found = standing_person(row.person_id)
    assert found is not None  # a foreign key
    return found


def statements_behind(who: Who, matter: Matter) -> list[Statement]:
    """Return the statements of the voice that a matter is about, the latest first, those taken back included."""
    rows = Statement.objects.filter(spell=matter.spell, voice=matter.voice)
    return list(_within(who, rows).order_by("-said_at", "-pk"))


@dataclass(frozen=True, slots=True)
class Held:
    """There is a word of a person on a job: where to read it. What was said is not in here."""

    person: int
    spell: int
    unit_code: str
    on: date
    matter: int | None
    is_open: bool


def words_held(who: Who, *, person: int | None = None, unit_code: str | None = None) -> list[Held]:
    """Return which statements whoever handles cases may read of a person or a unit, without what they say.

    Only where `who` has the duty `testimony.read` and the person within reach; nothing else may be made of it than a way
    to the page on which it is read with a reason (`services.reading.read_matter`). Never for a paper, a pack or an export.
    """
    rows = _within(who, Statement.objects.standing())
    if person is not None:
        rows = rows.filter(stands_for=person)
    if unit_code is not None:
        at = _spells().filter(unit_code__in=codes_under(unit_code)).values("key")
        rows = rows.filter(spell__in=at)
    found = list(rows.order_by("-said_at", "-pk"))
    spells = [row.spell for row in found]
    units = dict(_spells().filter(key__in=spells).values_list("key", "unit_code"))
    of = {(m.spell, m.voice): m for m in matters(who).filter(spell__in=spells)}
    return [
        Held(
            row.stands_for, row.spell, units.get(row.spell, ""), clock.day_of(row.said_at), m.pk if m else None,
            m is not None and m.state in OPEN,
        )
        for row in found
        for m in [of.get((row.spell, row.voice))]
    ]  # fmt: skip


def spoke_count(who: Who, year: int, until: datetime) -> int:
    """Return of how many persons within reach a word of a year stood at an instant: never whose, never what it says."""
    stood = Q(withdrawn_at=None) | Q(withdrawn_at__gte=until)
    rows = Statement.objects.filter(stood, said_at__gte=_begin(year), said_at__lt=min(until, _begin(year + 1)))
    return _served_by(who, rows).order_by().values("stands_for").distinct().count()


def matter_counts(who: Who, year: int, until: datetime) -> tuple[int, int]:
    """Return how many things came up in a year by an instant as somebody said her job isn't as recorded, and how many of
    them were finished by then.
    """
    rows = Matter.objects.filter(opened_at__gte=_begin(year), opened_at__lt=min(until, _begin(year + 1)))
    found = _served_by(who, rows)
    return found.count(), found.filter(state=MatterState.DONE, done_at__lt=until).count()


def _served_by(who: Who, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(stands_for=STANDS).filter(stands_for__in=served(who).order_by().values("pk"))


def _begin(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=clock.SHANGHAI)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One statement opened: everything that she said."""

    pk: int
    on: datetime
    answers: tuple[Answer, ...]
    days_per_week: int | None
    pay_yuan: Decimal | None
    told_pay_yuan: Decimal | None  # what the ledger said, as it was read out to her: with no pay of her own, it is that
    words: str
    may_contact: bool
    beside: tuple[str, ...]
    means: str
    by: str
    unit_name: str
    is_standing: bool


def opened(row: Statement) -> Spoken | None:
    """Open a statement; None where it was taken back: what she took back nobody reads any more."""
    if row.withdrawn_at is not None:
        return None
    said = row.said
    pay, told = said.get("pay_yuan"), said.get("told_pay_yuan")
    return Spoken(
        row.pk, row.said_at, tuple(Answer(one) for one in said["answers"]), said.get("days_per_week"),
        Decimal(pay) if pay is not None else None, Decimal(told) if told is not None else None, said.get("words", ""), bool(said.get("may_contact")),
        tuple(said.get("beside", ())), row.means, row.by, said.get("unit_name", ""),
        not Statement.objects.filter(follows=row).exists(),
    )  # fmt: skip


def late_matters(who: Who, day: date) -> int:
    """How many of the open ones should have been finished before a day."""
    return open_matters(who).filter(due_on__lt=day).count()


def waiting_words(who: Who) -> str:
    """How many matters wait, in words for the rail; "" for none."""
    count = open_matters(who).count()
    late = late_matters(who, clock.today())
    return f"{count} 待办{f'，{late} 超期' if late else ''}" if count else ""
